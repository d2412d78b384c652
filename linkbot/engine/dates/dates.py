"""The grammar of dates as English letters write them, day first. Finds them; does not say what they are for.

Every form is matched over line breaks, since text out of PDFs and mail breaks anywhere. A date without a year rolls
forward from the reference day (the letter's date); `earlier` keeps the reading backward for dates that were missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from linkbot.engine.dates.date_forms import DIGIT_FORMS, MONTHS, STRONG_FORMS, WEEKDAYS, WORD_FORMS, parts_before
from linkbot.engine.dates.holidays_of_the_year import holiday_on

_WORD = re.compile(r"[A-Za-z]{3,}|\d+")  # no form begins with a shorter word
_BROKEN_AFTER = re.compile(r"(?:than|day|by|on|before|until|due|date|to|and|is)[\s:]*$|(?:^|\n)[ \t]*$", re.IGNORECASE)


@dataclass(frozen=True)
class FoundDate:
    """A date and its place. `needs_cue`: a form too weak to mean a date by itself ("Friday", "31/3").

    `weekday_agrees` False: the printed weekday belongs to another day. `on` None: a numeric date that is none, or, with
    `vague`, words that name no day ("by September 2027", "early next week").
    """

    start: int
    end: int
    phrase: str
    on: date | None
    year_given: bool
    earlier: date | None = None
    weekday_agrees: bool = True
    needs_cue: bool = False
    vague: bool = False


def find_dates(text: str, reference: date) -> tuple[FoundDate, ...]:
    """All dates of a text in order, none overlapping; of two readings of a place the longer one is kept."""
    found = [
        found_date
        for word in _WORD.finditer(text)
        for form, pattern in (DIGIT_FORMS if word[0].isdigit() else WORD_FORMS.get(word[0].lower(), ()))
        if (match := pattern.match(text, word.start())) is not None
        and (found_date := _read(form, match, text, reference)) is not None
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
    start = match.start()
    parts = {name: value for name, value in match.groupdict().items() if value}
    if form in ("named", "instant", "day") and (broken := re.search(r"\d\s+\d", parts["d"])) is not None:
        if not _BROKEN_AFTER.search(text[max(0, start - 20) : start]):
            start += broken.end() - 1  # a number stood before the day: "order 2 6 June"
            parts["d"] = parts["d"][-1]
        parts["d"] = re.sub(r"\s", "", parts["d"])
    led = parts_before(form, text, start)
    if led is None:
        return None
    start, before = led
    parts |= before
    weekday = _weekday(parts.get("w"))
    end = match.end()
    if match[0].endswith(".") and re.match(r"[ ]*(?:\n|\Z|[A-Z\"“(])", text[end : end + 6]):
        end -= 1  # the full stop of the sentence, not of "Mar."
    if form == "vague":
        gone = "m" in parts and _month_is_over(parts, reference)
        return None if gone else FoundDate(start, end, _tidy(text[start:end]), None, False, needs_cue=True, vague=True)
    options = list(_days(form, parts, weekday, reference))
    if form == "numeric" and not options:
        return FoundDate(start, end, _tidy(text[start:end]), None, True)
    if not options:
        return None
    on, earlier = options[0], options[1] if len(options) > 1 else None
    agrees = weekday is None or form == "weekday" or on.weekday() == weekday
    return FoundDate(
        start=start,
        end=end,
        phrase=_tidy(text[start:end]),
        on=on,
        year_given="y" in parts,
        earlier=earlier,
        weekday_agrees=agrees,
        needs_cue=form not in STRONG_FORMS,
    )


def _days(form: str, parts: dict[str, str], weekday: int | None, reference: date) -> Iterator[date]:
    """The day meant, then, where no year is given, the one before the reference day."""
    steps = {"week": 7, "fortnight": 14}
    step = steps.get(parts.get("step", "").lower(), 0) + (7 if parts.get("after", "").strip().lower() == "week" else 0)
    if form in ("iso", "numeric", "named", "month first", "short"):
        month = int(parts["m"]) if parts["m"].isdigit() else _month(parts["m"])
        yield from _with_year(int(parts["d"]), month, parts.get("y"), reference)
    elif form in ("instant", "day"):
        yield from _of_month(int(parts["d"]), weekday, reference)
    elif form == "end":
        yield from _end_of(parts, reference)
    elif form == "weekday" and weekday is not None:
        ahead = (weekday - reference.weekday()) % 7 or 7
        if "after" in parts and ahead < 3 and not step:
            ahead += 7
        yield reference + timedelta(days=ahead + step)
        yield reference - timedelta(days=(reference.weekday() - weekday) % 7 or 7)
    elif form == "holiday":
        name = " ".join(parts["h"].lower().replace("’", "'").split())
        name = "the new year" if name == "new year" else name
        year = int(parts["y"]) if "y" in parts else reference.year
        on = holiday_on(name, year)
        yield on if "y" in parts or on >= reference else holiday_on(name, year + 1)
    elif form == "relative":
        yield reference + timedelta(days=(parts["r"].lower() == "tomorrow") + step)


def _month(name: str) -> int:
    return MONTHS.index(name[:3].lower()) + 1


def _month_is_over(parts: dict[str, str], reference: date) -> bool:
    """Whether a month named without a day lies behind; without a year the nearer of the two is meant."""
    month = _month(parts["m"])
    if "y" in parts:
        return _last_of(int(parts["y"]), month) < reference
    return (month - reference.month) % 12 > 8


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
    if parts.get("p", "").lower() == "end":  # "month end"
        yield _last_of(reference.year, reference.month)
        return
    if "m" in parts:
        month = _month(parts["m"])
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
    return None if word is None else WEEKDAYS.index(word[:3].lower())


def _tidy(words: str) -> str:
    return " ".join(words.split())
