"""What every spreadsheet promises: one row a key, the newest revision, whatever was asked twice or late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from linkbot.effectors.recording import Recording, RecordingSheet
from linkbot.effectors.shared_workbook.heading import TabPlan
from linkbot.effectors.shared_workbook.sheet import SharedWorkbook
from linkbot.effectors.workbook import XlsxSheet
from linkbot.engine.wording.sheet_rows import SheetPrivacy, tabs
from linkbot.ports import Sheet, SheetRow

Row = dict[str, object]
Kind = tuple[Sheet, Callable[[], dict[str, Row]]]


def a_row(key: str, revision: int = 1, **cells: str | int | float | date | None) -> SheetRow:
    values = {"Ombudsman reference": key.removeprefix("case:"), "Stage": "New", **cells}
    return SheetRow("Cases", key, tuple(values.items()), revision)


def shared(folder: Path) -> tuple[SharedWorkbook, Path]:
    """A workbook of people's own, made ready."""
    path = folder / "tracker.xlsx"
    book = Workbook()
    page = book.create_sheet("Register", 0)
    page.append(["Ombudsman cases"])
    page.append(["Whose desk", "Ref.", "Where it is", "No. of chasers"])
    book.save(path)
    columns = (("Ombudsman reference", "Ref."), ("Stage", "Where it is"), ("Chasers", "No. of chasers"))
    sheet = SharedWorkbook(path, [TabPlan("Cases", "Register", columns)], folder / "before")
    sheet.prepare(())
    return sheet, path


@pytest.fixture(params=["xlsx", "shared", "recording"])
def kind(request: pytest.FixtureRequest, tmp_path: Path) -> Kind:
    if request.param == "recording":
        recorder = RecordingSheet(Recording())
        return recorder, lambda: {key: dict(row.cells) for key, row in recorder.rows.items()}
    if request.param == "shared":
        theirs, tracker = shared(tmp_path)

        def read_theirs() -> dict[str, Row]:
            rows = [list(row) for row in load_workbook(tracker)["Register"].iter_rows(min_row=3, values_only=True)]
            return {
                str(row[4]): {name: row[at] for name, at in (("Stage", 2), ("Chasers", 3)) if row[at] is not None}
                for row in rows
                if row[4] is not None
            }

        return theirs, read_theirs
    path = tmp_path / "register.xlsx"

    def read_back() -> dict[str, Row]:
        sheet = load_workbook(path)["Cases"]
        header, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        named = [dict(zip(map(str, header), row, strict=True)) for row in rows]
        return {str(row["linkbot id"]): {k: v for k, v in row.items() if v is not None} for row in named}

    return XlsxSheet(path, tabs(SheetPrivacy())), read_back


def test_rows_are_there_with_their_cells(kind: Kind) -> None:
    sheet, read_back = kind
    sheet.write([a_row("case:1"), a_row("case:2", Stage="First chaser", Chasers=1)])
    rows = read_back()
    assert set(rows) == {"case:1", "case:2"}
    assert (rows["case:2"]["Stage"], rows["case:2"]["Chasers"]) == ("First chaser", 1)


def test_a_row_is_replaced_by_its_key_and_never_doubled(kind: Kind) -> None:
    sheet, read_back = kind
    for _ in range(2):
        sheet.write([a_row("case:1"), a_row("case:2")])
    sheet.write([a_row("case:1", 2, Stage="Closed")])
    rows = read_back()
    assert len(rows) == 2
    assert (rows["case:1"]["Stage"], rows["case:2"]["Stage"]) == ("Closed", "New")


def test_the_last_of_several_rows_of_one_key_stands(kind: Kind) -> None:
    sheet, read_back = kind
    sheet.write([a_row("case:1", 1), a_row("case:1", 2, Stage="Later")])
    assert read_back()["case:1"]["Stage"] == "Later"


def test_a_late_write_of_an_older_revision_changes_nothing(kind: Kind) -> None:
    sheet, read_back = kind
    sheet.write([a_row("case:1", 5, Stage="Later")])
    sheet.write([a_row("case:1", 4, Stage="Earlier")])
    assert read_back()["case:1"]["Stage"] == "Later"
    assert sheet.revision_of("case:1") == 5


def test_the_revision_of_a_row_is_known_and_of_no_row_none(kind: Kind) -> None:
    sheet, _ = kind
    assert sheet.revision_of("case:1") is None
    sheet.write([a_row("case:1", 3)])
    assert (sheet.revision_of("case:1"), sheet.revision_of("case:2")) == (3, None)


def test_writing_nothing_is_nothing(kind: Kind) -> None:
    sheet, _ = kind
    sheet.write([])
    assert sheet.revision_of("case:1") is None


def test_rebuilding_leaves_exactly_the_rows_given(kind: Kind) -> None:
    sheet, read_back = kind
    sheet.write([a_row("case:1", 9), a_row("case:erased"), a_row("case:3")])
    sheet.rebuild([a_row("case:3", 1, Stage="Rebuilt"), a_row("case:1", 2, Stage="Rebuilt"), a_row("case:new", 1)])
    rows = read_back()
    assert set(rows) == {"case:1", "case:3", "case:new"}
    assert rows["case:1"]["Stage"] == rows["case:3"]["Stage"] == "Rebuilt"
    assert sheet.revision_of("case:1") == 2
    assert not sheet.needs_rebuild()
