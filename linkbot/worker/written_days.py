"""Days as people in Britain write them in a cell: 27/11/2026, 27 Nov 26, "Fri 27th November 2026 by 5pm", 46353.

What is no day is a ValueError with a sentence, never a guess: an American order, a missing year, two days in one cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel

NOTHING = frozenset({"", "-", "--", "n/a", "na", "none", "nil", "tbc", "tba", "no", "n", "not set", "not known", "?"})
"""What people write where there is no day."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = r"(?P<month>" + "|".join(f"{month}[a-z]*" for month in _MONTHS) + r")\.?"
_YEAR = r"(?P<year>\d{4}|['’]?\d{2})(?!\d)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?<![\d/.-])(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
        rf"(?<![\d/.-])(?P<day>\d{{1,2}})[-/.](?P<month>\d{{1,2}})[-/.]{_YEAR}",
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s./-]*{_MONTH}[\s,./-]*{_YEAR}",
        rf"\b{_MONTH}[\s./-]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s,]+{_YEAR}",
    )
)
_WEEKDAY = re.compile(
    r"\b(" + "|".join(name[:3] for name in _WEEKDAYS) + r")[a-z]*\.?[\s,]*(?:the\s+)?$", re.IGNORECASE
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_FIRST_SERIAL, _LAST_SERIAL = 36526, 73050  # 2000 to 2099
SUCH_AS = "write a day such as 2027-01-11 or 11/01/2027"


def only_day(value: object, epoch: datetime = WINDOWS_EPOCH) -> date | None:
    """The one day a cell holds; None when it holds none. Raises ValueError."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_serial(float(value), epoch)
    text = " ".join(str(value or "").split())
    if text.casefold().rstrip(".") in NOTHING:
        return None
    if _SERIAL.fullmatch(text):
        return _of_serial(float(text), epoch)
    days = tuple(dict.fromkeys(days_in(text)))
    if len(days) == 1:
        return days[0]
    raise ValueError(f"is {text[:60]!r}: {'it holds several days, keep one' if days else SUCH_AS}")


def days_in(text: str) -> tuple[date, ...]:
    """Every day written in a text, in order. Raises ValueError for one that cannot be (31/02/2027, a wrong weekday)."""
    found = sorted(_found(text))
    return tuple(day for _, day in found)


def _found(text: str) -> Iterator[tuple[int, date]]:
    taken: list[tuple[int, int]] = []
    for form in _FORMS:
        for match in form.finditer(text):
            start, end = match.span()
            if any(start < b and a < end for a, b in taken):
                continue
            taken.append((start, end))
            yield start, _checked(match, text[:start])


def _checked(match: re.Match[str], before: str) -> date:
    year, month = match["year"].lstrip("'’"), match["month"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].casefold()) + 1
    try:
        day = date(int(year) + (2000 if len(year) == 2 else 0), number, int(match["day"]))
    except ValueError:
        raise ValueError(f"holds {match[0]!r}, which is no day: {SUCH_AS}") from None
    weekday, real = _WEEKDAY.search(before), _WEEKDAYS[day.weekday()]
    if weekday and weekday[1].casefold() != real[:3]:
        raise ValueError(f"holds {match[0]!r}, which is a {real.capitalize()}: is the weekday or the date right?")
    return day


def _of_serial(value: float, epoch: datetime) -> date:
    """A day as spreadsheets count them."""
    if _FIRST_SERIAL <= value <= _LAST_SERIAL:
        day = from_excel(value, epoch)
        if isinstance(day, datetime):
            return day.date()
    raise ValueError(f"is the number {value:g}: {SUCH_AS}")
