"""How long closed cases are kept, and where certificates of erasure lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from linkbot.toml_document import Table


@dataclass(frozen=True)
class RetentionSettings:
    """`by_ombudsman`: years by the id of an ombudsman, where they differ."""

    years: int = 6
    by_ombudsman: Mapping[str, int] = field(default_factory=dict)
    certificates: Path = Path("certificates")


def retention_settings(table: Table) -> RetentionSettings:
    default, each = RetentionSettings(), table.table("by_ombudsman")
    value = RetentionSettings(
        years=table.integer("years", default.years, minimum=1),
        by_ombudsman={name: each.integer(name, default.years, minimum=1) for name in each.names()},
        certificates=Path(table.text("certificates", str(default.certificates))),
    )
    each.finish()
    table.finish()
    return value
