"""`linkbot workbook`, its doctor's lines and its settings: the people's own spreadsheet on the command line."""

from __future__ import annotations

import pytest
from openpyxl import Workbook, load_workbook

from .conftest import HO, LETTERS, Council

EXISTING = """
[workbook]
kind = "existing"
path = "tracker.xlsx"
[workbook.cases]
sheet = "Register"
[workbook.cases.columns]
ombudsman_reference = "Ref."
stage = "Where it is"
"""


@pytest.fixture
def theirs(council: Council) -> Council:
    council.config.write_text(council.config.read_text(encoding="utf-8") + EXISTING, encoding="utf-8")
    book = Workbook()
    book.create_sheet("Register").append(["Ref.", "Where it is", "Our notes"])
    book["Register"].append([HO.split()[1], None, "typed by hand"])
    book.save(council.folder / "tracker.xlsx")
    council.deliver(*LETTERS)
    return council


def register(council: Council) -> list[list[object]]:
    rows = load_workbook(council.folder / "tracker.xlsx")["Register"].iter_rows(values_only=True)
    return [list(row[:3]) for row in rows]


def test_made_ready_filled_changed_and_written_over(theirs: Council) -> None:
    before = (theirs.folder / "tracker.xlsx").read_bytes()
    assert theirs.linkbot("poll").code == 1
    assert (theirs.folder / "tracker.xlsx").read_bytes() == before
    assert theirs.linkbot("workbook").code == 1
    (finding,) = [row for row in theirs.rows("doctor") if row["check"] == "workbook.agreed"]
    assert finding["state"] == "wrong" and "linkbot workbook prepare" in str(finding["seen"])

    said = theirs.linkbot("workbook", "prepare", "--by", "Marian", "--reason", "agreed with the team")
    assert said.code == 0 and "1 rows that were there are known again" in said.out
    assert theirs.linkbot("poll").code == 0
    assert theirs.linkbot("workbook", "check").code == 0
    (one, other) = sorted(register(theirs)[1:], key=str)
    assert {one[2], other[2]} == {"typed by hand", None} and all(row[1] for row in (one, other))

    book = load_workbook(theirs.folder / "tracker.xlsx")
    book["Register"]["B2"] = "mine"
    book.save(theirs.folder / "tracker.xlsx")
    (change,) = theirs.rows("workbook", "changes")
    assert change["place"] == "Register!B2" and "Register!B2" in theirs.linkbot("workbook", "changes").out
    assert theirs.linkbot("workbook", "overwrite", "Register!B9").code == 2
    assert theirs.linkbot("workbook", "overwrite", "register!b2", "--by", "Marian").code == 0
    assert theirs.linkbot("poll").code == 0
    assert register(theirs)[1][1] != "mine" and not theirs.rows("workbook", "changes")
    acts = theirs.linkbot("cases", "show", HO).out
    assert "overwrite" in acts and "Marian" in acts


def test_linkbots_own_workbook_has_nothing_of_the_kind(council: Council) -> None:
    said = council.linkbot("workbook", "changes")
    assert said.code == 2 and 'workbook.kind = "existing"' in said.err


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('kind = "existing"\n', "name a sheet and its columns"),
        ('kind = "existing"\n[workbook.cases]\nsheet = "R"\n', "workbook.cases.columns is missing"),
        (
            'kind = "existing"\n[workbook.cases]\nsheet = "R"\n[workbook.cases.columns]\nstages = "S"\n',
            "did you mean 'stage'?",
        ),
        (
            'kind = "existing"\n[workbook.cases]\nsheet = "R"\n[workbook.cases.columns]\ncomplainant = "Who"\n',
            "tells of a person",
        ),
        ('[workbook.cases]\nsheet = "R"\n[workbook.cases.columns]\nstage = "S"\n', 'needs workbook.kind = "existing"'),
    ],
)
def test_what_is_wrong_with_the_agreed_columns_is_told_with_its_place(council: Council, wrong: str, said: str) -> None:
    text = council.config.read_text(encoding="utf-8")
    council.config.write_text(f"{text}[workbook]\n{wrong}", encoding="utf-8")
    told = council.linkbot("status")
    assert told.code == 2 and said in told.err, told.err


def test_a_workbook_that_is_gone_is_told_and_never_made(theirs: Council) -> None:
    (theirs.folder / "tracker.xlsx").unlink()
    assert theirs.linkbot("poll").code == 1
    assert not (theirs.folder / "tracker.xlsx").exists()
    assert "was moved or renamed" in theirs.linkbot("workbook", "check").out
