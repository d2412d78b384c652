"""E1 to F3: up only when the Ombudsman wrote again and the item is overdue; to the top only without a doubt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from linkbot.engine.casework.word import Word
from linkbot.model.authentication import Verdict
from linkbot.model.casework import TaskKind, TaskState
from linkbot.model.classification import Certainty
from linkbot.model.decision import CaseFile, Decision
from linkbot.model.effect import DraftReply, SendInvite
from linkbot.model.question import About
from linkbot.model.reading import Reading

from .builders import (
    CASE,
    CEO,
    CONTACT,
    DIRECTOR,
    HEAD,
    MONDAY,
    MONITOR,
    OFFICER,
    OWNER,
    SENIORS,
    a_case,
    a_desk,
    a_file,
    a_moment,
    a_reading,
    a_task,
    after,
    asked,
    decided,
    effects,
    mails,
    told,
)

LATE = date(2026, 10, 23)
SOON = date(2026, 11, 5)
SUBMITTED = {"state": TaskState.SUBMITTED, "done": True, "submitted_at": a_moment(date(2026, 10, 30)).at}
LADDER = {OWNER, HEAD, CONTACT}


def overdue(**changes: object) -> CaseFile:
    return a_file(a_task(due=LATE, **changes))


def a_chaser(kind: str = "first_chaser", **changes: object) -> Reading:
    changes.setdefault("reply_by", SOON)
    return a_reading(kind, **changes)  # type: ignore[arg-type]


def final(file: CaseFile, **changes: object) -> Decision:
    return decided(a_chaser("final_chaser", **changes), file)


def test_a_first_chaser_of_an_overdue_item_goes_to_owner_head_and_head_of_resident_contact() -> None:
    decision = decided(a_chaser(), overdue())
    assert told(decision) == LADDER and not told(decision, held=True)
    assert [e.template for e in effects(decision, DraftReply)] == ["holding_reply"]


def test_it_moves_the_date_of_the_existing_task_and_never_opens_a_second_one() -> None:
    decision = decided(a_chaser(), overdue())
    assert [(t.id, t.due_on, t.priority, t.last_notice_on) for t in decision.tasks] == [
        (f"{CASE}/1", SOON, True, MONDAY)
    ]


@pytest.mark.parametrize(
    "state",
    [
        SUBMITTED,
        {"extension_pending": True},
        {"official_on": SOON, "due_on": SOON},
        {"official_on": MONDAY, "due_on": MONDAY},
        {"done": True},
    ],
    ids=["submitted", "extension pending", "not yet due", "due today", "with the link officer"],
)
@pytest.mark.parametrize("kind", ["first_chaser", "final_chaser"])
def test_a_crossed_chaser_goes_to_the_link_officer_only_with_a_drafted_answer(
    kind: str, state: dict[str, object]
) -> None:
    decision = decided(a_chaser(kind), overdue(**state))
    assert told(decision) == {OFFICER} and not told(decision, held=True)
    assert [m.template for m in mails(decision)] == ["crossed_chaser"]
    assert len(effects(decision, DraftReply)) == 1
    assert not decision.tasks  # no date moves, no priority


def test_the_link_officer_reads_when_the_answer_went() -> None:
    (mail,) = mails(decided(a_chaser(), overdue(**SUBMITTED)), "crossed_chaser")
    assert "submitted on 30 October 2026" in dict(mail.facts)["items"]


def test_an_order_is_chased_by_its_number_whatever_else_is_overdue() -> None:
    one = a_task(1, due=LATE, kind=TaskKind.ORDER, number=1)
    two = a_task(2, due=date(2026, 11, 20), kind=TaskKind.ORDER, number=2)
    crossed = decided(a_chaser(concerns=(2,)), a_file(one, two))
    assert told(crossed) == {OFFICER}
    pressed = decided(a_chaser(concerns=(1,)), a_file(one, two))
    assert [t.id for t in pressed.tasks] == [one.id] and told(pressed) == LADDER


def test_a_request_is_chased_by_the_date_that_was_missed() -> None:
    one, two = a_task(1, due=LATE), a_task(2, due=date(2026, 10, 28), owner="tax@anytown.gov.uk")
    decision = decided(a_chaser(missed_on=(date(2026, 10, 28),)), a_file(one, two))
    assert [t.id for t in decision.tasks] == [two.id] and "tax@anytown.gov.uk" in told(decision)


def test_without_a_date_two_working_days_are_assumed_and_a_person_is_asked() -> None:
    decision = decided(a_chaser(reply_by=None), overdue())
    assert decision.tasks[0].due_on == date(2026, 11, 4) and not decision.tasks[0].due_stated
    assert [q.about for q in asked(decision)] == [About.DATE]


def test_the_answered_date_moves_the_task_again_and_tells_its_owner_only() -> None:
    reading = a_chaser(reply_by=None)
    file = after(first := decided(reading, overdue()), overdue())
    settled = decided(reading, file, word=Word(due_on=date(2026, 11, 12), confirmed=True))
    assert [(t.id, t.due_on) for t in settled.tasks] == [(f"{CASE}/1", date(2026, 11, 12))]
    keys = {i.key for i in first.intents}
    new = [i.effect for i in settled.intents if i.key not in keys]
    assert [(e.template, e.to) for e in new if hasattr(e, "template") and e.effect == "send_email"] == [
        ("task", (OWNER,))
    ]
    assert not told(settled, held=True) and not settled.questions


def test_the_assumed_date_kept_changes_nothing() -> None:
    reading = a_chaser(reply_by=None)
    settled = decided(reading, after(decided(reading, overdue()), overdue()), word=Word(confirmed=True))
    assert not told(settled) and not settled.tasks


def test_a_final_chaser_reaches_the_top_the_same_day_when_nothing_is_in_doubt() -> None:
    decision = final(overdue())
    assert told(decision) == LADDER | SENIORS and not told(decision, held=True)
    assert decision.tasks[0].senior_notice_on == MONDAY and not decision.questions


@pytest.mark.parametrize(
    ("doubt", "why"),
    [
        ({"forwarded": True}, "forward"),
        ({"certainty": Certainty.LIKELY}, "beyond doubt"),
        ({"verdict": Verdict.INTERNAL}, "verified"),
    ],
)
def test_on_a_doubt_the_service_is_told_and_the_seniors_wait_for_a_person(doubt: dict[str, object], why: str) -> None:
    decision = final(overdue(), **doubt)
    assert told(decision) == LADDER
    assert told(decision, held=True) == SENIORS
    (question,) = asked(decision)
    assert question.about is About.SENIOR_NOTICES and question.urgent and why in question.reading
    assert {m.question for m in mails(decision) if set(m.to) & SENIORS} == {question.id}


def test_a_second_final_chaser_on_the_same_day_does_not_reach_the_seniors_twice() -> None:
    decision = final(overdue(senior_notice_on=MONDAY))
    assert told(decision, held=True) == SENIORS and len(asked(decision)) == 1


def test_the_configuration_may_hold_every_senior_notice() -> None:
    decision = decided(a_chaser("final_chaser"), overdue(), desk=a_desk(senior_notices_auto=False))
    assert told(decision) == LADDER and told(decision, held=True) == SENIORS


def test_a_person_who_holds_several_posts_is_told_once() -> None:
    desk = a_desk()
    services = tuple(replace(s, head=CONTACT, director=CEO) for s in desk.directory.services)
    desk = replace(desk, directory=replace(desk.directory, services=services))
    decision = decided(a_chaser("final_chaser"), overdue(), desk=desk)
    everybody = [to for mail in mails(decision) for to in mail.to]
    assert sorted(everybody) == sorted({OWNER, CONTACT, CEO, MONITOR})


def test_a_second_chaser_without_a_threat_repeats_the_first_ladder_and_asks() -> None:
    file = overdue(priority=True)  # chased before, without an answer
    decision = decided(a_chaser(), file)
    assert told(decision) == LADDER
    (question,) = asked(decision)
    assert (question.about, question.choices) == (About.KIND, ("first_chaser", "final_chaser"))
    settled = decided(a_chaser(), after(decision, file), word=Word(kind="final_chaser", confirmed=True))
    assert told(settled) >= SENIORS and not told(settled, held=True)


def test_a_chaser_of_something_unknown_runs_the_clock_and_tells_nobody_above_the_service() -> None:
    decision = decided(a_chaser("final_chaser"))
    assert [(t.owner, t.due_on, t.priority) for t in decision.tasks] == [(OWNER, SOON, True)]
    assert told(decision) == {OWNER} and not told(decision, held=True)
    (question,) = asked(decision)
    assert question.about is About.ESCALATION and question.urgent
    yes = decided(a_chaser("final_chaser"), after(decision), word=Word(escalate=True, confirmed=True))
    assert told(yes) == LADDER | SENIORS


def test_a_no_to_the_ladder_leaves_the_clock_running() -> None:
    decision = decided(a_chaser("final_chaser"))
    no = decided(a_chaser("final_chaser"), after(decision), word=Word())
    assert not told(no) - {OWNER} and not no.questions and all(t.is_open for t in no.tasks)


def test_the_forward_then_the_direct_letter_asks_anew_and_counts_no_second_chaser() -> None:
    reading = a_chaser("final_chaser", forwarded=True)
    file = after(first := decided(reading, overdue()), overdue())
    (held,) = asked(first)
    direct = decided(replace(reading, forwarded=False), file, message="m-2")
    (anew,) = asked(direct)
    assert anew.about is About.SENIOR_NOTICES and "directly" in anew.reading and direct.answered == (held.id,)
    assert not direct.tasks and not mails(direct)


def test_a_doubted_forward_does_not_keep_the_direct_letter_from_acting() -> None:
    doubted = a_chaser("first_chaser", forwarded=True, disposition=decided(a_reading("draft_decision")).disposition)
    first = decided(doubted, overdue())
    (question,) = asked(first)
    direct = decided(a_chaser(), after(first, overdue()), message="m-2")
    assert told(direct) == LADDER and direct.answered == (question.id,)


def test_an_older_letter_forwarded_never_acts() -> None:
    newer = replace(a_file(a_task(due=LATE)), case=a_case(last_letter_on=date(2026, 10, 30)))
    for file, on in ((newer, date(2026, 10, 20)), (overdue(), MONDAY - timedelta(days=31))):
        decision = decided(a_chaser(forwarded=True, on=on), file)
        assert not told(decision) and not told(decision, held=True) and not decision.tasks
        assert [q.about for q in asked(decision)] == [About.OLDER_LETTER]
    acts = decided(a_chaser(forwarded=True, on=date(2026, 10, 20)), newer, word=Word(older_acts=True, confirmed=True))
    assert told(acts) == LADDER


def test_the_service_is_told_only_once_whatever_the_number_of_items() -> None:
    tasks = tuple(a_task(n, due=LATE, kind=TaskKind.ORDER, number=n) for n in (1, 2, 3))
    decision = decided(a_chaser(concerns=(1, 2, 3)), a_file(*tasks))
    assert len(mails(decision, "first_chaser_notice")) == 2
    assert len(mails(decision, "priority_task")) == 3  # one for each order, to its owner


def test_a_chaser_renews_the_diary_under_the_same_uid() -> None:
    file = after(decided(a_reading(reply_by=date(2026, 11, 20))))
    late = a_moment(date(2026, 11, 23))
    moved = decided(a_chaser(on=late.today, reply_by=date(2026, 12, 2)), file, moment=late, message="m-2")
    (invite,) = effects(moved, SendInvite)
    assert (invite.uid, invite.sequence, invite.due_on) == (file.invitations[0].id, 1, date(2026, 12, 2))


def test_the_director_is_the_services_own() -> None:
    assert DIRECTOR in told(final(overdue()))
