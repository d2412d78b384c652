"""The Code timeline and the chronology as the link officer asks for them."""

from __future__ import annotations

from datetime import date

import pytest

from linkbot.model.complaint import Complaint
from linkbot.store import open_store

from .conftest import HO, Council

LIFE = Complaint(
    "CRM-700100",
    service="Housing repairs",
    stage1_received_on=date(2026, 4, 1),
    stage1_acknowledged_on=date(2026, 4, 10),
    stage1_answered_on=date(2026, 4, 27),
    stage2_requested_on=date(2026, 5, 1),
    stage2_answered_on=date(2026, 6, 2),
)


@pytest.fixture
def linked(at_work: Council) -> Council:
    store = open_store(at_work.folder / "store")
    with store.begin() as tx:
        tx.save_complaints([LIFE])
    store.close()
    assert at_work.linkbot("cases", "link", HO, LIFE.reference, "--by", "Marian").code == 0
    return at_work


def test_a_case_shows_its_complaint_against_the_code(linked: Council) -> None:
    said = linked.linkbot("cases", "show", HO).out
    assert "April 2024 (statutory)" in said and "In force on 1 April 2026" in said
    assert "late by 1 working day" in said
    assert "stage 2 answered: not known: the day it was acknowledged at stage 2." in said
    (row,) = linked.rows("cases", "show", HO)
    code = row["code"]
    assert isinstance(code, dict) and code["code"] == "ho_2024"
    assert [step["late_by"] for step in code["steps"]] == [None, 1, None, None]


def test_another_code_is_tried_by_name(linked: Council) -> None:
    said = linked.linkbot("cases", "show", HO, "--code", "joint_draft").out
    assert "What if: Joint Complaint Handling Code (draft)" in said and "never been in force" in said
    wrong = linked.linkbot("cases", "show", HO, "--code", "ho_1999")
    assert wrong.code == 2 and "ho_2024" in wrong.err


def test_a_case_without_a_complaint_says_how_to_tie_one(at_work: Council) -> None:
    said = at_work.linkbot("cases", "show", HO)
    assert said.code == 0 and "linkbot cases link" in said.out


def test_the_chronology_is_dates_without_verdicts(linked: Council) -> None:
    said = linked.linkbot("cases", "chronology", HO).out
    assert "2026-04-27  Stage 1 response" in said and "Ombudsman: " in said
    assert "late" not in said and "overdue" not in said
    (row,) = linked.rows("cases", "chronology", HO)
    assert row["case"] == HO
