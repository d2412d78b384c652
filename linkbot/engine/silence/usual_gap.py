"""How long an Ombudsman usually leaves us without a letter, and how long a silence must be to be worth a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise
from math import ceil

from linkbot.engine.dates.working_days import is_working_day
from linkbot.model.calendar import WorkingCalendar

LOOKED_BACK = timedelta(days=180)
ENOUGH_LETTERS, ENOUGH_GAPS = 10, 5
SHORTEST_SILENCE = 5  # working days


@dataclass(frozen=True)
class Usual:
    """In working days: what nine gaps in ten did not exceed, and the silence from which people are told."""

    gap: int
    silence: int


def usual_gap(letters: Sequence[datetime], *, calendar: WorkingCalendar, zone: tzinfo | None) -> Usual | None:
    """None while too few letters have come to call anything usual: a new installation has nothing to miss.

    `letters` are those of the last `LOOKED_BACK` up to the latest one, so that a long silence does not forget what was
    usual before it. Gaps are counted in working days from one day with letters to the next: ten letters of one morning
    are one arrival.

    Why the ninth of ten and not the middle one: letters that come by chance have a median gap of 0.7 of the mean, and
    a quarter of all gaps exceed twice that, so that twice the median would cry wolf each month. Nine in ten is 2.3
    times the mean; twice that is exceeded once in a hundred gaps. One long gap (August) hardly moves it.
    """
    days = sorted({at.astimezone(zone).date() for at in letters})
    gaps = sorted(
        sum(is_working_day(day + timedelta(days=n), calendar, closures=True) for n in range(1, (later - day).days + 1))
        for day, later in pairwise(days)
    )
    if len(letters) < ENOUGH_LETTERS or len(gaps) < ENOUGH_GAPS:
        return None
    gap = max(gaps[ceil(0.9 * len(gaps)) - 1], 1)
    return Usual(gap, max(2 * gap, SHORTEST_SILENCE))
