"""Some cases in one period: what every figure is computed from. The same figure over fewer cases is a breakdown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from linkbot.model.calendar import WorkingCalendar
from linkbot.model.casework import TaskKind, TaskState
from linkbot.model.period import Period
from linkbot.reports.register import Entry, Letter, Wanted

DECIDED = "final_determination"


@dataclass(frozen=True)
class View:
    """`as_of` is the last day that counts: the period's last, or today when it is not over."""

    entries: tuple[Entry, ...]
    period: Period
    as_of: date
    calendar: WorkingCalendar

    def of(self, entries: tuple[Entry, ...]) -> View:
        return replace(self, entries=entries)

    def during(self, period: Period) -> View:
        return replace(self, period=period, as_of=min(period.last, self.as_of))

    def holds(self, day: date | None) -> bool:
        return day is not None and day in self.period and day <= self.as_of

    def letters(self, *kinds: str) -> Iterator[tuple[Entry, Letter]]:
        """Letters of these kinds dated in the period."""
        for entry in self.entries:
            for letter in entry.letters:
                if letter.kind in kinds and self.holds(letter.on):
                    yield entry, letter

    def decisions(self) -> tuple[tuple[Entry, Letter], ...]:
        """Each case's last decision after an investigation in the period: one amended at review counts once."""
        return tuple({entry.id: (entry, letter) for entry, letter in self.letters(DECIDED)}.values())

    def wanted(self, kind: TaskKind) -> Iterator[tuple[Entry, Wanted]]:
        """Of that kind, withdrawn ones left out."""
        for entry in self.entries:
            for one in entry.wanted:
                if one.kind is kind and one.state is not TaskState.WITHDRAWN:
                    yield entry, one
