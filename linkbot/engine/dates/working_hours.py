"""Time an office is manned: nine to five on working days. Local wall time in, local wall time out.

How long a question may wait, and for how long something has been wrong with nobody there to see it.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from linkbot.engine.dates.working_days import is_working_day, next_working_day
from linkbot.model.calendar import WorkingCalendar

OPENS, CLOSES = time(9), time(17)
WORKING_DAY = timedelta(hours=CLOSES.hour - OPENS.hour)


def after_working_hours(start: datetime, hours: int, calendar: WorkingCalendar) -> datetime:
    """The instant `hours` working hours after `start`."""
    left = timedelta(hours=hours)
    at = _into_hours(start, calendar)
    while True:
        end = at.replace(hour=CLOSES.hour, minute=0, second=0, microsecond=0)
        if at + left <= end:
            return at + left
        left -= end - at
        at = _opening(at, calendar)


def working_time(start: datetime, end: datetime, calendar: WorkingCalendar) -> timedelta:
    """How much working time lies between two instants, nothing when `end` comes first. `end` says whose wall clock.

    No clock is put forward or back between nine and five, so that wall time is true time within a working day.
    """
    start = start.astimezone(end.tzinfo)
    total, day = timedelta(), start.date()
    while day <= end.date():
        if is_working_day(day, calendar, closures=True):
            opens, closes = (datetime.combine(day, at, tzinfo=end.tzinfo) for at in (OPENS, CLOSES))
            total += max(min(end, closes) - max(start, opens), timedelta())
        day += timedelta(days=1)
    return total


def _into_hours(at: datetime, calendar: WorkingCalendar) -> datetime:
    if not is_working_day(at.date(), calendar, closures=True) or at.time() >= CLOSES:
        return _opening(at, calendar)
    if at.time() < OPENS:
        return at.replace(hour=OPENS.hour, minute=0, second=0, microsecond=0)
    return at


def _opening(at: datetime, calendar: WorkingCalendar) -> datetime:
    day = next_working_day(at.date(), calendar, closures=True)
    return datetime.combine(day, OPENS, tzinfo=at.tzinfo)
