"""Days go by in a sandbox: messages arrive at their time, people act, the clock walks on. For `simulate` and `demo`.

The same worker and the same `due` as live; only the clock and the adapters differ. Same inputs, same output.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from linkbot.engine.casework.deeds import Refused
from linkbot.engine.casework.desk_due import LAST_RUNG
from linkbot.engine.dates.working_days import is_working_day
from linkbot.mailsystems.received_at import told_at
from linkbot.model.calendar import WorkingCalendar
from linkbot.model.due import Times
from linkbot.model.mail import RawMessage
from linkbot.model.outbox import OutboxState
from linkbot.model.question import Act
from linkbot.ports import Fetched, Receipt
from linkbot.worker.acts.perform import perform_act
from linkbot.worker.office import LONDON, Office
from linkbot.worker.tick import tick


class WalkingClock:
    """A clock that stands where it was set, and moves on only."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def walk_to(self, at: datetime) -> None:
        self._at = max(self._at, at)


@dataclass(frozen=True)
class Arrival:
    at: datetime
    name: str
    octets: bytes


class ArrivingMailbox:
    """A mailbox in which a message is only once the clock has reached its time. Handles are file names."""

    def __init__(self, name: str, arrivals: Sequence[Arrival], clock: WalkingClock) -> None:
        self._name, self._clock = name, clock
        self._arrivals = sorted(arrivals, key=lambda a: (a.at, a.name))

    @property
    def name(self) -> str:
        return self._name

    def fetch(self, cursor: str | None, limit: int) -> Fetched:
        start = int(cursor or 0)
        here = [a for a in self._arrivals if a.at <= self._clock.now()][start : start + limit]
        messages = tuple(RawMessage(self._name, a.name, "INBOX", a.at, a.octets) for a in here)
        end = start + len(here)
        more = end < len(self._arrivals) and self._arrivals[end].at <= self._clock.now()
        return Fetched(messages, str(end), more)

    def file(self, handle: str, folder: str, key: str) -> Receipt:
        return Receipt(f"{folder}/{handle}")


def arrivals_in(folder: Path) -> list[Arrival]:
    """Every .eml of a folder (and below), each at the time its receiver wrote."""
    return [
        Arrival(told_at(octets := path.read_bytes(), path.stat().st_mtime), path.name, octets)
        for path in sorted(folder.rglob("*.eml"))
    ]


def moments(
    start: date,
    end: date,
    *,
    arrivals: Iterable[datetime],
    acts: Iterable[datetime],
    times: Times,
    days: WorkingCalendar,
) -> list[datetime]:
    """Every instant known beforehand at which something may happen, in order, once."""
    first, last = _midnight(start), _midnight(end + timedelta(days=1))
    wanted = {first} | {at.astimezone(LONDON) for at in (*arrivals, *acts) if at < last}
    day = start
    while day <= end:
        if is_working_day(day, days, closures=True):
            looks = {times.reports, times.desk_mail, times.reminders}
            wanted |= {datetime.combine(day, at, tzinfo=LONDON) for at in looks}
        day += timedelta(days=1)
    return sorted(at for at in wanted if first <= at < last)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)


def walk(
    office: Office,
    clock: WalkingClock,
    *,
    start: date,
    end: date,
    arrivals: Sequence[Arrival],
    acts: Sequence[Act],
    refused: Callable[[Act, str], None],
    resolve: Callable[[Office, Act], Act] = lambda office, act: act,
) -> None:
    """Walk the clock from `start` to the end of `end`; acts that make no sense are told to `refused`.

    `resolve` may turn a target in words into an id, just before the act.
    """
    waiting = sorted(acts, key=lambda act: act.at)
    ahead = moments(
        start,
        end,
        arrivals=[a.at for a in arrivals],
        acts=[act.at for act in waiting],
        times=office.times,
        days=office.desk.calendar,
    )
    heapq.heapify(ahead)
    last = _midnight(end + timedelta(days=1))
    while ahead:
        at = heapq.heappop(ahead)
        if at <= clock.now() and at != clock.now():
            continue
        clock.walk_to(at)
        tick(office)
        while waiting and waiting[0].at <= at:
            act = waiting.pop(0)
            try:
                perform_act(office, resolve(office, act))
            except Refused as error:
                refused(act, str(error))
            tick(office)
        for later in wakes(office, at):
            if later < last and later not in ahead:
                heapq.heappush(ahead, later)


def wakes(office: Office, now: datetime) -> set[datetime]:
    """Instants that became known meanwhile: when a question climbs its ladder, when a delivery is tried again."""
    with office.store.begin() as tx:
        asked = {question.due_at for question in tx.questions() if question.laddered < LAST_RUNG}
        retried = {entry.next_at for entry in tx.outbox(OutboxState.PENDING)}
    return {at.astimezone(LONDON) for at in asked | retried if at > now}
