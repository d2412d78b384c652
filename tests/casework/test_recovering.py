"""Told once, and told when it is over: whoever heard of an overdue item hears that it has been answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from linkbot.engine.casework.deeds import act_on_task
from linkbot.model.casework import TaskKind, TaskState
from linkbot.model.decision import CaseFile, Decision
from linkbot.model.question import Act, Verb
from linkbot.model.reading import Confirmation

from .builders import (
    CEO,
    CONTACT,
    HEAD,
    OWNER,
    SENIORS,
    a_desk,
    a_file,
    a_moment,
    a_reading,
    a_task,
    after,
    decided,
    mails,
    told,
)

LATE = date(2026, 10, 23)
SOON = date(2026, 11, 5)
LATER = a_moment(date(2026, 11, 4))


def chased(kind: str, *tasks: object) -> tuple[Decision, CaseFile]:
    before = a_file(*tasks)  # type: ignore[arg-type]
    decision = decided(a_reading(kind, reply_by=SOON), before)
    return decision, after(decision, before)


def act(verb: Verb, file: CaseFile, position: int = 0) -> Decision:
    done = Act(f"a-{verb.value}-{position}", LATER.at, "officer", verb, file.tasks[position].id, None, "so")
    return act_on_task(done, file.tasks[position], file=file, desk=a_desk(), moment=LATER)


def test_whoever_was_told_of_the_chaser_is_told_of_the_answer_and_nobody_else() -> None:
    for kind, readers in (("first_chaser", {HEAD, CONTACT}), ("final_chaser", {HEAD, CONTACT} | SENIORS)):
        decision, file = chased(kind, a_task(due=LATE))
        assert told(decision) - {OWNER} == readers
        answered = act(Verb.SUBMITTED, file)
        notices = mails(answered, "recovery_notice")
        assert {to for mail in notices for to in mail.to} == readers and len(notices) == len(readers)
        assert "answered on 4 November 2026" in dict(notices[0].facts)["items"]
        again = act(Verb.SATISFIED, after(answered, file))
        assert not mails(again, "recovery_notice")


def test_what_nobody_above_was_told_of_is_settled_without_a_word() -> None:
    file = a_file(a_task(due=LATE))
    assert not mails(act(Verb.SUBMITTED, file), "recovery_notice")


def test_evidence_alone_is_no_recovery() -> None:
    _, file = chased("first_chaser", a_task(due=LATE))
    assert not mails(act(Verb.RECEIVED, file), "recovery_notice")
    assert not mails(act(Verb.DONE, file), "recovery_notice")


def test_two_items_settled_by_one_letter_are_one_mail_a_reader() -> None:
    orders = [replace(a_task(n, due=LATE), kind=TaskKind.ORDER, number=n, title=f"Order {n}") for n in (1, 2)]
    decision, file = chased("first_chaser", *orders)
    assert {HEAD, CONTACT} <= told(decision)
    reading = a_reading("compliance_confirmation", confirmation=Confirmation(complete=True))
    confirmed = decided(reading, file, moment=LATER, message="m-9")
    notices = mails(confirmed, "recovery_notice")
    assert sorted(to for mail in notices for to in mail.to) == sorted((HEAD, CONTACT))
    assert dict(notices[0].facts)["items"].count("the Ombudsman is satisfied") == 2


def test_held_notices_count_only_once_they_are_released() -> None:
    before = a_file(a_task(due=LATE))
    decision = decided(a_reading("final_chaser", reply_by=SOON, forwarded=True), before)
    assert CEO in told(decision, held=True)
    file = after(decision, before)
    assert not any(CEO in entry for entry in file.tasks[0].escalated_to)
    notices = mails(act(Verb.SUBMITTED, file), "recovery_notice")
    assert {to for mail in notices for to in mail.to} == {HEAD, CONTACT}


def test_an_order_that_a_review_takes_away_is_over_too() -> None:
    _, file = chased("first_chaser", a_task(due=LATE))
    withdrawn = act(Verb.WITHDRAW, file)
    assert {to for m in mails(withdrawn, "recovery_notice") for to in m.to} == {HEAD, CONTACT}
    assert withdrawn.tasks[0].state is TaskState.WITHDRAWN
