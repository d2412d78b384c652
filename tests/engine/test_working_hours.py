"""Working time between two instants: weekends, bank holidays, closures and changed clocks do not count."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbot.engine.dates.working_days import is_working_day
from linkbot.engine.dates.working_hours import WORKING_DAY, after_working_hours, working_time
from tests.engine.hand_written import calendar

LONDON = ZoneInfo("Europe/London")


def at(day: int, hour: int, minute: int = 0, *, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (at(6, 16, 45), at(9, 9, 15), 0.5),  # Friday to Monday
        (at(6, 17), at(9, 9), 0),
        (at(7, 3), at(8, 23), 0),  # a weekend
        (at(2, 9), at(6, 17), 40),
        (at(2, 10), at(2, 10, 20), 1 / 3),
        (at(2, 5), at(2, 8), 0),
        (at(2, 20), at(3, 10), 1),
        (at(2, 10), at(2, 9), 0),  # the wrong way round
        (at(24, 16, month=12), at(29, 10, month=12), 2),  # Christmas Day, Boxing Day kept on the Monday
        (at(2, 16, month=4), at(7, 10, month=4), 2),  # Good Friday to Easter Monday
        (at(23, 16, month=10), at(26, 10, month=10), 2),  # the clock goes back in between
        (at(26, 16, month=3, year=2027), at(30, 10, month=3, year=2027), 1),  # it goes forward; two holidays
    ],
)
def test_only_time_at_the_desk_counts(start: datetime, end: datetime, hours: float) -> None:
    assert working_time(start, end, calendar()) == timedelta(hours=hours)
    assert working_time(start.astimezone(UTC), end, calendar()) == timedelta(hours=hours)  # as a store gives it back


def test_days_the_council_is_shut_do_not_count() -> None:
    shut = replace(calendar(), closures=frozenset({date(2026, 11, 3)}))
    assert working_time(at(2, 16), at(4, 10), shut) == timedelta(hours=2)


INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31), timezones=st.just(LONDON))  # noqa: DTZ001


@given(INSTANTS, INSTANTS, INSTANTS)
def test_spans_add_up(a: datetime, b: datetime, c: datetime) -> None:
    a, b, c = sorted((a, b, c))
    whole = working_time(a, c, calendar())
    assert working_time(a, b, calendar()) + working_time(b, c, calendar()) == whole
    days = {a.date() + timedelta(days=n) for n in range((c.date() - a.date()).days + 1)}
    assert timedelta() <= whole <= WORKING_DAY * sum(is_working_day(day, calendar()) for day in days)


@given(INSTANTS, st.integers(1, 200))
def test_it_undoes_counting_hours_on(start: datetime, hours: int) -> None:
    end = after_working_hours(start, hours, calendar())
    assert working_time(start, end, calendar()) == timedelta(hours=hours)
