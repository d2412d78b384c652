"""The main job, twice: notification, request, reminders, chasers, determination, orders, confirmation, closure."""

from __future__ import annotations

from datetime import date

from linkbot.model.casework import CaseStatus, TaskKind, TaskState

from . import letters
from .conftest import Begin

LADDER = ("priority_task → owner", "first_chaser_notice → head", "first_chaser_notice → contact")
TOP = (
    "priority_task → owner",
    *(f"final_chaser_notice → {who}" for who in ("head", "contact", "director", "ceo", "law")),
)
WEEKLY = "weekly_list → officer"


def nov(day: int) -> date:
    return date(2026, 11, day)


def test_a_complaint_to_the_local_government_ombudsman(begin: Begin) -> None:
    story = begin(start=date(2026, 10, 26))
    story.they_write(letters.NOTICE)
    story.we_see("register_in_case_system", "acknowledgement → them", WEEKLY)
    assert not story.tasks

    story.they_write(letters.REQUEST, at=nov(2))
    story.we_see(WEEKLY, "register_in_case_system", "task → owner", "acknowledgement → them", "invitation → owner")
    (request,) = story.tasks
    assert (request.due_on, request.internal_due_on, len(request.checklist)) == (nov(27), nov(20), 3)
    assert [(i.entry_on, i.sequence) for i in story.case.invitations] == [(nov(24), 0)]

    # Nobody answers. Every third day, on working days; then the dates come near.
    story.until(nov(24))
    assert story.days_of("reminder → owner") == [nov(5), nov(9), nov(12), nov(16), nov(19), nov(23)]
    story.until(nov(27))
    story.we_see_on(
        (nov(25), "warning → owner"),
        (nov(25), "warning → officer"),
        (nov(25), "warning → contact"),
        (nov(25), "urgent question → officer"),  # shall we ask for more time?
        (nov(25), "question → deputy"),
        (nov(26), "question → contact"),
        (nov(26), "desk_mail → officer"),
        (nov(26), "reminder → owner"),
        (nov(27), "desk_mail → officer"),
        (nov(27), "warning → owner"),
        (nov(27), "warning → officer"),
    )
    story.the_officer("answer", story.question().id, "no")

    story.they_write(letters.CHASER, at=date(2026, 12, 1))
    story.we_see(
        *LADDER, WEEKLY, "reminder → owner",
        "register_in_case_system", "holding_reply → them", "invitation_update → owner",
    )  # fmt: skip
    assert len(story.tasks) == 1 and story.tasks[0].priority and story.tasks[0].due_on == date(2026, 12, 8)

    story.until(date(2026, 12, 9))
    assert story.days_of("reminder → owner") == [date(2026, 12, 4), date(2026, 12, 7)]
    story.they_write(letters.FINAL, at=date(2026, 12, 10))
    story.we_see(
        *TOP, "desk_mail → officer", "reminder → owner",
        "register_in_case_system", "holding_reply → them", "invitation_update → owner",
    )  # fmt: skip
    assert [i.sequence for i in story.case.invitations] == [2] and len(story.tasks) == 1

    story.the_officer("submitted", story.tasks[0].id)
    over = [f"recovery_notice → {who}" for who in ("head", "contact", "director", "ceo", "law")]
    story.we_see("invitation_cancel → owner", *over)
    story.days_pass(14)
    assert story.what_happened() == [WEEKLY, WEEKLY]  # all is still

    story.they_write(letters.DECISION, at=date(2027, 1, 4))
    story.what_happened()
    orders = [t for t in story.tasks if t.kind is TaskKind.ORDER]
    assert [(t.number, t.due_on, t.owner) for t in orders] == [
        (n, date(2027, 1, 29), "owner@anytown.gov.uk") for n in (1, 2, 3)
    ]
    story.until(date(2027, 1, 15))
    assert story.days_of("reminder → owner") == [date(2027, 1, 7), date(2027, 1, 11), date(2027, 1, 14)]

    story.they_write(letters.PARTLY, at=date(2027, 1, 18))
    states = {t.number: t.state for t in story.tasks if t.kind is TaskKind.ORDER}
    assert states == {1: TaskState.SATISFIED, 2: TaskState.SATISFIED, 3: TaskState.OPEN}
    assert story.case.case.status is CaseStatus.OPEN
    story.we_see(WEEKLY, "reminder → owner", "register_in_case_system")

    story.they_write(letters.SATISFIED, at=date(2027, 1, 27))
    assert story.case.case.status is CaseStatus.CLOSED and not story.questions
    assert {t.state for t in story.tasks} == {TaskState.SATISFIED}
    story.what_happened()
    story.days_pass(30)
    assert set(story.what_happened()) == {WEEKLY}
    assert set(story.dispositions) == {"act"}
    story.everything_is_accounted_for()


def test_a_complaint_to_the_housing_ombudsman(begin: Begin) -> None:
    story = begin(start=nov(2))
    story.they_write(letters.HO_REQUEST)
    story.we_see(
        WEEKLY, "register_in_case_system", "task → owner", "acknowledgement → them", "portal_text → officer",
        "invitation → owner",
    )  # fmt: skip
    assert story.tasks[0].due_on == nov(23)
    story.until(nov(24))
    assert story.days_of("reminder → owner") == [nov(5), nov(9), nov(12), nov(16), nov(19), nov(23)]
    story.the_officer("answer", story.question().id, "no")

    story.they_write(letters.HO_CHASER, at=nov(25))
    assert set(LADDER) <= set(story.what_happened())
    story.until(date(2026, 12, 2))
    story.what_happened()
    story.they_write(letters.HO_FINAL, at=date(2026, 12, 3))
    assert set(TOP) <= set(story.what_happened())
    assert len(story.tasks) == 1

    story.they_write(letters.HO_DECISION, at=date(2027, 1, 15))
    assert {"determination_notice → director", "determination_notice → press", "portal_text → officer"} <= set(
        story.what_happened()
    )
    remedies = [t for t in story.tasks if t.kind is not TaskKind.REQUEST]
    assert [(t.kind, t.number) for t in remedies] == [
        *((TaskKind.ORDER, n) for n in (1, 2, 3)),
        (TaskKind.RECOMMENDATION, 1),
    ]
    assert story.tasks[0].done  # what was asked before the decision is over

    story.they_write(letters.HO_PARTLY, at=date(2027, 1, 29))
    assert [t.number for t in story.tasks if t.kind is TaskKind.ORDER and t.is_open] == [3]
    assert story.case.case.status is CaseStatus.OPEN
    story.they_write(letters.HO_SATISFIED, at=date(2027, 2, 10))
    assert story.case.case.status is CaseStatus.CLOSED
    assert set(story.dispositions) == {"act"}
    story.everything_is_accounted_for()
