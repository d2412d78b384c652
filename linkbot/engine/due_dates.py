"""Dates and clocks of a text that stand where a due date stands, counted out: the common ground of replies and orders.

Looks at the words right before and after a date only. Whether anybody is asked for anything is judged elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from functools import lru_cache

from linkbot.engine.clocks import Clock, find_clocks, run_out
from linkbot.engine.dates import FoundDate, find_dates
from linkbot.engine.phrases import compiled, ending
from linkbot.engine.times_of_day import pattern_of, time_in
from linkbot.engine.working_days import safe_on
from linkbot.model.calendar import WorkingCalendar
from linkbot.model.deadline import Deadline
from linkbot.model.deadline_rules import DeadlineRules

_RANGE = re.compile(r"(?:\b(?:between|from)\b)[^.;:\n]{1,60}?(?:\band|\bto|\buntil|-|–)\s*(?:the\s+)?$", re.IGNORECASE)
_AN_END = re.compile(r"(?:the\s+)?end\b", re.IGNORECASE)  # "before the end of March" includes its last day
_BEFORE = 110
_AFTER = 40


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
    """`cue`: strong (an ask by itself), weak, range, or none. `start` includes the cue. `earlier`: a year-less date
    read backward. `on` None: a clock that starts from an unknown event, or a numeric date that is none."""

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
    clock: Clock | None = None

    def deadline(self, *, purpose: str, source: str) -> Deadline:
        return Deadline(
            purpose=purpose, on=self.on, safe_on=self.safe_on, phrase=self.phrase, source=source, at=self.at,
            stated=self.stated, basis=self.basis, start=self.start, end=self.end,
        )  # fmt: skip


def find_due(text: str, day: LetterDay, rules: DeadlineRules) -> tuple[Due, ...]:
    """Every date and clock of the text in order, with its cue; weak forms ("Friday") only where a cue stands."""
    dates = find_dates(text, day.reference)
    clocks = find_clocks(text, dates, rules)
    taken = [(clock.start, clock.end) for clock in clocks]
    found = [_of_clock(clock, text, day, rules) for clock in clocks]
    for each in dates:
        if any(start <= each.start < end for start, end in taken):
            continue
        due = _of_date(each, text, day, rules)
        if due.cue != "none" or not each.needs_cue:
            found.append(due)
    return tuple(sorted(found, key=lambda due: due.date_start))


@lru_cache(maxsize=8)
def _filler(rules: DeadlineRules) -> str:
    words = r"\b(?:on|at|the|and|in\s+any\s+event|of|is|about|around|then|that\s+is|very|latest)\b"
    return rf"(?:[\s,;(\-–—:]|{words}|{pattern_of(rules)})*"


def _of_date(found: FoundDate, text: str, day: LetterDay, rules: DeadlineRules) -> Due:
    window = text[max(0, found.start - _BEFORE) : found.start]
    window = window[_sentence_start(window) :]
    # The cue is looked for with the reading that says most: a strong one first.
    strong = ending(rules.strong_cues, _filler(rules)).search(window)
    weak = ending(rules.cues, _filler(rules)).search(window)
    cue = "strong" if strong else "weak" if weak else "none"
    match = strong or weak
    start = found.start - len(window) + match.start() if match else found.start
    end = found.end
    after = text[found.end : found.end + _AFTER]
    if late := re.match(rf"[\s,(]*(?:{compiled(rules.late_cues).pattern})", after, re.IGNORECASE):
        cue, end = "strong", found.end + late.end()
    if cue == "none" and _RANGE.search(window):
        cue = "range"
    behind = re.match(rf"\s*(?:,|at|by|before|\(|-|–)?\s*(?:at|by|before)?\s*{pattern_of(rules)}", after, re.IGNORECASE)
    at = time_in(window[match.start() :], rules) if match else None
    if at is None and behind is not None and cue != "none":
        at, end = time_in(behind[0], rules), max(end, found.end + behind.end())
    on, earlier = found.on, found.earlier
    said = " ".join(match["cue"].lower().split()) if match else ""
    if on is not None and at is None and said in rules.before_cues and not _AN_END.match(found.phrase):
        on -= timedelta(days=1)
        earlier = earlier - timedelta(days=1) if earlier else None
    return Due(
        start=start, end=end, date_start=found.start, phrase=" ".join(text[start:end].split()), cue=cue, on=on,
        safe_on=safe_on(on, day.calendar) if on else None, at=at, stated=True, earlier=earlier,
        year_given=found.year_given, weekday_agrees=found.weekday_agrees, impossible=found.on is None,
    )  # fmt: skip


def _sentence_start(window: str) -> int:
    """Where the last sentence of the window begins: a cue does not reach over a full stop or a blank line."""
    ends = [m.end() for m in re.finditer(r"(?<=[a-z)][.?!])\s+(?=[A-Z])|\n[ \t]*\n", window)]
    return ends[-1] if ends else 0


def _of_clock(clock: Clock, text: str, day: LetterDay, rules: DeadlineRules) -> Due:
    out = run_out(clock, letter_date=day.letter_date, received_on=day.received_on, calendar=day.calendar)
    due = Due(
        start=clock.start, end=clock.end, date_start=clock.start, phrase=clock.phrase,
        cue="none" if clock.bare and not clock.explicit else "weak", on=out.on if out else None,
        safe_on=safe_on(out.on, day.calendar, counted_without=out.counted_without) if out else None,
        basis=out.basis if out else None, clock=clock,
    )  # fmt: skip
    window = text[max(0, clock.start - 30) : clock.start]
    at = re.search(rf"({pattern_of(rules)})\s*(?:,|on\s+the\s+\w+)?\s*$", window, re.IGNORECASE)
    return replace(due, at=time_in(at[0], rules)) if at else due
