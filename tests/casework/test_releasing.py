"""What was brought over: silent until its release, one mail an officer then; and letters that cannot wait for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from linkbot.engine.casework.deeds import Refused
from linkbot.engine.casework.due import due
from linkbot.engine.casework.releasing import release
from linkbot.engine.casework.word import Word
from linkbot.model.casework import Task, TaskKind, TaskState
from linkbot.model.decision import CaseFile, Decision
from linkbot.model.due import Standing, Times
from linkbot.model.effect import SendEmail, SendInvite, SendReport
from linkbot.model.reading import ItemChange, ReplyOutcome

from .builders import (
    CASE,
    CONTACT,
    HEAD,
    HO_CASE,
    MONDAY,
    OFFICER,
    OWNER,
    STAND_IN,
    a_case,
    a_deadline,
    a_desk,
    a_file,
    a_moment,
    a_reading,
    a_request,
    a_task,
    after,
    decided,
)

DUE = date(2026, 11, 27)


def waiting(position: int = 1, *, due: date | None = DUE, **changes: object) -> Task:
    told: dict[str, object] = {"awaiting_release": True, "last_notice_on": None, "internal_due_on": date(2026, 11, 20)}
    return a_task(position, due=due, **(told | changes))


def released(*files: CaseFile, owner: str | None = None, day: date = MONDAY, away: tuple[str, ...] = ()) -> Decision:
    return release(files, owner=owner, cause="act:a-1", desk=a_desk(away=away), moment=a_moment(day))


def mails(decision: Decision) -> list[SendEmail]:
    return [intent.effect for intent in decision.intents if isinstance(intent.effect, SendEmail)]


def falls_due(*files: CaseFile, day: date = MONDAY) -> list[object]:
    standing = Standing(files=files, questions=(), last_weekly=day)
    found = due(standing, moment=a_moment(day, hour=10), desk=a_desk(), times=Times(time(8), time(8), time(8)))
    return [intent.effect for one in found for intent in one.decision.intents]


def test_each_officer_gets_one_mail_with_all_their_tasks_of_all_cases() -> None:
    ho = a_file(waiting(1, case=HO_CASE, due=date(2026, 11, 13)), case=a_case(HO_CASE))
    lgsco = a_file(waiting(1), waiting(2, owner=STAND_IN), waiting(3, due=None))
    decision = released(ho, lgsco)
    assert [(m.template, m.to, m.tasks, m.due_on) for m in mails(decision)] == [
        ("handover", (STAND_IN,), (f"{CASE}/2",), DUE),
        ("handover", (OWNER,), (f"{HO_CASE}/1", f"{CASE}/1", f"{CASE}/3"), date(2026, 11, 13)),
    ]
    assert all(t.wants_reminders and t.last_notice_on == MONDAY for t in decision.tasks) and len(decision.tasks) == 4
    invited = {(i.effect.to[0], i.effect.due_on) for i in decision.intents if isinstance(i.effect, SendInvite)}
    assert invited == {(STAND_IN, DUE), (OWNER, date(2026, 11, 13)), (OWNER, DUE)}


def test_reminders_count_from_the_release() -> None:
    file = after(released(a_file(waiting())), a_file(waiting()))
    assert not [e for e in falls_due(file, day=date(2026, 11, 4)) if getattr(e, "template", "") == "reminder"]
    (mail,) = [e for e in falls_due(file, day=date(2026, 11, 5)) if getattr(e, "template", "") == "reminder"]
    assert isinstance(mail, SendEmail) and mail.to == (OWNER,)


def test_one_officers_release_leaves_the_others_waiting() -> None:
    decision = released(a_file(waiting(1), waiting(2, owner=STAND_IN)), owner=STAND_IN)
    assert [t.id for t in decision.tasks] == [f"{CASE}/2"]
    with pytest.raises(Refused, match=OWNER):
        released(a_file(waiting(1)), owner=STAND_IN)


def test_there_is_nothing_to_release_twice_nor_what_is_done_with() -> None:
    done = (waiting(1, done=True), waiting(2, state=TaskState.WITHDRAWN), waiting(3, awaiting_release=False))
    with pytest.raises(Refused, match="Nothing waits"):
        released(a_file(*done))


def test_whoever_stands_in_gets_the_summary_and_the_officer_keeps_the_task() -> None:
    decision = released(a_file(waiting(1), waiting(2, owner=STAND_IN)), away=("repairs_lead",))
    (mail,) = mails(decision)
    assert mail.to == (STAND_IN,) and len(mail.tasks) == 2
    assert {t.owner for t in decision.tasks} == {OWNER, STAND_IN}


def test_our_own_date_is_not_past_on_the_day_the_officer_first_hears_of_the_task() -> None:
    (task,) = released(a_file(waiting()), day=date(2026, 11, 24)).tasks
    assert task.internal_due_on is not None and date(2026, 11, 24) <= task.internal_due_on <= DUE
    (overdue,) = released(a_file(waiting()), day=date(2026, 12, 1)).tasks
    assert overdue.internal_due_on == date(2026, 12, 1)


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 11, 25), DUE, date(2026, 12, 7)])
def test_until_the_release_no_officer_and_nobody_above_hears_anything(day: date) -> None:
    sent = [e for e in falls_due(a_file(waiting()), day=day) if isinstance(e, SendEmail)]
    assert {to for mail in sent for to in mail.to} <= {OFFICER}
    assert {mail.template for mail in sent} <= {"alert"}


def test_the_link_officer_is_told_when_a_date_comes_near_once_for_each_date() -> None:
    file = a_file(waiting(1), waiting(2, due=date(2026, 12, 18)))
    assert not falls_due(file, day=date(2026, 11, 24))
    (mail,) = falls_due(file, day=date(2026, 11, 25))
    assert isinstance(mail, SendEmail) and mail.to == (OFFICER,)
    detail = dict(mail.facts)["detail"]
    assert f"{CASE}/1" in detail and f"{CASE}/2" not in detail
    standing = Standing(files=(file,), questions=(), last_weekly=DUE)
    times = Times(time(8), time(8), time(8))
    (one,) = due(standing, moment=a_moment(date(2026, 11, 25)), desk=a_desk(), times=times)
    (next_day,) = due(standing, moment=a_moment(date(2026, 11, 26)), desk=a_desk(), times=times)
    assert one.parts == next_day.parts != () and one.occurrence != next_day.occurrence


def test_a_neighbour_that_is_released_is_warned_of_alone() -> None:
    known = a_task(2, due=DUE, internal_due_on=date(2026, 11, 20))
    sent = [e for e in falls_due(a_file(waiting(1), known), day=date(2026, 11, 25)) if isinstance(e, SendEmail)]
    assert {mail.tasks for mail in sent if mail.template == "warning"} == {(f"{CASE}/2",)}


def test_the_monday_list_shows_it_as_not_released() -> None:
    standing = Standing(files=(a_file(waiting(due=date(2026, 11, 5))),), questions=())
    found = due(standing, moment=a_moment(MONDAY), desk=a_desk(), times=Times(time(8), time(8), time(8)))
    (report,) = [i.effect for one in found for i in one.decision.intents if isinstance(i.effect, SendReport)]
    assert "not released" in dict(report.facts)["rows"]


# Letters do not wait for our release

CHASED = date(2026, 12, 1)


def test_a_chaser_releases_the_task_it_is_about_and_that_one_only() -> None:
    file = a_file(waiting(1), waiting(2, due=date(2026, 12, 18)))
    reading = a_reading("first_chaser", on=CHASED, reply_by=date(2026, 12, 8), missed_on=(DUE,))
    decision = decided(reading, file, moment=a_moment(CHASED))
    (task,) = decision.tasks
    assert (task.id, task.awaiting_release, task.priority, task.due_on) == (f"{CASE}/1", False, True, date(2026, 12, 8))
    told = {(mail.template, mail.to[0]) for mail in mails(decision)}
    assert {("priority_task", OWNER), ("first_chaser_notice", HEAD), ("first_chaser_notice", CONTACT)} <= told
    assert [i.effect.to for i in decision.intents if isinstance(i.effect, SendInvite)] == [(OWNER,)]
    assert not [m for m in mails(decision) if f"{CASE}/2" in m.tasks]


def test_a_second_chaser_is_understood_by_the_first_that_was_brought_over() -> None:
    reading = a_reading("first_chaser", on=CHASED, reply_by=date(2026, 12, 8), missed_on=(DUE,))
    fresh = decided(reading, a_file(waiting(1)), moment=a_moment(CHASED))
    again = decided(reading, a_file(waiting(1, priority=True)), moment=a_moment(CHASED))
    asked = [q.choices for q in again.questions if "final_chaser" in q.choices]
    assert asked and not [q for q in fresh.questions if "final_chaser" in q.choices]


def test_a_chaser_of_what_is_not_due_yet_tells_the_link_officer_that_its_officer_knows_nothing() -> None:
    reading = a_reading("first_chaser", on=MONDAY, reply_by=date(2026, 11, 9))
    decision = decided(reading, a_file(waiting(1)), moment=a_moment(MONDAY))
    (mail,) = mails(decision)
    assert (mail.template, mail.to) == ("crossed_chaser", (OFFICER,))
    assert "waits for release" in dict(mail.facts)["items"] and not decision.tasks


def test_the_chaser_decided_again_moves_only_what_it_has_pressed() -> None:
    """A person answers the question about its date: what else waits under an old chaser must not move along."""
    file = a_file(waiting(1), waiting(2, due=date(2026, 12, 18), priority=True))
    reading = a_reading("first_chaser", on=CHASED, missed_on=(DUE,))
    first = decided(reading, file, moment=a_moment(CHASED))
    now = after(first, file)
    again = decided(
        replace(reading, deadlines=(a_deadline(date(2026, 12, 10)),)), now, moment=a_moment(date(2026, 12, 2))
    )
    assert [(t.id, t.due_on) for t in again.tasks] == [(f"{CASE}/1", date(2026, 12, 10))]


def test_a_request_that_was_typed_into_the_spreadsheet_first_is_taken_over_by_its_letter() -> None:
    file = a_file(waiting(1, owner=STAND_IN))
    reading = a_reading(reply_by=DUE, items=(a_request(1, "The log of repairs"),))
    decision = decided(reading, file)
    (task,) = decision.tasks
    assert (task.id, task.awaiting_release, task.owner) == (f"{CASE}/1", False, STAND_IN)
    assert [(m.template, m.to) for m in mails(decision) if m.tasks] == [("task", (STAND_IN,))]


def test_a_request_for_another_day_is_another_task() -> None:
    decision = decided(a_reading(reply_by=date(2026, 12, 4)), a_file(waiting(1)))
    assert [task.id for task in decision.tasks] == [f"{CASE}/2"]


def test_an_extension_moves_the_date_and_the_officer_reads_it_at_the_release() -> None:
    reading = a_reading("extension_decision", reply_by=date(2026, 12, 11), extension=ReplyOutcome.GRANTED)
    file = a_file(waiting(1))
    decision = decided(reading, file)
    (task,) = decision.tasks
    assert task.due_on == date(2026, 12, 11) and task.awaiting_release
    assert not [mail for mail in mails(decision) if OWNER in mail.to]
    assert released(after(decision, file)).tasks[0].due_on == date(2026, 12, 11)


def test_an_order_withdrawn_by_a_review_is_told_to_nobody_who_never_heard_of_it() -> None:
    file = a_file(waiting(1, kind=TaskKind.ORDER, number=1))
    reading = a_reading("review_outcome", changes=(ItemChange(1, withdrawn=True),))
    decision = decided(reading, file, word=Word(confirmed=True))
    assert decision.tasks[0].state is TaskState.WITHDRAWN
    assert not [mail for mail in mails(decision) if OWNER in mail.to]
