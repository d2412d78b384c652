"""The register as reports look at it: cases, letters, requests and orders with the days that count. No names are in it.

Days are London's. Whatever lies after `as_of` has not happened yet, so that a report of last year can be made today.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal

from linkbot.model.casework import Case, Event, Task, TaskKind, TaskState
from linkbot.model.decision import CaseFile
from linkbot.model.finding import FindingOutcome


@dataclass(frozen=True)
class Letter:
    """`on`: the day on the letter, else the day it came."""

    kind: str
    on: date
    acted: bool
    outcomes: tuple[FindingOutcome, ...]


@dataclass(frozen=True)
class Wanted:
    """A request, order or recommendation. `asked_on` None: from before linkbot, the day is not known. `sent_on`: our
    answer or evidence went to the Ombudsman; `satisfied_on`: we learned that they are satisfied.
    """

    id: str
    title: str
    kind: TaskKind
    state: TaskState
    asked_on: date | None
    due_on: date | None
    sent_on: date | None
    satisfied_on: date | None
    amount: Decimal | None

    @property
    def met_on(self) -> date | None:
        """Our evidence went, or what can only have followed it."""
        return self.sent_on or self.satisfied_on

    def is_met(self, on: date) -> bool:
        """Done by the end of that day; one that is over without a day (brought over, from before) counts as done."""
        if self.met_on is not None:
            return self.met_on <= on
        return self.state in (TaskState.SUBMITTED, TaskState.SATISFIED)

    def is_open(self, on: date) -> bool:
        return self.state is not TaskState.WITHDRAWN and not self.is_met(on)


@dataclass(frozen=True)
class Entry:
    """One case. `received_on` None: brought over from the council's own spreadsheet, so not received by linkbot."""

    id: str
    ombudsman: str
    service: str | None  # only when certain
    received_on: date | None
    opened_on: date
    closed_on: date | None
    letters: tuple[Letter, ...]
    wanted: tuple[Wanted, ...]
    extensions_asked: tuple[date, ...]

    def is_open(self, on: date) -> bool:
        return self.opened_on <= on and (self.closed_on is None or self.closed_on > on)

    def stage(self, on: date) -> str:
        """The kind of the last letter that was acted on by then."""
        acted = [letter for letter in self.letters if letter.acted and letter.on <= on]
        return acted[-1].kind if acted else "new"


def entries(
    files: Iterable[CaseFile], *, extensions: Sequence[tuple[str, datetime]], zone: tzinfo
) -> tuple[Entry, ...]:
    """In order of opening. `extensions`: case and instant of each draft that asks for more time."""
    found = [_entry(file, extensions, zone) for file in files]
    return tuple(sorted(found, key=lambda entry: (entry.opened_on, entry.id)))


def _entry(file: CaseFile, extensions: Sequence[tuple[str, datetime]], zone: tzinfo) -> Entry:
    case, days = file.case, {event.id: _day(event, zone) for event in file.events}
    letters = [
        Letter(event.kind, days[event.id], event.acted, event.outcomes)
        for event in sorted(file.events, key=lambda event: (days[event.id], event.received_at, event.id))
    ]
    wanted = tuple(_wanted(task, days, case, zone) for task in file.tasks)
    came = min((event.received_at for event in file.events if event.message), default=None)
    return Entry(
        id=case.id,
        ombudsman=case.ombudsman,
        service=case.service if case.service_certain else None,
        received_on=None if came is None or _brought_over(file) else came.astimezone(zone).date(),
        opened_on=min(came or case.opened_at, case.opened_at).astimezone(zone).date(),
        closed_on=case.closed_at.astimezone(zone).date() if case.closed_at else None,
        letters=tuple(letters),
        wanted=wanted,
        extensions_asked=tuple(at.astimezone(zone).date() for id, at in extensions if id == case.id),
    )


def _day(event: Event, zone: tzinfo) -> date:
    return event.letter_on or event.received_at.astimezone(zone).date()


def _brought_over(file: CaseFile) -> bool:
    known = {event.id for event in file.events}
    return any(not event.message for event in file.events) or any(task.cause not in known for task in file.tasks)


def _wanted(task: Task, days: dict[str, date], case: Case, zone: tzinfo) -> Wanted:
    """What was brought over bears the day of its letter when the spreadsheet gave one: before the case was opened."""
    asked = days.get(task.cause)
    if asked is None and task.created_at < case.opened_at:
        asked = task.created_at.astimezone(zone).date()
    return Wanted(
        id=task.id,
        title=task.title,
        kind=task.kind,
        state=task.state,
        asked_on=asked,
        due_on=task.official_on or task.due_on,
        sent_on=task.submitted_at.astimezone(zone).date() if task.submitted_at else None,
        satisfied_on=task.satisfied_at.astimezone(zone).date() if task.satisfied_at else None,
        amount=task.amount_gbp,
    )
