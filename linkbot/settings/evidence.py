"""`[evidence]`: what is taken of services' mails, and the virus scanner that looks at it first."""

from __future__ import annotations

from linkbot.settings.values import EvidenceSettings
from linkbot.toml_document import Table


def evidence_settings(table: Table) -> EvidenceSettings:
    default = EvidenceSettings()
    refused = table.texts("refused_types") if table.is_list("refused_types") else default.refused_types
    value = EvidenceSettings(
        scan_command=table.texts("scan_command"),
        scan_seconds=table.integer("scan_seconds", default.scan_seconds, minimum=1),
        largest_mb=table.integer("largest_mb", default.largest_mb, minimum=1),
        refused_types=tuple(ending.casefold().lstrip(".") for ending in refused),
    )
    table.finish()
    return value
