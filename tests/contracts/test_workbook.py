"""The workbook in the hands of people: open, sorted, extended, broken; and of letters that mean harm."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from disk_faults import fill
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from linkbot.effectors.workbook import XlsxSheet
from linkbot.effectors.workbook_cells import harmless
from linkbot.engine.wording.sheet_rows import SheetPrivacy, tabs
from linkbot.ports import Permanent, SheetRow, Transient

TABS = tabs(SheetPrivacy())


def a_row(key: str, revision: int = 1, **cells: str | int | float | date | None) -> SheetRow:
    return SheetRow("Tasks", key, tuple(cells.items()), revision)


def tasks(path: Path) -> Worksheet:
    sheet = load_workbook(path)["Tasks"]
    assert isinstance(sheet, Worksheet)
    return sheet


def column(sheet: Worksheet, title: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == title)


def cell(path: Path, row: int, title: str) -> object:
    sheet = tasks(path)
    return sheet.cell(row, column(sheet, title)).value


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "register.xlsx"


@pytest.fixture
def sheet(path: Path) -> XlsxSheet:
    return XlsxSheet(path, TABS)


def test_a_new_workbook_has_the_tabs_a_frozen_header_filters_and_a_hidden_id(path: Path, sheet: XlsxSheet) -> None:
    assert sheet.needs_rebuild()
    sheet.rebuild([a_row("task:1", Task="HO 1/1")])
    book = load_workbook(path)
    assert book.sheetnames == ["Cases", "Tasks", "Actions"]
    for name in book.sheetnames:
        tab = book[name]
        assert [tab.cell(1, n).value for n in (1, 2)] == ["linkbot id", "linkbot revision"]
        assert tab.column_dimensions["A"].hidden
        assert tab.freeze_panes == "E2"
        assert tab.auto_filter.ref.startswith("A1:")
        assert tab.cell(1, 3).font.bold


def test_dates_are_dates_and_instants_are_told_in_london_time(path: Path, sheet: XlsxSheet) -> None:
    summer = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    sheet.write([a_row("task:1", **{"Due on": date(2026, 11, 27), "Submitted on": summer, "Amount (£)": 300.0})])
    assert cell(path, 2, "Due on") == datetime(2026, 11, 27)  # noqa: DTZ001 - a workbook knows no zones
    assert cell(path, 2, "Submitted on") == datetime(2026, 7, 1, 0, 30)  # noqa: DTZ001
    assert cell(path, 2, "Amount (£)") == 300
    tab = tasks(path)
    assert tab.cell(2, column(tab, "Due on")).is_date


@pytest.mark.parametrize(
    "text", ["=1+1", "+44 20", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", " =1", "\ufeff=1"]
)
def test_no_text_of_a_letter_becomes_a_formula(path: Path, sheet: XlsxSheet, text: str) -> None:
    sheet.write([a_row("task:1", **{"What was asked": text})])
    tab = tasks(path)
    written = tab.cell(2, column(tab, "What was asked"))
    assert written.data_type == "s"
    assert str(written.value).startswith("'")


@given(st.text(alphabet=st.characters(codec=None), max_size=30))
@settings(max_examples=300)
def test_any_text_can_be_put_into_a_cell_and_none_starts_a_formula(text: str) -> None:
    clean = harmless(text)
    assert not clean.lstrip().startswith(("=", "+", "-", "@"))
    Workbook().create_sheet("x").cell(1, 1, clean)  # raises on signs that no workbook may hold


def test_a_very_long_text_is_cut_where_a_cell_ends(path: Path, sheet: XlsxSheet) -> None:
    sheet.write([a_row("task:1", **{"What was asked": "word " * 20_000})])
    assert len(str(cell(path, 2, "What was asked"))) < 32_767


def test_what_people_add_sort_and_move_stays(path: Path, sheet: XlsxSheet) -> None:
    sheet.write([a_row("task:1", Task="one", State="Open"), a_row("task:2", Task="two", State="Open")])
    book = load_workbook(path)
    tab = book["Tasks"]
    notes = tab.max_column + 1
    tab.cell(1, notes, "Our notes")
    tab.cell(2, notes, "rang on Monday")
    first, second = [[c.value for c in row] for row in tab.iter_rows(min_row=2, max_row=3)]
    for position in range(len(first)):
        tab.cell(2, position + 1).value, tab.cell(3, position + 1).value = second[position], first[position]
    tab.insert_rows(2)
    tab.cell(2, 5, "a row of our own")
    book.create_sheet("Holidays")["A1"] = "Ines: August"
    book.save(path)
    sheet.write([a_row("task:1", 2, State="Submitted"), a_row("task:3", Task="three")])
    assert [cell(path, row, "Task") for row in (3, 4, 5)] == ["two", "one", "three"]
    assert [cell(path, row, "State") for row in (3, 4)] == ["Open", "Submitted"]
    assert cell(path, 4, "Our notes") == "rang on Monday"
    assert tasks(path).cell(2, 5).value == "a row of our own"
    assert load_workbook(path)["Holidays"]["A1"].value == "Ines: August"


def test_cells_that_people_merged_are_freed_not_a_fault(path: Path, sheet: XlsxSheet) -> None:
    sheet.write([a_row("task:1", Task="one")])
    book = load_workbook(path)
    book["Tasks"].merge_cells("D2:H2")
    book.save(path)
    sheet.write([a_row("task:1", 2, Task="again", Owner="owen.hale@anytown.example")])
    assert cell(path, 2, "Task") == "again"


@pytest.mark.parametrize(
    ("lock", "content", "who"),
    [
        ("~$register.xlsx", b"\x0cInes Castell" + b" " * 42 + b"\x0c\0I\0n\0e\0s\0", "Ines Castell"),
        ("~$register.xlsx", b"", "somebody"),
        (".~lock.register.xlsx#", b",icastell,pc-14,02.11.2026 09:12,file:///home;", "icastell"),
        (".~lock.register.xlsx#", "Inès Castell,ic,pc-14,02.11.2026 09:12,x;".encode(), "Inès Castell"),
    ],
)
def test_a_workbook_somebody_has_open_waits_and_says_who(
    path: Path, sheet: XlsxSheet, lock: str, content: bytes, who: str
) -> None:
    sheet.write([a_row("task:1")])
    before = path.read_bytes()
    (path.parent / lock).write_bytes(content)
    with pytest.raises(Transient, match=f"open at {who}"):
        sheet.write([a_row("task:2")])
    with pytest.raises(Transient, match=f"open at {who}"):
        sheet.rebuild([a_row("task:2")])
    assert path.read_bytes() == before
    (path.parent / lock).unlink()
    sheet.write([a_row("task:2")])
    assert sheet.revision_of("task:2") == 1


def test_a_workbook_that_windows_keeps_closed_waits(
    path: Path, sheet: XlsxSheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Excel opens without sharing: replacing the file answers 'access denied'."""
    sheet.write([a_row("task:1")])
    before = path.read_bytes()

    def denied(*_: object) -> Path:
        raise PermissionError(13, "Access is denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", denied)
        with pytest.raises(Transient, match="open somewhere"):
            sheet.write([a_row("task:2")])
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_full_disk_leaves_the_workbook_as_it_was(
    path: Path, sheet: XlsxSheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet.write([a_row("task:1")])
    before = path.read_bytes()
    with monkeypatch.context() as patch:
        fill(patch)
        with pytest.raises(Transient, match="disk is full"):
            sheet.write([a_row("task:2")])
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_workbook_saved_by_somebody_while_we_write_is_not_overwritten(path: Path, sheet: XlsxSheet) -> None:
    """No lock file shows it: a colleague saves a copy over it just then."""
    sheet.write([a_row("task:1", Task="one")])

    class SavedMeanwhile(list[SheetRow]):
        def __iter__(self) -> Iterator[SheetRow]:
            book = load_workbook(path)
            book["Tasks"]["Z9"] = "a note"
            book.save(path)
            return super().__iter__()

    with pytest.raises(Transient, match="changed by somebody"):
        sheet.write(SavedMeanwhile([a_row("task:2")]))
    assert tasks(path)["Z9"].value == "a note"
    sheet.write([a_row("task:2")])
    assert tasks(path)["Z9"].value == "a note"
    assert sheet.revision_of("task:2") == 1


def _garbage(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 not a workbook")


def _half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:2_000])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _password(path: Path) -> None:
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 4_000)


def _tab_deleted(path: Path) -> None:
    book = load_workbook(path)
    del book["Tasks"]
    book.save(path)


def _id_deleted(path: Path) -> None:
    book = load_workbook(path)
    book["Tasks"].delete_cols(1)
    book.save(path)


@pytest.mark.parametrize("harm", [_garbage, _half, _empty, _password, _tab_deleted, _id_deleted])
def test_a_damaged_workbook_is_never_overwritten_but_set_aside_and_rebuilt(
    path: Path, sheet: XlsxSheet, harm: object
) -> None:
    assert callable(harm)
    sheet.write([a_row("task:1")])
    harm(path)
    damaged = path.read_bytes()
    assert sheet.needs_rebuild()
    with pytest.raises(Permanent, match="written anew from the register"):
        sheet.write([a_row("task:2")])
    assert path.read_bytes() == damaged
    for _ in range(2):
        sheet.rebuild([a_row("task:1"), a_row("task:2")])
    assert not sheet.needs_rebuild()
    assert (sheet.revision_of("task:1"), sheet.revision_of("task:2")) == (1, 1)
    (aside,) = [found for found in path.parent.iterdir() if found != path]
    assert aside.read_bytes() == damaged
    assert "set aside 20" in aside.name
    harm(path)
    sheet.rebuild([])
    assert len(list(path.parent.iterdir())) == 3


def test_columns_switched_off_later_are_emptied_and_hidden(path: Path) -> None:
    shown = XlsxSheet(path, tabs(SheetPrivacy(names=True)))
    shown.write([SheetRow("Cases", "case:1", (("Complainant", "Ines Castell"),), 1)])
    assert "Ines Castell" in str(list(load_workbook(path)["Cases"].values))
    XlsxSheet(path, TABS).write([SheetRow("Cases", "case:2", (("Stage", "New"),), 1)])
    tab = load_workbook(path)["Cases"]
    assert "Ines Castell" not in str(list(tab.values))
    position = next(cell.column_letter for cell in tab[1] if cell.value == "Complainant")
    assert tab.column_dimensions[position].hidden


def test_a_year_of_rows_is_written_in_a_few_seconds(path: Path, sheet: XlsxSheet) -> None:
    rows = [
        a_row(f"task:{n}", **{"Task": f"HO {n}/1", "Due on": date(2026, 11, 27), "State": "Open"}) for n in range(1_000)
    ]
    sheet.rebuild(rows)
    began = time.perf_counter()
    sheet.write([a_row("task:7", 2, State="Submitted")])
    assert time.perf_counter() - began < 10
    assert sheet.revision_of("task:7") == 2
