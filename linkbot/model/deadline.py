"""A date by which something is wanted, with how it was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True)
class Deadline:
    """`on` as stated or counted, never moved, bank holidays excluded from working days; `safe_on` the earlier of
    `on` and the count without bank holidays, then back to a working day. Letters and reports show `on`; tasks,
    reminders, invitations and "overdue" use `safe_on`. A relative clock without its event has `on` None.
    """

    purpose: str  # information | comments | evidence | meeting | "order N" | "recommendation N"
    on: date | None
    safe_on: date | None
    phrase: str  # the letter's own words
    source: str  # as Evidence.source
    at: time | None = None
    stated: bool = False  # a date stood in the letter; else counted
    basis: str | None = None  # how it was counted: "15 working days from 2 November 2026 (date of the letter)"
    start: int | None = None
    end: int | None = None
    from_ocr: bool = False


@dataclass(frozen=True)
class DateDoubt:
    """A reason why a person must look at the dates of a letter."""

    code: str  # missing | two_for_one | before_letter | too_far | weekday | vague | possible | ocr | unknown_event
    #            conditional | unaccounted | count | too_many
    sentence: str  # for a person
    quote: str = ""
    source: str = ""


@dataclass(frozen=True)
class DateMention:
    """One date or clock of a letter and what became of it. `anchor`: what a clock is counted from, "stated" for a date
    that stands there. `open`: told to do something by it, and no rule says whose it is.
    `for_all`: said of all orders together. `column`: a cell of due dates."""

    phrase: str
    on: date | None
    anchor: str
    taken: bool
    why: str  # for a person
    source: str
    sentence: str = ""
    start: int = 0
    open: bool = False
    for_all: bool = False
    column: bool = False
