"""Invitations: three working days before, one an officer, case and date, never on a closed day, moved with the UID."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbot.engine.casework.clock import entry_day
from linkbot.engine.casework.diary import DiaryPlan, plan_diary
from linkbot.engine.casework.work import answer_due
from linkbot.engine.dates.working_days import is_working_day
from linkbot.model.casework import Invitation, Task
from linkbot.model.effect import CancelInvite, SendInvite

from .builders import CASE, OWNER, STAND_IN, a_desk, a_moment, a_task

TODAY = date(2026, 11, 2)
DUE = date(2026, 11, 27)


def plan(*tasks: Task, existing: tuple[Invitation, ...] = (), today: date = TODAY, cause: str = "c") -> DiaryPlan:
    return plan_diary(case=CASE, tasks=tasks, existing=existing, cause=cause, today=today, desk=a_desk())


def kept(before: tuple[Invitation, ...], plan: DiaryPlan) -> tuple[Invitation, ...]:
    return tuple(({i.id: i for i in before} | {i.id: i for i in plan.invitations}).values())


@pytest.mark.parametrize(
    ("due", "entry"),
    [
        (date(2026, 11, 27), date(2026, 11, 24)),
        (date(2026, 12, 1), date(2026, 11, 26)),  # over a weekend
        (date(2026, 12, 30), date(2026, 12, 23)),  # over Christmas: 25 and 28 December are holidays
        (date(2026, 11, 4), TODAY),  # nearer than three working days: today
        (TODAY, TODAY),
        (date(2026, 10, 30), None),  # past
        (date(2028, 3, 2), date(2028, 2, 28)),  # a leap year
    ],
)
def test_the_entry_stands_three_working_days_before(due: date, entry: date | None) -> None:
    assert entry_day(due_on=due, today=TODAY, desk=a_desk()) == entry


def test_an_entry_never_falls_on_a_day_the_council_is_shut() -> None:
    desk = a_desk()
    shut = replace(desk, calendar=replace(desk.calendar, closures=frozenset({date(2026, 12, 23), date(2026, 12, 24)})))
    assert entry_day(due_on=date(2026, 12, 30), today=TODAY, desk=shut) == date(2026, 12, 22)
    assert entry_day(due_on=date(2026, 12, 24), today=date(2026, 12, 24), desk=shut) is None


def test_one_entry_for_each_officer_and_date() -> None:
    tasks = (
        a_task(1, due=DUE),
        a_task(2, due=DUE),
        a_task(3, due=DUE, owner=STAND_IN),
        a_task(4, due=date(2026, 12, 4)),
    )
    sent = [i.effect for i in plan(*tasks).intents if isinstance(i.effect, SendInvite)]
    assert sorted((e.to, len(e.tasks)) for e in sent) == [((STAND_IN,), 1), ((OWNER,), 1), ((OWNER,), 2)]
    assert {e.sequence for e in sent} == {0} and len({e.uid for e in sent}) == 3


def test_nothing_is_sent_when_nothing_has_changed() -> None:
    first = plan(a_task(due=DUE))
    assert plan(a_task(due=DUE), existing=first.invitations, cause="later") == DiaryPlan((), ())


def test_done_cancels_the_entry_under_its_uid_with_a_higher_sequence() -> None:
    first = plan(a_task(due=DUE))
    over = plan(a_task(due=DUE, done=True), existing=first.invitations)
    (cancel,) = [i.effect for i in over.intents]
    assert isinstance(cancel, CancelInvite) and (cancel.uid, cancel.sequence) == (first.invitations[0].id, 1)
    assert over.invitations[0].cancelled


def test_an_entry_in_the_past_is_forgotten_without_a_mail() -> None:
    first = plan(a_task(due=DUE))
    assert plan(a_task(due=DUE, done=True), existing=first.invitations, today=date(2026, 12, 1)).intents == ()


def test_of_two_tasks_in_one_entry_the_moved_one_gets_its_own() -> None:
    first = plan(a_task(1, due=DUE), a_task(2, due=DUE))
    moved = plan(a_task(1, due=DUE), a_task(2, due=date(2026, 12, 11)), existing=first.invitations)
    (sent,) = [i.effect for i in moved.intents]
    assert isinstance(sent, SendInvite) and sent.uid != first.invitations[0].id and sent.tasks == (f"{CASE}/2",)


def test_reassigned_the_new_owner_is_invited_and_the_old_one_s_entry_cancelled() -> None:
    first = plan(a_task(due=DUE))
    given_away = plan(a_task(due=DUE, owner=STAND_IN), existing=first.invitations)
    assert {(type(i.effect).__name__, i.effect.to) for i in given_away.intents} == {  # type: ignore[union-attr]
        ("SendInvite", (STAND_IN,)),
        ("CancelInvite", (OWNER,)),
    }


def test_a_cancelled_entry_comes_back_with_a_higher_sequence() -> None:
    first = plan(a_task(due=DUE))
    gone = kept(first.invitations, plan(a_task(due=DUE, done=True), existing=first.invitations))
    (back,) = [i.effect for i in plan(a_task(due=DUE), existing=gone).intents]
    assert isinstance(back, SendInvite) and (back.uid, back.sequence) == (first.invitations[0].id, 2)


DATES = st.dates(date(2026, 11, 3), date(2027, 3, 1)).map(
    lambda day: date.fromordinal(day.toordinal() - max(0, day.weekday() - 4))
)
STATES = st.lists(
    st.lists(st.tuples(st.integers(1, 4), st.sampled_from([OWNER, STAND_IN]), DATES, st.booleans()), max_size=4),
    min_size=1,
    max_size=6,
)


@given(STATES)
def test_the_diary_always_ends_as_the_tasks_say(story: list[list[tuple[int, str, date, bool]]]) -> None:
    """Whatever happens to the tasks: every open one is in exactly one live entry of its owner and date, on a working
    day not after it; a UID's sequence only rises; no two mails share a key."""
    existing: tuple[Invitation, ...] = ()
    keys: list[str] = []
    for turn, rows in enumerate(story):
        tasks = {n: a_task(n, due=due, owner=owner, done=done) for n, owner, due, done in rows}
        found = plan(*tasks.values(), existing=existing, cause=f"cause {turn}")
        before = {i.id: i.sequence for i in existing}
        assert all(row.sequence >= before.get(row.id, 0) for row in found.invitations)
        existing = kept(existing, found)
        keys += [i.key for i in found.intents]
        live = {(i.attendee, i.due_on): i for i in existing if not i.cancelled}
        assert len(live) == len([i for i in existing if not i.cancelled])
        open_tasks = [t for t in tasks.values() if not t.done]
        assert set(live) == {(t.owner, t.due_on) for t in open_tasks}
        for (owner, due), entry in live.items():
            assert set(entry.tasks) == {t.id for t in open_tasks if (t.owner, t.due_on) == (owner, due)}
            assert is_working_day(entry.entry_on, a_desk().calendar, closures=True) and entry.entry_on <= due
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("asked", "urgent", "due"),
    [
        (date(2026, 10, 23), False, datetime(2026, 10, 26, 12, 0, tzinfo=UTC)),  # the Friday before the clocks go back
        (date(2026, 10, 22), False, datetime(2026, 10, 23, 11, 0, tzinfo=UTC)),
        (date(2027, 3, 25), False, datetime(2027, 3, 30, 11, 0, tzinfo=UTC)),  # Easter, and the clocks go forward
    ],
)
def test_an_answer_is_due_by_the_clock_on_the_wall_whatever_the_clocks_did(
    asked: date, urgent: bool, due: datetime
) -> None:
    assert answer_due(a_moment(asked, 16), urgent=urgent, desk=a_desk()) == due
