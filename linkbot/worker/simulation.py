"""Days go by in a sandbox: messages arrive at their time, people act, the clock walks on. Used by `simulate` and `demo`.

The same worker and the same `due` as live; only the clock and the adapters differ. Same inputs, same output.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from linkbot.engine.deeds import Refused
from linkbot.engine.working_days import is_working_day
from linkbot.mailsystems.received_at import received_at
from linkbot.model.calendar import WorkingCalendar
from linkbot.model.due import Times
from linkbot.model.mail import RawMessage
from linkbot.model.question import Act
from linkbot.ports import Fetched, Receipt
from linkbot.worker.acts.perform import perform_act
from linkbot.worker.office import LONDON, Office
from linkbot.worker.tick import tick

HOURS = (9, 10, 11, 12, 13, 14, 15, 16, 17)
"""Whole hours at which time is looked at on working days, besides the times of reports, desk mail and reminders."""


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
        Arrival(received_at(octets := path.read_bytes(), path.stat().st_mtime), path.name, octets)
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
) -> Iterator[datetime]:
    """Every instant at which something may happen, in order, once; from the first minute of `start` to midnight of `end`."""
    first = datetime.combine(start, time(), tzinfo=LONDON)
    last = datetime.combine(end + timedelta(days=1), time(), tzinfo=LONDON)
    wanted = {first} | {at.astimezone(LONDON) for at in (*arrivals, *acts) if at < last}
    day = start
    while day <= end:
        if is_working_day(day, days, closures=True):
            looks = {times.reports, times.desk_mail, times.reminders, *(time(hour) for hour in HOURS)}
            wanted |= {datetime.combine(day, at, tzinfo=LONDON) for at in looks}
        day += timedelta(days=1)
    yield from sorted(at for at in wanted if first <= at < last)


def walk(
    office: Office,
    clock: WalkingClock,
    *,
    start: date,
    end: date,
    arrivals: Sequence[Arrival],
    acts: Sequence[Act],
    refused: Callable[[Act, str], None],
) -> None:
    """Walk the clock from `start` to the end of `end`; acts that make no sense are told to `refused`."""
    waiting = sorted(acts, key=lambda act: act.at)
    instants = moments(
        start,
        end,
        arrivals=[a.at for a in arrivals],
        acts=[act.at for act in waiting],
        times=office.times,
        days=office.desk.calendar,
    )
    for at in instants:
        clock.walk_to(at)
        tick(office)
        while waiting and waiting[0].at <= at:
            act = waiting.pop(0)
            try:
                perform_act(office, act)
            except Refused as error:
                refused(act, str(error))
            tick(office)
