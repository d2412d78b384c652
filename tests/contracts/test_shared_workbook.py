"""The people's own workbook: what they put into it survives octet for octet, and what they change is left and told."""

from __future__ import annotations

import csv
import os
import re
import warnings
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from rich_workbook import BY_HAND, LAST, rich_workbook

from linkbot.effectors.shared_workbook.heading import TabPlan
from linkbot.effectors.shared_workbook.sheet import SharedWorkbook
from linkbot.ports import SheetRow, Transient, Unready

COLUMNS = (
    ("Ombudsman reference", "Ref."),
    ("Stage", "Where it is"),
    ("Next due on", "Due"),
    ("Chasers", "No. of chasers"),
)
PLAN = TabPlan("Cases", "Register", COLUMNS, match_on="Ombudsman reference")
LGSCO, HO, NEW = "case:LGSCO 23 001 111", "case:HO 202312345", "case:LGSCO 23 009 999"


def a_row(
    key: str, revision: int = 1, *, stage: str = "New", due: date = date(2026, 12, 9), chasers: int = 0
) -> SheetRow:
    reference = key.removeprefix("case:LGSCO ").removeprefix("case:HO ")
    cells = (("Ombudsman reference", reference), ("Stage", stage), ("Next due on", due), ("Chasers", chasers))
    return SheetRow("Cases", key, cells, revision)


THREE = (
    a_row(LGSCO, due=date(2026, 12, 4)),
    a_row(HO, due=date(2026, 12, 6)),
    a_row(NEW, stage="First chaser", chasers=2),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "tracker.xlsx"
    rich_workbook(path)
    return path


def opened(path: Path) -> SharedWorkbook:
    return SharedWorkbook(path, [PLAN], path.parent / "before")


@pytest.fixture
def ready(path: Path) -> SharedWorkbook:
    sheet = opened(path)
    sheet.prepare(THREE)
    return sheet


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def register(path: Path) -> Worksheet:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = load_workbook(path)["Register"]
    assert isinstance(sheet, Worksheet)
    return sheet


def edit(path: Path, cell: str, value: object) -> None:
    """As a person would: saved by another program, which writes its cells in its own way."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path)
        book["Register"][cell] = value
        book.save(path)


@pytest.mark.parametrize("macros", [False, True])
def test_all_parts_but_the_sheet_its_table_and_one_attribute_keep_their_octets(tmp_path: Path, macros: bool) -> None:
    path = tmp_path / ("tracker.xlsm" if macros else "tracker.xlsx")
    rich_workbook(path, macros=macros)
    before, sheet = parts(path), opened(path)
    sheet.prepare(THREE)
    sheet.write(THREE)
    after = parts(path)
    assert list(before) == list(after) and ("xl/vbaProject.bin" in after) == macros
    differ = {name for name in before if before[name] != after[name]}
    assert differ == {"xl/worksheets/sheet1.xml", "xl/tables/table1.xml", "xl/workbook.xml"}
    assert after["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"") == before["xl/workbook.xml"]
    assert all(after[name] == octets for name, octets in BY_HAND.items() if name in after)


def test_a_new_row_takes_look_formula_and_choices_of_the_one_above(path: Path, ready: SharedWorkbook) -> None:
    ready.write(THREE)
    sheet, new = register(path), LAST + 1
    assert [sheet.cell(new, column).value for column in (2, 3, 5, 6)] == [
        "23 009 999",
        "First chaser",
        f"=D{new}-$B$1+SUM(F{new}:F{new})",
        2,
    ]
    assert sheet.cell(new, 4).number_format == "dd/mm/yyyy" and sheet.cell(new, 4).is_date
    assert sheet.cell(new, 1).value is None and sheet.cell(new, 7).value is None  # what people typed is not repeated
    assert sheet.tables["Register_1"].ref == f"A3:J{new}"
    assert str(sheet.data_validations.dataValidation[0].sqref) == f"C4:C{new}"
    assert [str(rule.sqref) for rule in sheet.conditional_formatting] == [f"F4:F{new}"]
    text = parts(path)["xl/worksheets/sheet1.xml"].decode()
    assert re.search(rf"xm:sqref>A4:A{new}<", text) and "xm:sqref>H4<" in text  # choices grow, a sparkline stays
    assert f'<dimension ref="A1:J{new}"/>' in text
    assert sheet.column_dimensions["I"].hidden


def test_rows_people_had_typed_before_are_known_again_and_not_doubled(path: Path, ready: SharedWorkbook) -> None:
    ready.rebuild(THREE)
    sheet = register(path)
    assert [sheet.cell(row, 9).value for row in range(4, 8)] == [LGSCO, None, HO, NEW]
    assert not ready.changes()


def test_a_cell_a_person_changed_is_left_and_told_until_it_is_given_free(path: Path, ready: SharedWorkbook) -> None:
    ready.rebuild(THREE)
    edit(path, "C4", "waiting for legal")
    edit(path, "D6", None)
    sheet = opened(path)
    assert sheet.saved_by_others()
    sheet.rebuild((a_row(LGSCO, 2, stage="Final decision", due=date(2026, 12, 4), chasers=3), *THREE[1:]))
    found = {(change.place, change.what) for change in sheet.changes()}
    assert found == {("Register!C4", "was changed"), ("Register!D6", "was emptied")}
    now = register(path)
    assert (now["C4"].value, now["D6"].value, now["F4"].value) == ("waiting for legal", None, 3)
    sheet.rebuild(THREE, over={(LGSCO, "Stage")})
    assert register(path)["C4"].value == "New"
    assert [change.place for change in sheet.changes()] == ["Register!D6"]


def test_a_formula_in_a_cell_of_ours_is_never_written_over(path: Path, ready: SharedWorkbook) -> None:
    ready.rebuild(THREE)
    edit(path, "C4", '=IF(F4>1,"Chased","New")')
    ready.rebuild((a_row(LGSCO, 2, stage="Closed"), *THREE[1:]), over={(LGSCO, "Stage")})
    assert str(register(path)["C4"].value).startswith("=IF")
    assert [change.what for change in ready.changes()] == ["holds a formula"]


def test_an_old_copy_saved_over_ours_is_written_again(path: Path, ready: SharedWorkbook) -> None:
    ready.rebuild(THREE[:2])
    old = path.read_bytes()
    later = (a_row(LGSCO, 7, stage="Final decision", due=date(2027, 1, 8)), *THREE[1:])
    ready.rebuild(later)
    path.write_bytes(old)
    assert ready.saved_by_others() and ready.needs_rebuild()
    ready.rebuild(later)
    sheet = register(path)
    assert sheet["C4"].value == "Final decision" and sheet.cell(7, 9).value == NEW
    assert not ready.changes() and not ready.saved_by_others()


def test_what_another_program_saved_without_a_change_is_no_change(path: Path, ready: SharedWorkbook) -> None:
    ready.rebuild(THREE)
    edit(path, "G5", "rang again")
    before = path.read_bytes()
    ready.rebuild(THREE)
    assert path.read_bytes() == before and not ready.changes()


def test_rows_and_columns_may_be_sorted_and_moved(path: Path, ready: SharedWorkbook) -> None:
    ready.rebuild(THREE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path)
        page = book["Register"]
        four, six = ([cell.value for cell in page[row]] for row in (4, 6))
        for column, (one, other) in enumerate(zip(four, six, strict=True), 1):
            page.cell(4, column).value, page.cell(6, column).value = other, one
        book.save(path)
    ready.write([a_row(LGSCO, 2, stage="Closed", due=date(2026, 12, 4))])
    sheet = register(path)
    assert (sheet["C6"].value, sheet["C4"].value, sheet["G6"].value) == ("Closed", "New", "note 4")


def test_a_copied_row_is_told_and_only_the_first_is_written(path: Path, ready: SharedWorkbook) -> None:
    ready.rebuild(THREE)
    edit(path, "I5", LGSCO)
    ready.write([a_row(LGSCO, 2, stage="Closed", due=date(2026, 12, 4))])
    assert (register(path)["C4"].value, register(path)["C5"].value) == ("Closed", "Draft")
    assert [(change.place, change.what) for change in ready.changes()] == [
        ("Register!I5", "stands there a second time")
    ]


def test_a_case_that_is_no_longer_ours_leaves_what_people_wrote(path: Path, ready: SharedWorkbook) -> None:
    ready.rebuild(THREE)
    ready.rebuild(THREE[1:])
    sheet = register(path)
    assert [sheet.cell(4, column).value for column in (1, 3, 4, 6, 7, 9, 10)] == [
        "Ines",
        *[None] * 3,
        "note 4",
        *[None] * 2,
    ]


def test_before_each_write_a_copy_is_kept_and_the_newest_thirty_stay(path: Path, ready: SharedWorkbook) -> None:
    for number in range(35):
        os.utime(path, (1_790_000_000 + number, 1_790_000_000 + number))
        ready.write([a_row(NEW, number + 1, chasers=number)])
    kept = sorted((path.parent / "before").iterdir())
    assert len(kept) == 30
    assert all(re.fullmatch(r"tracker \d{4}-\d\d-\d\d \d{6}\.xlsx", copy.name) for copy in kept)
    assert kept[-1].read_bytes() != path.read_bytes() and zipfile.is_zipfile(kept[-1])


def test_days_stand_as_text_where_the_column_does_not_show_days(tmp_path: Path) -> None:
    path = tmp_path / "plain.xlsx"
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Register"
    page.append(["Ref.", "Where it is", "Due", "No. of chasers"])
    book.save(path)
    sheet = opened(path)
    sheet.prepare(())
    sheet.write([a_row(NEW)])
    assert register(path)["C2"].value == "2026-12-09"


# what linkbot will not touch


def _renamed(path: Path) -> None:
    edit(path, "C3", "Status")


def _sheet_gone(path: Path) -> None:
    book = load_workbook(path)
    book["Register"].title = "Register 2027"
    book.save(path)


def _id_gone(path: Path) -> None:
    edit(path, "I3", "x")


def _twice(path: Path) -> None:
    edit(path, "G3", "Due")


def _merged(path: Path) -> None:
    book = load_workbook(path)
    book["Register"].merge_cells("B3:D3")
    book.save(path)


def _password(path: Path) -> None:
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 4_000)


def _garbage(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 not a workbook")


def _totals(path: Path) -> None:
    book = load_workbook(path)
    book["Register"].tables["Register_1"].totalsRowCount = 1
    book.save(path)


def _strict(path: Path) -> None:
    ordinary = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    _replaced(path, "_rels/.rels", ordinary, b"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument")


def _entities(path: Path) -> None:
    _replaced(path, "xl/worksheets/sheet1.xml", b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet')


def _replaced(path: Path, part: str, old: bytes, new: bytes) -> None:
    held = parts(path)
    assert old in held[part]
    with zipfile.ZipFile(path, "w") as archive:
        for name, octets in held.items():
            archive.writestr(name, octets.replace(old, new, 1) if name == part else octets)


def _below(path: Path) -> None:
    edit(path, "B7", "Sum of it all")


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_renamed, "no column 'Where it is' in row 3"),
        (_sheet_gone, "no sheet 'Register'"),
        (_id_gone, "no column 'Linkbot ID'"),
        (_twice, "two columns 'Due'"),
        (_merged, "no column 'Where it is', 'Due'"),
        (_password, "password"),
        (_garbage, "damaged"),
        (_totals, "row of totals"),
        (_below, "right below the table"),
        (_strict, "Strict Open XML"),
        (_entities, "not written by a spreadsheet program"),
    ],
)
def test_an_odd_workbook_is_left_alone_and_the_rows_wait_beside_it(
    path: Path, ready: SharedWorkbook, harm: object, said: str
) -> None:
    assert callable(harm)
    ready.rebuild(THREE[:2])
    sound = path.read_bytes()
    harm(path)
    odd = path.read_bytes()
    with pytest.raises(Unready, match=re.escape(said)):
        ready.write([a_row(NEW, stage="=1+1")])
    assert path.read_bytes() == odd
    (waiting,) = path.parent.glob("*rows that wait*.csv")
    with waiting.open(encoding="utf-8-sig", newline="") as file:
        heading, row = csv.reader(file)
    assert heading[:3] == ["Linkbot ID", "Ombudsman reference", "Stage"] and row[:3] == [NEW, "23 009 999", "'=1+1"]
    path.write_bytes(sound)
    ready.write([a_row(NEW)])
    assert not waiting.exists() and ready.revision_of(NEW) == 1


def test_a_sheet_is_made_ready_on_a_persons_word_only(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(Unready, match="linkbot workbook prepare"):
        opened(path).rebuild(THREE)
    assert path.read_bytes() == before
    (done,) = opened(path).prepare(THREE)
    assert (done.added, done.known) == (("Linkbot ID", "Linkbot check"), 2)
    (again,) = opened(path).prepare(THREE)
    assert (again.added, again.known) == ((), 0)


def test_another_registers_rows_are_not_emptied(path: Path, ready: SharedWorkbook) -> None:
    ready.rebuild([*THREE, *(a_row(f"case:LGSCO 24 000 {n:03}") for n in range(5))])
    before = path.read_bytes()
    with pytest.raises(Unready, match="belong to another one"):
        ready.rebuild([])
    assert path.read_bytes() == before


@pytest.mark.parametrize("lock", ["~$tracker.xlsx", ".~lock.tracker.xlsx#"])
def test_while_somebody_has_it_open_nothing_is_written(path: Path, ready: SharedWorkbook, lock: str) -> None:
    ready.rebuild(THREE[:2])
    (path.parent / lock).write_bytes(b"\x04Ines" if lock.startswith("~") else b"Ines,i,pc,x;")
    before = path.read_bytes()
    for attempt in (lambda: ready.write([a_row(NEW)]), lambda: ready.rebuild(THREE), lambda: ready.prepare(THREE)):
        with pytest.raises(Transient, match="open at Ines"):
            attempt()
    assert path.read_bytes() == before
    (path.parent / lock).unlink()
    ready.write([a_row(NEW)])
    assert ready.revision_of(NEW) == 1


def test_what_somebody_saves_just_then_is_not_overwritten(
    path: Path, ready: SharedWorkbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    from linkbot.effectors.shared_workbook import sheet as module

    keep = module.keep_before

    def saved_meanwhile(workbook: Path, octets: bytes, folder: Path) -> None:
        keep(workbook, octets, folder)
        edit(path, "G4", "saved just then")

    with monkeypatch.context() as patch:
        patch.setattr(module, "keep_before", saved_meanwhile)
        with pytest.raises(Transient, match="changed by somebody"):
            ready.write([a_row(NEW)])
    assert register(path)["G4"].value == "saved just then"
    ready.write([a_row(NEW)])
    assert register(path)["G4"].value == "saved just then" and ready.revision_of(NEW) == 1


def test_two_thousand_rows_are_written_at_once(path: Path, ready: SharedWorkbook) -> None:
    ready.rebuild([a_row(f"case:LGSCO 24 {n // 1000:03} {n % 1000:03}") for n in range(2_000)])
    assert ready.revision_of("case:LGSCO 24 001 999") == 1
    assert register(path).tables["Register_1"].ref == "A3:J2006"
