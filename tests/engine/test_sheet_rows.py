"""Rows of the spreadsheet: what they tell, and what they keep to themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from linkbot.engine.wording.sheet_rows import (
    ACTIONS,
    CASES,
    TASKS,
    Cells,
    SheetPrivacy,
    action_row,
    case_row,
    tabs,
    task_row,
)
from linkbot.model.casework import Case, Event, Invitation, Task, TaskKind, TaskState
from linkbot.model.complaint import Complaint
from linkbot.model.decision import CaseFile

JUST_AFTER_MIDNIGHT_IN_LONDON = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
CASE = Case(
    id="LGSCO 23 012 345",
    ombudsman="lgsco",
    reference="23 012 345",
    opened_at=JUST_AFTER_MIDNIGHT_IN_LONDON,
    stage="first_chaser",
    complainant="Ines Castell-Moreau",
    postcode="ZZ1 1ZZ",
    service="housing_repairs",
)
TASK = Task(
    id="LGSCO 23 012 345/1",
    case=CASE.id,
    kind=TaskKind.ORDER,
    title="Order 1 (compensation)",
    text="Pay Ms Castell-Moreau £250. Mrs. castell-moreau must have an apology; Castell-Moreau's file shall say so.",
    owner="owen.hale@anytown.example",
    created_at=JUST_AFTER_MIDNIGHT_IN_LONDON,
    cause="e1",
    official_on=date(2026, 7, 31),
    due_on=date(2026, 7, 31),
    amount_gbp=Decimal("250.00"),
)


def cell(cells: Cells, title: str) -> object:
    return dict(cells)[title]


@pytest.mark.parametrize("privacy", [SheetPrivacy(), SheetPrivacy(names=True, addresses=True, vulnerability=True)])
def test_every_cell_has_a_column_that_is_shown(privacy: SheetPrivacy) -> None:
    shown = {tab.name: {column.title for column in tab.columns if column.shown} for tab in tabs(privacy)}
    rows = {
        CASES: case_row(CaseFile(CASE, (TASK,)), privacy=privacy),
        TASKS: task_row(TASK, CASE, privacy=privacy),
        ACTIONS: action_row(at=CASE.opened_at, case=CASE, task=None, what="Letter received", who="lgsco"),
    }
    for tab, cells in rows.items():
        titles = [title for title, _ in cells]
        assert len(set(titles)) == len(titles)
        assert set(titles) <= shown[tab]


def test_nothing_of_the_person_is_told_unless_it_is_switched_on() -> None:
    complaint = Complaint("CRM-1", name="Ines Castell-Moreau", address="1 Invented Row")
    quiet = str(
        (
            case_row(CaseFile(CASE, (TASK,)), complaint=complaint),
            task_row(TASK, CASE),
            action_row(at=CASE.opened_at, case=CASE, task=None, what="x", who=None, detail="Rang Ms Castell-Moreau"),
        )
    )
    for secret in ("Ines", "astell", "ZZ1", "Invented Row"):
        assert secret not in quiet
    open_ = SheetPrivacy(names=True, addresses=True)
    loud = str((case_row(CaseFile(CASE), complaint=complaint, privacy=open_), task_row(TASK, CASE, privacy=open_)))
    for told in ("Ines Castell-Moreau", "ZZ1 1ZZ", "1 Invented Row", "Pay Ms Castell-Moreau"):
        assert told in loud


@pytest.mark.parametrize(
    ("complainant", "text"),
    [("Mr House", "Inspect the house."), ("Mr X", "Pay X and tell Mr X."), ("Ms Young", "the young people's service")],
)
def test_a_surname_that_is_a_common_word_does_not_spoil_the_text(complainant: str, text: str) -> None:
    row = task_row(replace(TASK, text=text), replace(CASE, complainant=complainant))
    assert cell(row, "What was asked") == text


def test_a_confidential_task_gives_its_date_and_not_its_text() -> None:
    row = task_row(replace(TASK, confidential=True), CASE)
    assert "250" not in str(cell(row, "What was asked"))
    assert cell(row, "Due on") == date(2026, 7, 31)


def test_instants_are_days_in_london() -> None:
    assert cell(case_row(CaseFile(CASE)), "Received on") == date(2026, 7, 1)
    row = action_row(at=JUST_AFTER_MIDNIGHT_IN_LONDON, case=None, task=None, what="x", who=None)
    assert cell(row, "When") == datetime(2026, 7, 1, 0, 30)  # noqa: DTZ001 - a workbook knows no zones


@pytest.mark.parametrize(
    ("at", "in_time"), [(datetime(2026, 7, 31, 22, tzinfo=UTC), "yes"), (datetime(2026, 7, 31, 23, tzinfo=UTC), "no")]
)
def test_in_time_is_judged_by_the_ombudsmans_day_in_london(at: datetime, in_time: str) -> None:
    task = replace(TASK, state=TaskState.SUBMITTED, submitted_at=at)
    assert cell(task_row(task, CASE), "In time") == in_time
    assert cell(task_row(TASK, CASE), "In time") is None


def test_a_case_counts_its_open_tasks_chasers_and_pounds() -> None:
    later = replace(TASK, id="x/2", due_on=date(2026, 8, 14), amount_gbp=Decimal("100.50"))
    over = replace(TASK, id="x/3", due_on=date(2026, 7, 1), state=TaskState.SATISFIED, amount_gbp=None)
    events = (
        Event("e1", CASE.id, "final_determination", date(2026, 6, 30), CASE.opened_at, "m1"),
        Event("e2", CASE.id, "first_chaser", None, datetime(2026, 8, 3, 9, tzinfo=UTC), "m2"),
    )
    row = case_row(CaseFile(CASE, (later, TASK, over), events=events))
    assert (cell(row, "Open tasks"), cell(row, "Next due on")) == (2, date(2026, 7, 31))
    assert (cell(row, "Chasers"), cell(row, "Last chaser on")) == (1, date(2026, 8, 3))
    assert (cell(row, "Determined on"), cell(row, "Amount ordered (£)")) == (date(2026, 6, 30), 350.5)
    assert cell(row, "Service") == "housing_repairs (to be confirmed)"


def test_the_invitation_of_a_task_is_the_one_that_stands() -> None:
    def entry(day: int, *, cancelled: bool = False, task: str = TASK.id) -> Invitation:
        on = date(2026, 7, day)
        return Invitation(f"u{day}", CASE.id, TASK.owner, on, on, (task,), cancelled=cancelled)

    row = task_row(TASK, CASE, invitations=(entry(20, cancelled=True), entry(21, task="another"), entry(28)))
    assert cell(row, "Invitation on") == date(2026, 7, 28)
