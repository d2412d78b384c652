"""What must hold at the end of each day of a year, whatever has been broken, and at its end.

What can be done only in fine weather is asked only of days on which nothing was broken since the morning.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from linkbot.engine.casework.clock import next_reminder
from linkbot.engine.casework.desk_due import LAST_RUNG
from linkbot.model.outbox import OutboxEntry, OutboxState
from linkbot.ports import MessageStatus

from .a_year import Year

ONCE_A_DAY = frozenset({"reminder", "desk_mail", "weekly_list", "daily_list"})
A_DAY_S_WORK = timedelta(hours=9)


def the_day_was_as_it_should_be(year: Year) -> None:
    nothing_went_twice(year)
    nobody_was_stormed(year)
    if year.is_open and year.weather.fine_since(year.clock.now() - A_DAY_S_WORK):
        all_that_came_is_read(year)
        nothing_waits_that_could_go(year)
        everybody_has_been_told(year)


def nothing_went_twice(year: Year) -> None:
    times = Counter(taken.mail.key for taken in year.server.taken)
    times.update(f"{call.verb} {call.key}" for call in year.recording.calls if call.verb in ("register", "prepare"))
    assert not [key for key, count in times.items() if count > 1]


def nobody_was_stormed(year: Year) -> None:
    """Of what comes once a day nobody gets two, on the first day after an outage either."""
    today = [taken.mail for taken in year.server.taken if taken.on == year.clock.now().date()]
    sent = {entry.key: getattr(entry.effect, "template", "") for entry in year.entries(keys={m.key for m in today})}
    got = Counter((sent[mail.key], reader) for mail in today for reader in mail.recipients)
    assert not [one for one, times in got.items() if one[0] in ONCE_A_DAY and times > 1], year.clock.now()


def all_that_came_is_read(year: Year) -> None:
    with year.office.store.begin() as tx:
        known, waiting = {m.handle for m in tx.messages()}, tx.messages(MessageStatus.RECEIVED)
    assert len(known) == year.mails - len(year.coming) and not waiting, year.clock.now()


def nothing_waits_that_could_go(year: Year) -> None:
    now = year.clock.now()
    waiting = year.entries(OutboxState.PENDING, OutboxState.CLAIMED)
    old = [one for one in waiting if one.created_at < now - A_DAY_S_WORK and not _goes_another_day(one, year)]
    assert not old, (now, old[0])


def _goes_another_day(entry: OutboxEntry, year: Year) -> bool:
    """A reminder, the second of a day."""
    return getattr(entry.effect, "template", None) == "reminder" and entry.next_at.date() > year.clock.now().date()


def everybody_has_been_told(year: Year) -> None:
    """Each open question has climbed as far as its time allows; each task that wants one has had its reminder."""
    now, desk = year.clock.now(), year.office.desk
    with year.office.store.begin() as tx:
        questions, files = tx.questions(), tx.cases(open_only=True)
    forgotten = [q for q in questions if q.due_at <= now and q.laddered < LAST_RUNG]
    assert not forgotten, (now, forgotten[0])
    for task in (task for file in files for task in file.tasks if task.wants_reminders):
        when = next_reminder(task, every=desk.habits.reminder_every_calendar_days, calendar=desk.calendar)
        assert when is not None and when > now.date(), (now, task)


def everything_has_come_to_rest(year: Year) -> None:
    assert not year.coming
    all_that_came_is_read(year)
    with year.office.store.begin() as tx:
        for message in tx.messages():
            assert message.status is MessageStatus.DECIDED or message.fault, message
    assert {e.state for e in year.entries()} <= {OutboxState.DONE, OutboxState.HELD, OutboxState.WITHDRAWN}
