"""The columns of the spreadsheet by the ids that a configuration names them with."""

from __future__ import annotations

import re

from linkbot.engine.wording.sheet_rows import SheetPrivacy, tabs


def column_id(title: str) -> str:
    """`Ombudsman's date` → `ombudsmans_date`, `Amount (£)` → `amount`."""
    return "_".join(re.findall(r"[a-z0-9]+", title.casefold().replace("'", "")))


def titles_by_id(privacy: SheetPrivacy) -> dict[str, dict[str, str]]:
    """For each tab (its name in small letters) the columns that may be shown: id → title."""
    return {
        tab.name.casefold(): {column_id(column.title): column.title for column in tab.columns if column.shown}
        for tab in tabs(privacy)
    }
