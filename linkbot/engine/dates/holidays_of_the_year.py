"""Days that letters call by name: Easter's and those around the turn of the year. For reading, not for counting."""

from __future__ import annotations

from datetime import date, timedelta

_FIXED = {
    "christmas": (12, 25),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new years eve": (12, 31),
    "new year's day": (1, 1),
    "new years day": (1, 1),
    "the new year": (1, 1),
}
_FROM_EASTER = {"good friday": -2, "easter": 0, "easter monday": 1}


def holiday_on(name: str, year: int) -> date:
    """The day of that year; `name` in lower case with straight apostrophes. Raises KeyError for an unknown name."""
    if name in _FROM_EASTER:
        return easter_sunday(year) + timedelta(days=_FROM_EASTER[name])
    month, day = _FIXED[name]
    return date(year, month, day)


def easter_sunday(year: int) -> date:
    """Gregorian Easter by Gauss's method with the usual corrections (valid for any year from 1583)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)
