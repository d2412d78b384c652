"""A stretch of days a report is about: a month, a quarter or year of the council's own, or any two days.

A council's year may begin in any month (`year_begins`, 1 to 12); English councils' begin in April.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_DAY = timedelta(days=1)
_MONTH, _QUARTER = re.compile(r"(\d{4})-(\d{2})"), re.compile(r"(\d{4})-Q([1-4])", re.IGNORECASE)
_YEAR, _RANGE = re.compile(r"(\d{4})"), re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")


class Span(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        return {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}[self]


@dataclass(frozen=True)
class Period:
    """`first` and `last` are both in it. `name` as it is typed, `title` as it is read."""

    name: str
    title: str
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def months(self) -> tuple[Period, ...]:
        """Every month of which the period holds a day, whole or cut."""
        found, day = list[Period](), self.first
        while day <= self.last:
            end = min(_month_end(day), self.last)
            found.append(Period(f"{day:%Y-%m}", f"{day:%b %Y}", day, end))
            day = end + _DAY
        return tuple(found)


def period_of(name: str, *, year_begins: int) -> Period:
    """`2026-10`, `2026-Q3`, `2026` or `2026-07-01..2026-09-30`. ValueError says what would do."""
    if found := _RANGE.fullmatch(name):
        first, last = date.fromisoformat(found[1]), date.fromisoformat(found[2])
        if first <= last:
            return Period(name, f"{_long(first)} to {_long(last)}", first, last)
    elif found := _MONTH.fullmatch(name):
        if 1 <= int(found[2]) <= 12:
            return month_of(date(int(found[1]), int(found[2]), 1))
    elif found := _QUARTER.fullmatch(name):
        return _stretch(Span.QUARTER, int(found[1]), int(found[2]), year_begins)
    elif found := _YEAR.fullmatch(name):
        return _stretch(Span.YEAR, int(found[1]), 1, year_begins)
    raise ValueError(f"{name!r} is no period: write 2026-10, 2026-Q3, 2026 or 2026-07-01..2026-09-30")


def month_of(day: date) -> Period:
    return Period(f"{day:%Y-%m}", f"{day:%B %Y}", day.replace(day=1), _month_end(day))


def period_around(day: date, span: Span, *, year_begins: int) -> Period:
    """The month, quarter or year the day lies in."""
    if span is Span.MONTH:
        return month_of(day)
    since = (day.month - year_begins) % 12
    year = day.year if day.month >= year_begins else day.year - 1
    return _stretch(span, year, since // 3 + 1 if span is Span.QUARTER else 1, year_begins)


def last_ended(day: date, span: Span, *, year_begins: int) -> Period:
    """The newest period of its sort that is over on that day."""
    return period_around(period_around(day, span, year_begins=year_begins).first - _DAY, span, year_begins=year_begins)


def year_earlier(period: Period) -> Period:
    """The same days of the year before; 29 February becomes the 28th, and a month's end stays one."""
    first, last = _shifted(period.first), _shifted(period.last)
    if period.last == _month_end(period.last):
        last = _month_end(last)
    return Period(f"{first}..{last}", f"{_long(first)} to {_long(last)}", first, last)


def _stretch(span: Span, year: int, number: int, year_begins: int) -> Period:
    index = year * 12 + year_begins - 1 + (number - 1) * span.months
    first = date(index // 12, index % 12 + 1, 1)
    end = index + span.months - 1
    last = _month_end(date(end // 12, end % 12 + 1, 1))
    years = str(year) if year_begins == 1 else f"{year}/{(year + 1) % 100:02d}"
    if span is Span.YEAR:
        return Period(str(year), years, first, last)
    return Period(f"{year}-Q{number}", f"Q{number} {years}", first, last)


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _shifted(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
