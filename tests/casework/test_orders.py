"""D1 to D8 and D11: an order is a task of its own; dates move by letters only; cases close on the whole word only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from linkbot.engine.casework.word import Word
from linkbot.model.casework import CaseStatus, Task, TaskKind, TaskState
from linkbot.model.decision import CaseFile
from linkbot.model.effect import DraftReply, SendInvite, UpdateSheet
from linkbot.model.question import About
from linkbot.model.reading import Confirmation, Disposition, ItemChange, ReplyOutcome

from .builders import (
    CASE,
    COMMS,
    DIRECTOR,
    OFFICER,
    OWNER,
    a_deadline,
    a_desk,
    a_file,
    a_moment,
    a_reading,
    a_recommendation,
    a_task,
    after,
    an_order,
    asked,
    decided,
    effects,
    mails,
    told,
)

DUE, LATER, LATEST = date(2026, 11, 27), date(2026, 12, 11), date(2027, 1, 8)
SEVEN = tuple(an_order(n, f"Do thing number {n}.", DUE) for n in range(1, 8))


def orders(*states: TaskState) -> CaseFile:
    """A case with one order for each state, each about something of its own."""
    words = ("Apologise to the resident.", "Pay £250 compensation.", "Survey the roof.")
    tasks = (
        a_task(
            n, due=DUE, kind=TaskKind.ORDER, number=n, title=f"Order {n}", text=words[n - 1], state=state, cause="d-1"
        )
        for n, state in enumerate(states, 1)
    )
    return a_file(*tasks)


def ordered(items: tuple, file: CaseFile | None = None, **more: object):  # type: ignore[no-untyped-def,type-arg]
    return decided(a_reading("final_determination", items=items, text="the report"), *([file] if file else []), **more)


def test_seven_orders_to_one_owner_are_seven_tasks_each_told_and_one_entry_in_the_diary() -> None:
    decision = ordered(SEVEN)
    assert [t.number for t in decision.tasks] == [1, 2, 3, 4, 5, 6, 7] and {t.owner for t in decision.tasks} == {OWNER}
    assert sorted(m.task or "" for m in mails(decision, "task")) == sorted(t.id for t in decision.tasks)
    assert [e.tasks for e in effects(decision, SendInvite)] == [tuple(t.id for t in decision.tasks)]


def test_orders_whose_numbering_starts_again_are_not_merged() -> None:
    twice = (an_order(1, "Apologise.", DUE), an_order(2, "Pay.", DUE), an_order(1, "Survey the roof.", DUE))
    decision = ordered(twice)
    assert [t.text for t in decision.tasks] == ["Apologise.", "Pay.", "Survey the roof."]
    again = ordered(twice, after(decision))
    assert not again.questions and not [t for t in again.tasks if t.version == 0]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_items_read_in_another_order_give_nothing_new(order: tuple[int, ...]) -> None:
    items = tuple(an_order(n, f"Do {w}.", DUE) for n, w in enumerate(("this", "that", "more"), 1))
    first = ordered(items)
    again = ordered(tuple(items[i] for i in order), after(first))
    known = {i.key for i in first.intents}
    assert [i for i in again.intents if i.key not in known and not isinstance(i.effect, UpdateSheet)] == []
    assert not again.tasks and not again.questions


def test_a_replay_that_numbers_by_position_still_finds_its_tasks_by_their_words() -> None:
    first = ordered((an_order(1, "Do this.", DUE), an_order(2, "Do that.", LATER)))
    again = ordered((an_order(1, "Do that.", LATER), an_order(2, "Do this.", DUE)), after(first))
    assert not again.tasks and not again.questions


def test_what_a_replay_cannot_match_is_a_question_and_never_a_new_mail() -> None:
    first = ordered((an_order(1, "Do this.", DUE), an_order(2, "Do that.", DUE)))
    again = ordered((an_order(1, "Do this.", DUE), an_order(3, "Do more.", LATER)), after(first))
    (question,) = asked(again)
    assert question.about is About.CONFLICT and "Do more." in question.reading and f"{CASE}/2" in question.reading
    assert not again.tasks and not mails(again, "task")


def test_a_replay_keeps_a_date_that_has_moved_meanwhile() -> None:
    file = after(ordered((an_order(1, "Do this.", DUE),)))
    extended = a_reading("extension_decision", reply_by=LATER, extension=ReplyOutcome.GRANTED, text="more time")
    moved = after(decided(extended, file, message="m-2"), file)
    assert moved.tasks[0].due_on == LATER
    again = ordered((an_order(1, "Do this.", DUE),), moved)
    assert not again.tasks


def test_every_final_decision_goes_to_the_director_and_to_communications() -> None:
    for items in (SEVEN[:1], ()):
        decision = ordered(items)
        notices = mails(decision, "determination_notice")
        assert {m.role: m.to for m in notices} == {"slt_director": (DIRECTOR,), "head_of_communications": (COMMS,)}
        assert {m.role: m.attach for m in notices} == {"slt_director": ("m-1",), "head_of_communications": ()}
        assert len(effects(decision, DraftReply)) == 1
    assert not told(decided(a_reading("draft_decision", reply_by=DUE))) - {OFFICER}


def test_a_recommendation_has_its_own_date_or_an_internal_one() -> None:
    dated, open_ = ordered((a_recommendation(1, due=LATER), a_recommendation(2, "Train the staff."))).tasks
    assert (dated.kind, dated.due_on, dated.due_stated, dated.binding) == (TaskKind.RECOMMENDATION, LATER, True, False)
    assert (open_.official_on, open_.due_on, open_.due_stated) == (None, date(2026, 11, 30), False)


def test_a_final_decision_overtakes_what_was_asked_before_it() -> None:
    file = a_file(a_task(due=DUE))
    decision = ordered(SEVEN[:1], file)
    assert [(t.id, t.done) for t in decision.tasks if t.kind is TaskKind.REQUEST] == [(f"{CASE}/1", True)]


def test_a_second_determination_with_orders_asks_before_anything_changes() -> None:
    file = after(ordered(SEVEN[:2]))
    decision = decided(a_reading("final_determination", items=SEVEN[:1], text="another report"), file, message="m-2")
    assert decision.disposition is Disposition.REVIEW and [q.about for q in asked(decision)] == [About.REVIEW_OUTCOME]
    assert not mails(decision, "task")


def test_an_order_without_a_date_takes_the_date_a_person_gives() -> None:
    reading = a_reading("final_determination", items=(an_order(1, "Do this.", DUE), an_order(2, "Do that.")))
    decision = decided(reading, word=Word(due_on=LATER, confirmed=True))
    assert [t.due_on for t in decision.tasks] == [DUE, LATER]


# Extensions


def an_extension(day: date | None = LATER, **changes: object):  # type: ignore[no-untyped-def]
    changes.setdefault("extension", ReplyOutcome.GRANTED)
    return a_reading("extension_decision", reply_by=day, **changes)  # type: ignore[arg-type]


def test_an_extension_moves_the_date_and_the_diary_and_tells_the_owner() -> None:
    file = after(decided(a_reading(reply_by=DUE)))
    decision = decided(an_extension(), file, message="m-2")
    assert [(t.due_on, t.extension_pending) for t in decision.tasks] == [(LATER, False)]
    assert told(decision) == {OWNER} and "moved" in dict(mails(decision)[0].facts)["change"]
    (invite,) = effects(decision, SendInvite)
    assert (invite.uid, invite.sequence) == (file.invitations[0].id, 1)


def test_two_moves_of_a_date_are_two_updates_of_the_same_entry() -> None:
    file = after(decided(a_reading(reply_by=DUE)))
    once = decided(an_extension(text="one"), file, message="m-2")
    twice = decided(an_extension(LATEST, text="two"), after(once, file), message="m-3")
    (one,), (two,) = effects(once, SendInvite), effects(twice, SendInvite)
    assert (one.uid, one.sequence, two.uid, two.sequence) == (file.invitations[0].id, 1, file.invitations[0].id, 2)
    keys = [i.key for d in (once, twice) for i in d.intents if isinstance(i.effect, SendInvite)]
    assert len(set(keys)) == 2


def test_refused_more_time_leaves_the_date_and_arms_the_chaser_again() -> None:
    file = a_file(a_task(due=DUE, extension_pending=True))
    decision = decided(an_extension(None, extension=ReplyOutcome.REFUSED), file)
    assert [(t.due_on, t.extension_pending) for t in decision.tasks] == [(DUE, False)] and told(decision) == {OWNER}


def test_an_extension_that_could_mean_two_tasks_is_asked_about() -> None:
    decision = decided(an_extension(), a_file(a_task(1, due=DUE), a_task(2, due=DUE)))
    assert [q.about for q in asked(decision)] == [About.LOOK] and not decision.tasks and not told(decision)


# Reviews


def a_review() -> object:
    changes = (ItemChange(1, withdrawn=True), ItemChange(2, due=a_deadline(LATER, "order 2")))
    return a_reading("review_outcome", changes=changes)


def test_a_review_changes_an_order_only_after_the_yes() -> None:
    file = orders(TaskState.OPEN, TaskState.OPEN)
    before = decided(a_review(), file)  # type: ignore[arg-type]
    (question,) = asked(before)
    assert question.about is About.REVIEW_OUTCOME and "order 1 is withdrawn" in question.reading
    assert not [t for t in before.tasks if t.kind is TaskKind.ORDER] and not told(before) - {OFFICER}
    yes = decided(a_review(), after(before, file), word=Word(confirmed=True))  # type: ignore[arg-type]
    changed = {t.number: t for t in yes.tasks if t.kind is TaskKind.ORDER}
    assert changed[1].state is TaskState.WITHDRAWN and changed[2].due_on == LATER
    assert [m.task for m in mails(yes, "task") if m.to == (OWNER,)] == [f"{CASE}/1", f"{CASE}/2"]
    no = decided(a_review(), after(before, file), word=Word(nothing=True))  # type: ignore[arg-type]
    assert not [t for t in no.tasks if t.kind is TaskKind.ORDER] and not told(no)


# Confirmation


def confirmed(file: CaseFile, **of: object):  # type: ignore[no-untyped-def]
    return decided(a_reading("compliance_confirmation", confirmation=Confirmation(**of)), file)  # type: ignore[arg-type]


def test_a_partial_confirmation_closes_the_items_it_names_and_never_the_case() -> None:
    file = orders(TaskState.SUBMITTED, TaskState.OPEN, TaskState.OPEN)
    decision = confirmed(file, complete=False, satisfied=("order 1",), outstanding=("order 2",))
    assert [(t.number, t.state) for t in decision.tasks] == [(1, TaskState.SATISFIED)]
    assert all(c.status is CaseStatus.OPEN for c in decision.cases) and not decision.questions


def test_what_is_named_as_outstanding_stays_open_even_if_it_is_also_named() -> None:
    file = orders(TaskState.SUBMITTED, TaskState.SUBMITTED)
    decision = confirmed(file, complete=False, satisfied=("order 1", "order 2"), outstanding=("order 2",))
    assert [t.number for t in decision.tasks] == [1]


def test_a_partial_confirmation_nobody_can_place_is_a_question() -> None:
    decision = confirmed(orders(TaskState.OPEN), complete=False, satisfied=("the garden gate",))
    assert [q.about for q in asked(decision)] == [About.LOOK] and not decision.tasks


def test_partial_confirmations_of_everything_ask_whether_to_close() -> None:
    file = orders(TaskState.SATISFIED, TaskState.SUBMITTED)
    decision = confirmed(file, complete=False, satisfied=("order 2",))
    assert [q.about for q in asked(decision)] == [About.CLOSE_CASE]
    assert all(c.status is CaseStatus.OPEN for c in decision.cases)


def test_full_confirmation_satisfies_all_and_closes_the_case() -> None:
    decision = confirmed(orders(TaskState.SUBMITTED, TaskState.OPEN), complete=True)
    assert {t.state for t in decision.tasks} == {TaskState.SATISFIED}
    assert decision.cases[0].status is CaseStatus.CLOSED and not told(decision)


def test_something_else_still_open_keeps_the_case_open() -> None:
    file = orders(TaskState.SUBMITTED)
    file = replace(file, tasks=(*file.tasks, a_task(9, due=LATER)))
    decision = confirmed(file, complete=True)
    assert all(c.status is CaseStatus.OPEN for c in decision.cases)
    assert [q.about for q in asked(decision)] == [About.CLOSE_CASE]


def test_a_confirmation_of_orders_nobody_knows_closes_nothing() -> None:
    for tasks in ((), (a_task(due=DUE, state=TaskState.SUBMITTED, done=True),)):
        decision = confirmed(a_file(*tasks), complete=True)
        assert all(c.status is CaseStatus.OPEN for c in decision.cases)
        assert [q.about for q in asked(decision)] == [About.CLOSE_CASE]


def test_begin_on_registers_older_mail_and_does_nothing_about_it() -> None:
    desk = a_desk(begin_on=date(2026, 11, 3))
    for kind in ("final_determination", "final_chaser", "draft_decision"):
        decision = decided(a_reading(kind, reply_by=DUE, items=SEVEN), desk=desk, directory_kept=True)
        assert decision.cases and decision.events and not decision.events[0].acted
        assert not decision.tasks and not decision.intents and not decision.questions
    unfiled = decided(a_reading(None, gate="unverified", disposition=Disposition.REVIEW), desk=desk)
    assert not unfiled.intents and not unfiled.questions


def test_begin_on_is_a_day_of_london() -> None:
    """23:30 UTC on 31 May is half past midnight of 1 June in the office."""
    desk = a_desk(begin_on=date(2027, 6, 1))
    late = a_moment(date(2027, 6, 1), hour=0, minute=30)
    assert decided(a_reading(on=date(2027, 5, 31), reply_by=date(2027, 6, 30)), desk=desk, moment=late).tasks


def _titles(tasks: tuple[Task, ...]) -> list[str]:
    return [t.title for t in tasks]


def test_titles_hold_no_personal_fact() -> None:
    assert _titles(ordered((an_order(1, "Pay Ms Quill £250.", DUE),)).tasks) == ["Order 1"]
