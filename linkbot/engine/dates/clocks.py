"""Relative clocks: "within 15 working days of the date of this letter", and the day they run out.

Counting rules: the starting day is excluded, months follow the corresponding date (clamped to the month's end),
"beginning with" includes the starting day, "clear" adds a day, hours are rounded up to days. A clock whose event is
not in the letter ("within two weeks of this meeting") keeps its phrase and gets no day.
"""

from __future__ import annotations

import math
import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from linkbot.engine.dates.dates import FoundDate
from linkbot.engine.dates.phrases import source
from linkbot.engine.dates.working_days import add_weekdays, add_working_days
from linkbot.model.calendar import WorkingCalendar
from linkbot.model.deadline_rules import DeadlineRules, Event


@dataclass(frozen=True)
class Clock:
    """`event` None with `unknown` set: it starts from something the letter does not date. `explicit`: an anchor stood
    in the text. `start_on`: it runs from a date given in words. `bare`: nothing before it says "within"."""

    start: int
    end: int
    phrase: str
    count: int
    unit: str  # hour | day | week | fortnight | month | year
    working: bool
    clear: bool
    inclusive: bool
    event: Event | None
    decision: bool = False
    explicit: bool = False
    unknown: str | None = None
    start_on: date | None = None
    bare: bool = False
    possession: bool = False  # "you have 10 days": an ask by itself


@dataclass(frozen=True)
class RunOut:
    on: date
    counted_without: date  # the same count without regard to bank holidays
    basis: str


_UNIT = re.compile(  # few places of a text: only before one of these a clock is looked for
    r"[HDWFMYhdwfmy](?i:(?<=h)ours?|(?<=d)ays?|(?<=w)eeks?|(?<=f)ortnights?|(?<=m)onths?|(?<=y)ears?)\b"
)
_BEFORE_UNIT = 120
_AFTER_UNIT = 120


@lru_cache(maxsize=8)
def _pattern(rules: DeadlineRules) -> re.Pattern[str]:
    words = "|".join(sorted((source(word) for word, _ in rules.number_words), key=len, reverse=True))
    number = rf"(?:\d{{1,3}}|{words})"
    # "in the next fortnight", "within the week" count one
    bare = (
        r"(?:(?<=in\sthe\snext\s)|(?<=within\sthe\snext\s)|(?<=in\sthe\scoming\s)|(?<=within\sthe\s)"
        r"|(?<=inside\sthe\s))(?=fortnight|week\b|month\b)"
    )
    return re.compile(
        r"(?:\b(?P<lead>within|inside|in|over|no\s+(?:later|more)\s+than|not\s+(?:later|more)\s+than|have|has"
        r"|had|gives?\s+you|a\s+further)\s+"
        r"(?P<next>(?:(?:the|a|these|another|up\s+to|only|now|just|a\s+further"
        r"|a\s+maximum\s+of)\s+){0,2}(?:(?:next|following|coming)\s+)?(?:(?:period|timescale|deadline|limit"
        r"|time\s+limit)\s+of\s+)?))?"
        rf"(?:{bare}|\b(?P<n>{number})(?:\s*\(\s*(?:{number})\s*\))?(?:\s*(?:to|or|-"
        rf"|–)\s*(?P<upper>{number}))?[\s\-‑]+)"
        r"(?P<clear>clear\s+|full\s+)?(?P<how>working|business|calendar|consecutive)?[\s\-‑]*(?P<clear2>clear\s+)?"
        r"(?P<unit>hours?|days?|weeks?|fortnights?|months?|years?)\b(?P<time>['’]?\s*(?:s['’]?\s+)?time\b|['’])?"
        r"(?:,?\s+(?P<prep>of|from|after|following|beginning\s+(?:with|on|from)|starting\s+(?:with|on|from)"
        r"|commencing\s+(?:with|on)|to\s+run\s+from)\s+)?",
        re.IGNORECASE,
    )


@lru_cache(maxsize=8)
def _anchor_patterns(rules: DeadlineRules) -> tuple[tuple[re.Pattern[str], Event, bool], ...]:
    before = (
        r"(?:the\s+)?(?:(?:date|day|issue|issuing|date\s+of\s+issue|sending|date\s+of\s+receipt)\s+(?:of|on"
        r"|on\s+which|that|(?:(?:which\s+is\s+)?(?:shown|given|printed)\s+)?(?:on|at|in)(?:\s+the\s+(?:top|head"
        r"|foot|start|beginning)\s+of)?)\s+|date\s+)?"
        r"(?:(?:this|the|our|my|your|that|these|which)\s+)?(?:(?:ombudsman['’]?s?|today['’]s|present|above"
        r"|attached|enclosed)\s+)?"
    )
    return tuple(
        (
            # "of a report", "of a request" say how long a thing may take at any time; "of a final decision" is this one
            re.compile((r"(?:an?\s+)?" if a.decision else "") + before + source(a.phrase) + r"(?![\w])", re.IGNORECASE),
            a.event,
            a.decision,
        )
        for a in rules.anchors
    )


def find_clocks(text: str, dates: tuple[FoundDate, ...], rules: DeadlineRules) -> tuple[Clock, ...]:
    """All relative clocks of a text. `dates`: the dates of the same text, for "28 days from 3 May 2027"."""
    found: list[Clock] = []
    done = 0
    for unit in _UNIT.finditer(text):
        begin = max(done, unit.start() - _BEFORE_UNIT)
        match = _pattern(rules).search(text, begin, unit.end() + _AFTER_UNIT) if unit.start() >= done else None
        if match is None or match.start("unit") != unit.start():
            continue
        done = match.end("unit")
        clock = _read(match, text, rules)
        if clock is None:
            continue
        if match["prep"]:
            clock = _anchored(clock, match, text, dates, rules)
        found.append(clock)
    return tuple(found)


def _read(match: re.Match[str], text: str, rules: DeadlineRules) -> Clock | None:
    lead = " ".join((match["lead"] or "").lower().split())
    upcoming = bool(re.search(r"next|following|coming|period|timescale", match["next"] or "", re.IGNORECASE))
    timed = "time" in (match["time"] or "").lower()
    if (
        re.match(r"(?:fortnight|year)", match["unit"], re.IGNORECASE)
        and (match["n"] or "").lower() in ("a", "an")
        and not lead
    ):
        return None
    closes = re.match(r"\s*(?:[,.;:?!)]|\Z|\n\s*\n|please\b)", text[match.end() : match.end() + 8]) is not None
    if lead == "in" and not (upcoming or timed or match["prep"] or closes):
        return None
    numbers = dict(rules.number_words)
    word = (match["upper"] or match["n"] or "one").lower()
    count = int(word) if word.isdigit() else numbers[" ".join(word.split())]
    unit = match["unit"].lower().rstrip("s")
    start = match.start("lead") if match["lead"] else match.start("n")
    if not lead and re.search(r"£\s?\d[\d,]*(?:\.\d\d)?[ \t]+$", text[max(0, start - 12) : start]):
        return None  # "£40 a week" is a rate
    if re.search(r"\bfor\s+(?:a\s+(?:total|period)\s+of\s+)?$", text[max(0, start - 25) : start], re.IGNORECASE):
        return None  # "for eight weeks" lasts, it is not due
    possession = lead in ("have", "has", "gives you", "give you", "a further")
    if possession:
        start = match.start("n")
    end = match.end("time") if match["time"] else match.end("unit")
    return Clock(
        start=start,
        end=end,
        phrase=" ".join(text[start:end].split()),
        count=count,
        unit=unit,
        working=(match["how"] or "").lower() in ("working", "business"),
        clear=bool(match["clear"] or match["clear2"]) and "clear" in (match["clear"] or match["clear2"] or "").lower(),
        inclusive=False,
        event=Event.LETTER,
        bare=not lead or lead in ("had",),
        possession=possession,
    )


def _anchored(
    clock: Clock, match: re.Match[str], text: str, dates: tuple[FoundDate, ...], rules: DeadlineRules
) -> Clock:
    inclusive = bool(re.match(r"beginning|starting|commencing", match["prep"], re.IGNORECASE))
    at = match.end()
    for day in dates:
        if day.on is not None and at <= day.start <= at + 4 and not text[at : day.start].strip(" the\n\t"):
            return _ended(replace(clock, start_on=day.on, explicit=True, inclusive=inclusive), day.end, text)
    for pattern, event, decision in _anchor_patterns(rules):
        anchor = pattern.match(text, at)
        if anchor:
            known = replace(clock, event=event, decision=decision, explicit=True, inclusive=inclusive)
            return _ended(known, anchor.end(), text)
    if match["prep"].lower() == "of" and re.match(
        r"(?:rent|work|delay|service|loss|distress)", text[at:], re.IGNORECASE
    ):
        return clock
    rest = re.match(r"[^.;:,\n]{1,60}", text[at:])
    unknown = " ".join(rest[0].split()) if rest else ""
    if not unknown:
        return clock
    return (
        _ended(replace(clock, event=None, unknown=unknown, explicit=True, inclusive=inclusive), at + len(rest[0]), text)
        if rest
        else clock
    )


def _ended(clock: Clock, end: int, text: str) -> Clock:
    return replace(clock, end=end, phrase=" ".join(text[clock.start : end].split()))


def run_out(clock: Clock, *, letter_date: date | None, received_on: date, calendar: WorkingCalendar) -> RunOut | None:
    """The day the clock runs out, or None when what starts it is not known."""
    received = clock.event is Event.RECEIPT
    if clock.start_on is not None:
        start, named = clock.start_on, "the date given"
    elif clock.event is None:
        return None
    elif received:
        start, named = received_on, "receipt"
    elif letter_date is not None:
        start, named = letter_date, "date of the letter"
    else:
        start, named = received_on, "day it came; the letter bears no date"
    if clock.working:
        count = clock.count + clock.clear - clock.inclusive
        on = add_working_days(start, count, calendar, received=received)
        without = add_weekdays(start, count, received=received)
    else:
        on = without = _calendar(start, clock)
    how = f"{clock.count} {'working ' if clock.working else ''}{clock.unit}{'s' if clock.count != 1 else ''}"
    return RunOut(on, without, f"{how} from {start.day} {start:%B %Y} ({named})")


def _calendar(start: date, clock: Clock) -> date:
    shift = timedelta(days=int(clock.clear) - int(clock.inclusive))
    if clock.unit in ("month", "year"):
        number = start.year * 12 + start.month - 1 + clock.count * (12 if clock.unit == "year" else 1)
        year, month = number // 12, number % 12 + 1
        return date(year, month, min(start.day, monthrange(year, month)[1])) + shift
    days = {
        "hour": math.ceil(clock.count / 24),
        "day": clock.count,
        "week": 7 * clock.count,
        "fortnight": 14 * clock.count,
    }
    return start + timedelta(days=days[clock.unit]) + shift
