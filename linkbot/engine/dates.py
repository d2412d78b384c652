"""The grammar of dates as English letters write them, day first. Finds them; does not say what they are for.

Every form is matched over line breaks, since text out of PDFs and mail breaks anywhere. A date without a year rolls
forward from the reference day (the letter's date); `earlier` keeps the reading backward for dates that were missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from linkbot.engine.holidays_of_the_year import holiday_on

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b\.?"
_DAY = r"(?:3\s?[01]|[12]\s?\d|0\s?[1-9]|[1-9])"
_WHOLE_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_ORDINAL = r"(?:\s?(?:st|nd|rd|th)\b)?"
_YEAR = r"(?:20\d\d(?!\d)|['’]\d\d(?!\d)|2\d(?=\s*(?:[.,;)]|\n|$)))"
_FREE = r"(?<![\d£.,/:\-–])(?<![£]\s)"

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("iso", r"(?<![\d-])(?P<y>20\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?![\d-])"),
        (
            "named",
            (
                rf"(?:\b(?P<w>{_WEEKDAY}),?\s+(?:the\s+)?)?{_FREE}(?P<d>{_DAY}){_ORDINAL}(?:\s+(?:day\s+)?of)?"
                rf"[\s\-–]*\b(?P<m>{_MONTH})(?:[\s,\-–]*(?P<y>{_YEAR}))?"
            ),
        ),
        (
            "named",
            (
                rf"(?:\b(?P<w>{_WEEKDAY}),?\s+)?\b(?=(?-i:[A-Z]))(?P<m>{_MONTH})\s+(?P<d>{_WHOLE_DAY})(?!\d){_ORDINAL}"
                rf"(?!\s*(?:working|calendar|days?|weeks?|months?|per|%|{_MONTH}))(?:,?\s+(?P<y>20\d\d(?!\d)))?"
            ),
        ),
        (
            "numeric",
            (
                rf"(?:\b(?P<w>{_WEEKDAY}),?\s+)?{_FREE}(?P<d>\d\d?)\s?(?P<s>[/.\-])\s?(?P<m>\d\d?)\s?(?P=s)\s?"
                r"(?P<y>20\d\d|\d\d)(?![\d/]|[.\-]\d)"
            ),
        ),
        ("short", rf"(?:\b(?P<w>{_WEEKDAY}),?\s+)?{_FREE}(?P<d>{_WHOLE_DAY})/(?P<m>1[0-2]|0?[1-9])(?![\d/])"),
        ("instant", rf"\b(?:the\s+)?(?P<d>{_WHOLE_DAY})(?:\s?(?:st|nd|rd|th))\s+inst\b\.?"),
        ("day", rf"\b(?:(?P<w>{_WEEKDAY}),?\s+(?:the\s+)?|the\s+)(?P<d>{_WHOLE_DAY})(?:\s?(?:st|nd|rd|th))\b"),
        (
            "end",
            rf"\b(?:the\s+)?end\s+of\s+(?:(?P<m>{_MONTH})(?:\s+(?P<y>20\d\d))?|(?P<p>(?:this|the|next)\s+(?:week|month|year)))",
        ),
        (
            "weekday",
            rf"\b(?P<n>next\s+|this\s+|this\s+coming\s+)?(?P<w>{_WEEKDAY})(?P<after>\s+next(?!\s+(?:week|month))\b)?",
        ),
        (
            "holiday",
            (
                r"\b(?P<h>Good\s+Friday|Easter\s+Monday|Easter|Christmas\s+Eve|Christmas\s+Day|Christmas|Boxing\s+Day"
                r"|New\s+Year['’]?s\s+Eve|New\s+Year['’]?s\s+Day|the\s+New\s+Year)\b(?:\s+(?P<y>20\d\d))?"
            ),
        ),
        ("relative", r"\b(?P<r>today|tomorrow)\b(?!['’]s)"),
    )
)
_NEEDS_CUE = frozenset({"short", "day", "end", "weekday", "holiday", "relative"})
_BROKEN_AFTER = re.compile(r"(?:than|by|on|before|until|due|date|to|and|is)[\s:]*$|(?:^|\n)[ \t]*$", re.IGNORECASE)


@dataclass(frozen=True)
class FoundDate:
    """A date and its place. `needs_cue`: a form too weak to mean a date by itself ("Friday", "31/3").

    `weekday_agrees` False: the printed weekday belongs to another day. `on` None: a numeric date that is none.
    """

    start: int
    end: int
    phrase: str
    on: date | None
    year_given: bool
    earlier: date | None = None
    weekday_agrees: bool = True
    needs_cue: bool = False


def find_dates(text: str, reference: date) -> tuple[FoundDate, ...]:
    """All dates of a text in order, none overlapping; of two readings of a place the longer one is kept."""
    found = [
        found_date
        for form, pattern in _FORMS
        for match in pattern.finditer(text)
        if (found_date := _read(form, match, text, reference)) is not None
    ]
    kept: list[FoundDate] = []
    for each in sorted(found, key=lambda one: (one.start, -one.end)):
        if kept and each.start < kept[-1].end:
            if each.end - each.start > kept[-1].end - kept[-1].start:
                kept[-1] = each
            continue
        kept.append(each)
    return tuple(kept)


def _read(form: str, match: re.Match[str], text: str, reference: date) -> FoundDate | None:
    parts = {name: value for name, value in match.groupdict().items() if value}
    start = match.start()
    weekday = _weekday(parts.get("w"))
    if form in ("named", "instant", "day") and (broken := re.search(r"\d\s+\d", parts["d"])) is not None:
        if not _BROKEN_AFTER.search(text[: match.start("d")]) and "w" not in parts:
            start = match.start("d") + broken.end() - 1
            parts["d"] = parts["d"][-1]
        parts["d"] = re.sub(r"\s", "", parts["d"])
    end = match.end() - (match[0].endswith(".") and text[match.end() :].lstrip(" ")[:1] in ("", "\n"))
    options = list(_days(form, parts, weekday, reference))
    if form in ("numeric",) and not options:
        return FoundDate(start, end, _tidy(text[start:end]), None, True)
    if not options:
        return None
    on, earlier = options[0], options[1] if len(options) > 1 else None
    agrees = weekday is None or form == "weekday" or on.weekday() == weekday
    if not agrees and earlier is not None and earlier.weekday() == weekday:
        agrees = True
    return FoundDate(
        start=start,
        end=end,
        phrase=_tidy(text[start:end]),
        on=on,
        year_given="y" in parts,
        earlier=earlier,
        weekday_agrees=agrees,
        needs_cue=form in _NEEDS_CUE,
    )


def _days(form: str, parts: dict[str, str], weekday: int | None, reference: date) -> Iterator[date]:
    """The day meant, then, where no year is given, the one before the reference day."""
    if form in ("iso", "numeric", "named", "short"):
        month = int(parts["m"]) if parts["m"].isdigit() else _MONTHS.index(parts["m"][:3].lower()) + 1
        yield from _with_year(int(parts["d"]), month, parts.get("y"), reference)
    elif form in ("instant", "day"):
        yield from _of_month(int(parts["d"]), weekday, reference)
    elif form == "end":
        yield from _end_of(parts, reference)
    elif form == "weekday" and weekday is not None:
        ahead = (weekday - reference.weekday()) % 7 or 7
        if "after" in parts and ahead < 3:
            ahead += 7
        yield reference + timedelta(days=ahead)
        yield reference - timedelta(days=(reference.weekday() - weekday) % 7 or 7)
    elif form == "holiday":
        name = " ".join(parts["h"].lower().replace("’", "'").split())
        year = int(parts["y"]) if "y" in parts else reference.year
        on = holiday_on(name, year)
        yield on if "y" in parts or on >= reference else holiday_on(name, year + 1)
    elif form == "relative":
        yield reference + timedelta(days=parts["r"].lower() == "tomorrow")


def _with_year(day: int, month: int, year: str | None, reference: date) -> Iterator[date]:
    if year is not None:
        digits = int(year.strip("'’"))
        yield from _valid(digits + 2000 if digits < 100 else digits, month, day)
        return
    years = (reference.year, reference.year + 1, reference.year - 1, reference.year + 4)
    days = [on for each in years for on in _valid(each, month, day)]
    yield from [on for on in days if on >= reference][:1]
    yield from [on for on in sorted(days, reverse=True) if on < reference][:1]


def _of_month(day: int, weekday: int | None, reference: date) -> Iterator[date]:
    """The next such day of a month, in the month where a printed weekday fits when that is this one or the next."""
    months = [
        ((reference.year * 12 + reference.month - 1 + step) // 12, (reference.month - 1 + step) % 12 + 1)
        for step in range(-2, 4)
    ]
    days = [on for year, month in months for on in _valid(year, month, day)]
    ahead = [on for on in days if on >= reference]
    fitting = [on for on in ahead[:2] if weekday is None or on.weekday() == weekday]
    yield from (fitting or ahead)[:1]
    yield from [on for on in reversed(days) if on < reference][:1]


def _end_of(parts: dict[str, str], reference: date) -> Iterator[date]:
    if "m" in parts:
        month = _MONTHS.index(parts["m"][:3].lower()) + 1
        year = int(parts["y"]) if "y" in parts else reference.year
        on = _last_of(year, month)
        if "y" not in parts and on < reference:
            yield _last_of(year + 1, month)
        yield on
        return
    which, unit = parts["p"].lower().split()
    later = which == "next"
    if unit == "week":
        yield reference + timedelta(days=(4 - reference.weekday()) % 7 + (7 if later else 0))
    elif unit == "month":
        number = reference.year * 12 + reference.month - 1 + later
        yield _last_of(number // 12, number % 12 + 1)
    else:
        yield date(reference.year + later, 12, 31)


def _last_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _valid(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return


def _weekday(word: str | None) -> int | None:
    return None if word is None else _WEEKDAYS.index(word[:3].lower())


def _tidy(words: str) -> str:
    return " ".join(words.split())
