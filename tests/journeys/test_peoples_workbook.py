"""The team keeps its own spreadsheet: linkbot fills its columns, and tells once of what it cannot or must not write."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from openpyxl import Workbook, load_workbook

from linkbot.effectors.shared_workbook.heading import TabPlan
from linkbot.effectors.shared_workbook.sheet import SharedWorkbook

from . import letters
from .conftest import Begin
from .conversation import Conversation

MONDAY = date(2026, 11, 2)
REF = f"LGSCO {letters.REF}"
PLANS = [
    TabPlan("Cases", "Register", (("Ombudsman reference", "Ref."), ("Stage", "Where it is"))),
    TabPlan("Actions", "Log", (("When", "When"), ("What", "What was done"), ("By or to", "Who"))),
]


def with_a_workbook(story: Conversation, folder: Path) -> Path:
    path, book = folder / "tracker.xlsx", Workbook()
    for title, heading in (
        ("Register", ["Ref.", "Where it is", "Our notes"]),
        ("Log", ["When", "What was done", "Who"]),
    ):
        book.create_sheet(title).append(heading)
    book.save(path)
    sheet = SharedWorkbook(path, PLANS, folder / "before")
    sheet.prepare(())
    story.office = replace(story.office, sheet=sheet)
    return path


def edited(path: Path, cell: str, value: object) -> None:
    book = load_workbook(path)
    book["Register"][cell] = value
    book.save(path)


def last_words(story: Conversation) -> str:
    body = story.last_mail("officer").get_body(preferencelist=("plain",))
    assert body is not None
    return str(body.get_content())


def alerts(story: Conversation) -> list[str]:
    return [one for one in story.what_happened() if one.startswith("alert")]


def test_a_changed_cell_is_told_once_and_written_over_on_a_persons_word(begin: Begin, tmp_path: Path) -> None:
    story = begin(start=MONDAY)
    path = with_a_workbook(story, tmp_path)
    story.they_write(letters.NOTICE)
    assert [cell.value for cell in load_workbook(path)["Register"][2]][:2] == [letters.REF, "New notification"]
    log = [row[1] for row in load_workbook(path)["Log"].iter_rows(min_row=2, values_only=True)]
    assert any(str(what).startswith("Received") for what in log) and any(str(what).startswith("Sent") for what in log)
    story.what_happened()

    edited(path, "B2", "with legal")
    edited(path, "C2", "a note of our own")
    story.days_pass(2)
    assert alerts(story) == ["alert → officer"]
    assert load_workbook(path)["Register"]["B2"].value == "with legal"
    mail = last_words(story)
    assert "Register!B2 (Stage) was changed" in mail and "with legal" not in mail

    assert story.refuses("overwrite", REF, "Service")
    assert "Register!B2" in story.the_officer("overwrite", REF, "Stage")
    sheet = load_workbook(path)["Register"]
    assert (sheet["B2"].value, sheet["C2"].value) == ("New notification", "a note of our own")
    story.days_pass(1)
    assert alerts(story) == []


def test_a_renamed_column_stops_its_rows_is_told_once_and_goes_on_when_put_back(begin: Begin, tmp_path: Path) -> None:
    story = begin(start=MONDAY)
    path = with_a_workbook(story, tmp_path)
    story.they_write(letters.NOTICE)
    story.what_happened()
    edited(path, "B1", "Status")
    story.they_write(letters.REQUEST)
    story.days_pass(1)
    assert alerts(story) == ["alert → officer"]
    assert "no column 'Where it is'" in last_words(story)
    assert list(tmp_path.glob("*rows that wait*.csv"))
    edited(path, "B1", "Where it is")
    story.days_pass(1)
    assert not list(tmp_path.glob("*rows that wait*.csv"))
    assert load_workbook(path)["Register"]["B2"].value == "Information request"
    assert alerts(story) == []
    story.everything_is_accounted_for()


def test_a_workbook_left_open_is_told_after_half_a_working_day(begin: Begin, tmp_path: Path) -> None:
    story = begin(start=MONDAY)
    path = with_a_workbook(story, tmp_path)
    lock = tmp_path / f".~lock.{path.name}#"
    lock.write_text("Ines,ines,pc-4,,", encoding="utf-8")
    story.they_write(letters.NOTICE)
    assert alerts(story) == []
    story.days_pass(1)
    assert alerts(story) == ["alert → officer"]
    assert "open at Ines" in last_words(story)
    lock.unlink()
    story.days_pass(1)
    assert load_workbook(path)["Register"]["A2"].value == letters.REF and alerts(story) == []


def test_a_restart_tells_nothing_twice_and_an_old_copy_is_written_anew(begin: Begin, tmp_path: Path) -> None:
    story = begin(start=MONDAY)
    path = with_a_workbook(story, tmp_path)
    story.they_write(letters.NOTICE)
    old = path.read_bytes()
    story.they_write(letters.REQUEST)
    edited(path, "B2", "with legal")
    story.days_pass(1)
    assert len(alerts(story)) == 1
    story.office = replace(story.office, sheet=SharedWorkbook(path, PLANS, tmp_path / "before"))
    story.days_pass(1)
    assert alerts(story) == []
    path.write_bytes(old)
    story.days_pass(1)
    assert load_workbook(path)["Register"]["B2"].value == "Information request"
