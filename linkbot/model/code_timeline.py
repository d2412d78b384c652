"""How one complaint stands against one Code: a step for each thing the Code gives a time for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kept(StrEnum):
    IN_TIME = "in time"
    LATE = "late"
    RUNNING = "not yet due"
    OVERDUE = "overdue"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class TimelineStep:
    """`due_on` is the Code's own day; `extended_to` what the resident was told instead, `extended_at_most` what the
    Code lets that be without good reason. `late_by` counts working days after the later of the first two.
    """

    stage: int
    what: str
    section: str
    weight: str
    allowed: str  # "10 working days from the day it was acknowledged"
    kept: Kept
    started_on: date | None = None
    due_on: date | None = None
    extended_to: date | None = None
    extended_at_most: date | None = None
    done_on: date | None = None
    working_days_taken: int | None = None
    late_by: int | None = None
    missing: tuple[str, ...] = ()  # what is not known and would be needed, as sentences

    @property
    def extended(self) -> bool:
        return self.extended_to is not None

    @property
    def limit_on(self) -> date | None:
        """The day after which it is late."""
        days = [day for day in (self.due_on, self.extended_to) if day is not None]
        return max(days) if self.due_on is not None else None


@dataclass(frozen=True)
class CodeTimeline:
    """`code` None: no Code clock runs, or it is not certain which; `why` says so in either case."""

    code: str | None
    name: str
    why: str
    steps: tuple[TimelineStep, ...] = ()
    remarks: tuple[str, ...] = ()
    what_if: bool = False


@dataclass(frozen=True)
class Happening:
    """One line of a chronology: a date and a fact, no judgement. `on` None: it happened, the day is not known."""

    on: date | None
    what: str
