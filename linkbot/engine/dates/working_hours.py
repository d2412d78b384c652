"""Hours a question may wait: nine to five on working days. Local wall time in, local wall time out."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from linkbot.engine.dates.working_days import is_working_day, next_working_day
from linkbot.model.calendar import WorkingCalendar

OPENS, CLOSES = time(9), time(17)


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


def _into_hours(at: datetime, calendar: WorkingCalendar) -> datetime:
    if not is_working_day(at.date(), calendar, closures=True) or at.time() >= CLOSES:
        return _opening(at, calendar)
    if at.time() < OPENS:
        return at.replace(hour=OPENS.hour, minute=0, second=0, microsecond=0)
    return at


def _opening(at: datetime, calendar: WorkingCalendar) -> datetime:
    day = next_working_day(at.date(), calendar, closures=True)
    return datetime.combine(day, OPENS, tzinfo=at.tzinfo)
