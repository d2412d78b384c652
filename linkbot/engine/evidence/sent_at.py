"""When a person says they sent it: `at 14:10`, `on 3 December at 9.30`; else the moment they said so."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from linkbot.engine.dates.dates import find_dates

_LONDON = ZoneInfo("Europe/London")
_CLOCK = re.compile(r"\bat\s+(\d{1,2})[:.](\d{2})(?!\d)\s*(am|pm)?", re.IGNORECASE)
_LONGEST = 31  # days back


def said_at(words: str | None, at: datetime) -> datetime:
    """Never later than `at`, and never so far back that the year must be a slip."""
    local = at.astimezone(_LONDON)
    found = find_dates(words or "", local.date())
    if len(found) == 1 and (day := found[0].on) is not None and 0 <= (local.date() - day).days <= _LONGEST:
        local = local.replace(year=day.year, month=day.month, day=day.day)
    clock = _CLOCK.search(words or "")
    if clock is not None:
        hour, minute = int(clock[1]), int(clock[2])
        hour += 12 if (clock[3] or "").casefold() == "pm" and hour < 12 else 0
        if hour < 24 and minute < 60:
            local = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return min(local.astimezone(at.tzinfo), at)
