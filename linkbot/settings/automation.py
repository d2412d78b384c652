"""`[automation]`: which kinds of letter linkbot handles alone, and how many of them a person looks at all the same."""

from __future__ import annotations

from linkbot.settings.values import AutomationSettings, KindsAlone
from linkbot.toml_document import Table

LEAST, MOST = 2, 5
"""Percent: fewer show nothing, more is work for nothing. None at all is for trials."""


def automation_settings(table: Table) -> AutomationSettings:
    """Whether the kinds of a list exist is for whoever knows the rules (`wiring`)."""
    default = AutomationSettings()
    listed = table.is_list("kinds")
    kinds = table.texts("kinds") if listed else table.choice("kinds", KindsAlone, KindsAlone.BY_TRUST)
    percent = table.integer("sample_percent", default.sample_percent, minimum=0)
    if percent and not LEAST <= percent <= MOST:
        table.fault(f"automation.sample_percent is {percent}; it may be {LEAST} to {MOST}, or 0", "sample_percent")
    table.finish()
    return AutomationSettings(kinds, percent)
