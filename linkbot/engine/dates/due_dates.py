"""Dates and clocks of a text that stand where a due date stands, counted out: the common ground of replies and orders.

Looks at the words right before and after a date only. Whether anybody is asked for anything is judged elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from functools import lru_cache

from linkbot.engine.dates.clocks import Clock, find_clocks, run_out
from linkbot.engine.dates.date_columns import date_columns
from linkbot.engine.dates.date_cues import Cue, cue_of_clock, cue_of_date
from linkbot.engine.dates.dates import FoundDate, find_dates
from linkbot.engine.dates.times_of_day import pattern_of, time_in
from linkbot.engine.dates.working_days import safe_on
from linkbot.model.calendar import WorkingCalendar
from linkbot.model.deadline import Deadline
from linkbot.model.deadline_rules import DeadlineRules

# "before the end of March" includes its last day
_AN_END = re.compile(r"\b(?:end|month[\s-]end|week\s+ending|w/e)\b", re.IGNORECASE)
_VAGUELY_SOON = re.compile(r"early|first|start|beginning", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:[.?!,;]|please\b|\Z)", re.IGNORECASE)
_UP_TO = frozenset({"until", "till", "up to"})
_NEAR = timedelta(days=7)  # how far a count by hand may be from the day the letter says it comes to


@dataclass(frozen=True)
class LetterDay:
    """What counting needs besides the text."""

    letter_date: date | None
    received_on: date
    calendar: WorkingCalendar

    @property
    def reference(self) -> date:
        return self.letter_date or self.received_on


@dataclass(frozen=True)
class Due:
    """`cue`: strong (an ask by itself), weak, column (of a table), range, answer (counts only in an answer to a request
    for time), alone (a sentence of nothing but a date), for (counts only in a question or demand), or none. `start`
    includes the cue. `earlier`: a year-less date read backward. `on` None: a clock that starts from an unknown event, a
    numeric date that is none, or, with `vague`, words that name no day."""

    start: int
    end: int
    date_start: int
    phrase: str
    cue: str
    on: date | None
    safe_on: date | None
    at: time | None = None
    stated: bool = False
    basis: str | None = None
    earlier: date | None = None
    year_given: bool = False
    weekday_agrees: bool = True
    impossible: bool = False
    vague: bool = False
    clock: Clock | None = None

    @property
    def cued(self) -> bool:
        """Whether its surroundings alone say that something is due then."""
        return self.cue in ("strong", "weak", "column")

    def deadline(self, *, purpose: str, source: str) -> Deadline:
        return Deadline(
            purpose=purpose, on=self.on, safe_on=self.safe_on, phrase=self.phrase, source=source, at=self.at,
            stated=self.stated, basis=self.basis, start=self.start, end=self.end,
        )  # fmt: skip


class _Spans:
    """Spans of a text in order, none overlapping; asked whether a place lies in one of them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def __contains__(self, place: int) -> bool:
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and place < self._spans[at][1]


@lru_cache(maxsize=32)  # replies, items and changes all look at the same letters
def find_due(text: str, day: LetterDay, rules: DeadlineRules) -> tuple[Due, ...]:
    """Every date and clock of the text in order, with its cue; weak forms ("Friday") only where a cue stands."""
    dates = find_dates(text, day.reference)
    clocks = find_clocks(text, dates, rules)
    taken = _Spans((clock.start, clock.end) for clock in clocks)
    due_cells, past_cells = map(_Spans, date_columns(text, rules))
    found = [_of_clock(clock, text, day, rules) for clock in clocks]
    for each in dates:
        if each.start in taken:
            continue
        due = _of_date(each, text, day, rules)
        if each.start in past_cells:
            due = replace(due, cue="none")
        elif not due.cued and each.start in due_cells:
            due = replace(due, cue="column")
        if (
            each.needs_cue
            and not each.vague
            and due.cue in ("answer", "for")
            and not re.search(r"\d|\bend\b", each.phrase)
        ):
            continue  # "Monday to Thursday" are somebody's working days
        again = None
        if not each.needs_cue and due.cue in ("none", "for", "answer"):
            again = _said_before(due, found[: len(clocks)], text)
        if again is not None:
            due = replace(due, cue=again.cue)
        if due.cue != "none" or not each.needs_cue:
            found.append(due)
    return tuple(sorted(found, key=lambda due: due.date_start))


def _of_date(found: FoundDate, text: str, day: LetterDay, rules: DeadlineRules) -> Due:
    cue = cue_of_date(text, found.start, found.end, rules)
    on, earlier = found.on, found.earlier
    excluded = cue.at is None and cue.said in rules.before_cues and not _AN_END.search(text, cue.start, found.end)
    if on is not None and excluded:
        on -= timedelta(days=1)
        earlier = earlier - timedelta(days=1) if earlier else None
    kind = cue.kind
    if kind == "weak" and cue.said in _UP_TO and on is not None and on <= day.reference:
        kind = "range"  # "all notes up to today's date" are the papers wanted, not the day they are wanted
    if found.vague and kind not in ("strong", "weak"):
        says_when = _VAGUELY_SOON.match(found.phrase) and _ENDS.match(text, found.end)
        kind = "for" if says_when else "none"
    return Due(
        start=cue.start, end=cue.end, date_start=found.start, phrase=" ".join(text[cue.start : cue.end].split()),
        cue=kind, on=on, safe_on=safe_on(on, day.calendar) if on else None, at=cue.at, stated=True, earlier=earlier,
        year_given=found.year_given, weekday_agrees=found.weekday_agrees, impossible=found.on is None,
        vague=found.vague,
    )  # fmt: skip


def _said_before(due: Due, clocks: list[Due], text: str) -> Due | None:
    """The clock right before a date that only says when it runs out: "in three weeks, that is 24 March"."""
    for each in clocks:
        near = 0 <= due.date_start - each.end <= 60 and not re.search(
            r"[.?!;]|\band\b", text[each.end : due.date_start]
        )
        agrees = due.on is not None and each.on is not None and abs(due.on - each.on) <= _NEAR
        if near and agrees and each.cue in ("weak", "strong"):
            return each
    return None


def _of_clock(clock: Clock, text: str, day: LetterDay, rules: DeadlineRules) -> Due:
    out = run_out(clock, letter_date=day.letter_date, received_on=day.received_on, calendar=day.calendar)
    bare = clock.bare and not clock.explicit
    cue = cue_of_clock(text, clock.start, clock.end, rules) if bare else Cue("weak", clock.start, clock.end)
    due = Due(
        start=cue.start, end=cue.end, date_start=clock.start, phrase=" ".join(text[cue.start : cue.end].split()),
        cue=cue.kind, on=out.on if out else None,
        safe_on=safe_on(out.on, day.calendar, counted_without=out.counted_without) if out else None,
        basis=out.basis if out else None, clock=clock,
    )  # fmt: skip
    window = text[max(0, clock.start - 30) : clock.start]
    at = re.search(rf"({pattern_of(rules)})\s*(?:,|on\s+the\s+\w+)?\s*$", window, re.IGNORECASE)
    return replace(due, at=time_in(at[0], rules)) if at else due
