"""Arithmetic with working days: counting on, counting back, and the safe date that every clock of ours uses.

Monday to Friday without England's bank holidays is the official count; without regard to bank holidays it is the
cautious one, because caseworkers count by hand and not always alike. No dates are read from text here.
"""

from __future__ import annotations

from datetime import date, timedelta

from linkbot.model.calendar import WorkingCalendar

_DAY = timedelta(days=1)
_SATURDAY = 5


def is_weekend(day: date) -> bool:
    return day.weekday() >= _SATURDAY


def is_working_day(day: date, calendar: WorkingCalendar, *, closures: bool = False) -> bool:
    """Monday to Friday and no bank holiday; with `closures` the council's own closed days do not count either."""
    if is_weekend(day) or day in calendar.bank_holidays:
        return False
    return not (closures and day in calendar.closures)


def on_or_before(day: date, calendar: WorkingCalendar, *, closures: bool = False) -> date:
    """The day itself when it is a working day, else the last one before it."""
    while not is_working_day(day, calendar, closures=closures):
        day -= _DAY
    return day


def on_or_after(day: date, calendar: WorkingCalendar, *, closures: bool = False) -> date:
    """The day itself when it is a working day, else the first one after it."""
    while not is_working_day(day, calendar, closures=closures):
        day += _DAY
    return day


def previous_working_day(day: date, calendar: WorkingCalendar, *, closures: bool = False) -> date:
    return on_or_before(day - _DAY, calendar, closures=closures)


def next_working_day(day: date, calendar: WorkingCalendar, *, closures: bool = False) -> date:
    return on_or_after(day + _DAY, calendar, closures=closures)


def add_working_days(
    start: date, days: int, calendar: WorkingCalendar, *, received: bool = False, closures: bool = False
) -> date:
    """The `days`-th working day after `start`; the day after `start` is day 1.

    `received`: the clock runs from a receipt, and what comes in at a weekend counts as received on the Monday.
    """
    day = _received_on(start) if received else start
    for _ in range(days):
        day = next_working_day(day, calendar, closures=closures)
    return day


def subtract_working_days(day: date, days: int, calendar: WorkingCalendar, *, closures: bool = False) -> date:
    """The `days`-th working day before `day`; with 0 the day itself or the last working day before it."""
    if days == 0:
        return on_or_before(day, calendar, closures=closures)
    for _ in range(days):
        day = previous_working_day(day, calendar, closures=closures)
    return day


def add_weekdays(start: date, days: int, *, received: bool = False) -> date:
    """As `add_working_days`, but only weekends are left out: the cautious count."""
    day = _received_on(start) if received else start
    for _ in range(days):
        day += _DAY
        while is_weekend(day):
            day += _DAY
    return day


def working_days_between(start: date, end: date, calendar: WorkingCalendar) -> int:
    """How many working days lie after `start` up to and including `end`; negative when `end` comes first."""
    if end < start:
        return -working_days_between(end, start, calendar)
    span = (end - start).days
    return sum(is_working_day(start + timedelta(days=step), calendar) for step in range(1, span + 1))


def safe_on(on: date, calendar: WorkingCalendar, *, counted_without: date | None = None) -> date:
    """The earlier of `on` and the count that ignores bank holidays, then back to a working day."""
    earliest = on if counted_without is None else min(on, counted_without)
    return on_or_before(earliest, calendar)


def _received_on(day: date) -> date:
    while is_weekend(day):
        day += _DAY
    return day
