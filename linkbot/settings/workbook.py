"""Where the Ombudsman spreadsheet is: one of linkbot's own, or the people's, in which some columns are linkbot's."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from linkbot.engine.wording.sheet_columns import titles_by_id
from linkbot.engine.wording.sheet_rows import SheetPrivacy
from linkbot.toml_document import Table, nearest

TABS = ("Cases", "Tasks", "Actions")


class WorkbookKind(StrEnum):
    OWN = "own"  # linkbot makes it and keeps it
    EXISTING = "existing"  # people keep it; linkbot fills columns they have named


@dataclass(frozen=True)
class TabSettings:
    """`columns`: the title in linkbot's own workbook → the title in theirs."""

    tab: str
    sheet: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class WorkbookSettings:
    path: Path = Path("ombudsman-register.xlsx")
    kind: WorkbookKind = WorkbookKind.OWN
    show_names: bool = False
    show_addresses: bool = False
    show_vulnerability: bool = False
    id_column: str = "Linkbot ID"
    backups: Path | None = None  # default: a folder beside the workbook
    tabs: tuple[TabSettings, ...] = ()  # of an existing one, those that people want


def workbook_settings(table: Table) -> WorkbookSettings:
    default = WorkbookSettings()
    kind = table.choice("kind", WorkbookKind, default.kind)
    names, addresses, vulnerability = (
        table.boolean("show_names"),
        table.boolean("show_addresses"),
        table.boolean("show_vulnerability"),
    )
    backups = table.optional_text("backups")
    value = WorkbookSettings(
        path=Path(table.text("path", str(default.path))),
        kind=kind,
        show_names=names,
        show_addresses=addresses,
        show_vulnerability=vulnerability,
        id_column=table.text("id_column", default.id_column),
        backups=Path(backups) if backups else None,
        tabs=_tabs(table, SheetPrivacy(names=names, addresses=addresses, vulnerability=vulnerability)),
    )
    if kind is WorkbookKind.EXISTING and not value.tabs:
        table.fault(
            "workbook.kind is existing: name a sheet and its columns under [workbook.cases], [workbook.tasks] or "
            "[workbook.actions]"
        )
    if kind is WorkbookKind.OWN and value.tabs:
        table.fault(
            'workbook.cases, .tasks, .actions name columns of a workbook of yours: it needs workbook.kind = "existing"'
        )
    table.finish()
    return value


def _tabs(table: Table, privacy: SheetPrivacy) -> tuple[TabSettings, ...]:
    found = []
    shown, all_there_are = titles_by_id(privacy), titles_by_id(SheetPrivacy(True, True, True))
    for tab in TABS:
        there, inner = tab.casefold() in table, table.table(tab.casefold())
        sheet, columns = inner.text("sheet", required=there), inner.table("columns", required=there)
        titles = []
        for id in columns.names():
            theirs = columns.text(id, required=True)
            if id in shown[tab.casefold()]:
                titles.append((shown[tab.casefold()][id], theirs))
            elif id in all_there_are[tab.casefold()]:
                columns.fault(f"workbook.{tab.casefold()}.columns.{id} tells of a person: say so first (show_…)", id)
            else:
                near = nearest(id, sorted(shown[tab.casefold()]))
                columns.fault(f"linkbot has no column {id!r} for {tab}{near}", id)
        inner.finish()
        if there:
            found.append(TabSettings(tab, sheet, tuple(titles)))
    sheets = [one.sheet for one in found]
    if len(set(sheets)) < len(sheets):
        table.fault("two of workbook.cases, workbook.tasks and workbook.actions name the same sheet")
    return tuple(found)
