"""How long a closed case is kept: whole years from the day it was closed, by the Ombudsman it was with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from linkbot.model.casework import Case, CaseStatus
from linkbot.model.question import Act, Verb


@dataclass(frozen=True)
class Kept:
    """A closed case. `hold`: the act that keeps it beyond its day, when there is one."""

    case: Case
    closed_on: date
    due_on: date
    hold: Act | None

    def is_due(self, today: date) -> bool:
        return self.hold is None and self.due_on <= today


@dataclass(frozen=True)
class Retention:
    years: int = 6
    by_ombudsman: Mapping[str, int] | None = None

    def of(self, case: Case) -> int:
        return (self.by_ombudsman or {}).get(case.ombudsman, self.years)


def kept(case: Case, retention: Retention, acts: Sequence[Act], zone: tzinfo) -> Kept | None:
    """None for a case that is open. `acts`: those of the verb hold, in their order."""
    if case.status is not CaseStatus.CLOSED or case.closed_at is None:
        return None
    closed = case.closed_at.astimezone(zone).date()
    return Kept(case, closed, _after_years(closed, retention.of(case)), hold_of(case.id, acts))


def hold_of(case: str, acts: Sequence[Act]) -> Act | None:
    """The last word counts."""
    last = next((act for act in reversed(acts) if act.verb is Verb.HOLD and act.target == case), None)
    return last if last is not None and last.value == "on" else None


def _after_years(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28) + timedelta(days=1)
