"""`[complaints]`: where the list of the council's own complaints is refreshed from, and which column holds what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path

from linkbot.model.complaint import Complaint
from linkbot.toml_document import Table, nearest

FIELDS = (
    *(one.name for one in fields(Complaint) if one.name != "refreshed_on"),
    *("title", "first_name", "last_name", "updated_at"),
)


@dataclass(frozen=True)
class ComplaintsSettings:
    """`path`: an export, or a folder whose newest one is taken. `columns`: our field to the title it bears there."""

    path: Path | None = None
    sheet: str | None = None  # of a workbook; default: the first visible one
    every_minutes: int = 60  # how often the folder is looked into, and the case system's report is asked for
    date_format: str | None = None  # as strptime has it; days as people in Britain write them are understood without
    columns: Mapping[str, str] = field(default_factory=dict)


def complaints_settings(table: Table) -> ComplaintsSettings:
    path, written = table.optional_text("path"), table.optional_text("date_format")
    if written is not None and not _is_format(written):
        told = f'complaints.date_format is {written!r}: write "%d/%m/%Y", say, with day, month and year'
        table.fault(told, "date_format")
    value = ComplaintsSettings(
        path=Path(path) if path else None,
        sheet=table.optional_text("sheet"),
        every_minutes=table.integer("every_minutes", ComplaintsSettings.every_minutes, minimum=1),
        date_format=written,
        columns=_columns(table.table("columns")),
    )
    table.finish()
    return value


def _columns(table: Table) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in table.names():
        title = table.text(name, required=True)
        if name not in FIELDS:
            table.fault(
                f"complaints.columns.{name} is no field of a complaint{nearest(name, list(FIELDS))}: there are "
                f"{', '.join(FIELDS)}",
                name,
            )
        elif title:
            found[name] = title
    table.finish()
    return found


def _is_format(written: str) -> bool:
    day = datetime(2026, 11, 23)  # noqa: DTZ001 - a day to try the format on
    try:
        return datetime.strptime(day.strftime(written), written).date() == day.date()  # noqa: DTZ007
    except ValueError:
        return False
