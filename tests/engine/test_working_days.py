"""Counting working days, officially and cautiously."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
from hypothesis import given
from hypothesis import strategies as st

from linkbot.engine.dates.working_days import (
    add_weekdays,
    add_working_days,
    is_working_day,
    next_working_day,
    previous_working_day,
    safe_on,
    subtract_working_days,
    working_days_between,
)
from linkbot.model.calendar import WorkingCalendar
from tests.engine.hand_written import calendar

ANY_DAY = st.dates(date(2017, 1, 1), date(2034, 6, 1))


def test_the_file_agrees_with_an_independent_list_of_bank_holidays() -> None:
    england = holidays.country_holidays("GB", subdiv="ENG", years=range(2020, 2031))
    day = date(2020, 1, 1)
    while day.year < 2031:
        assert is_working_day(day, calendar()) == (day.weekday() < 5 and day not in england), day
        day += timedelta(days=1)


def test_one_off_days_of_the_past_are_known() -> None:
    for day in (date(2020, 5, 8), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)):
        assert not is_working_day(day, calendar())


def test_the_day_after_the_event_is_day_one() -> None:
    assert add_working_days(date(2024, 1, 19), 10, calendar()) == date(2024, 2, 2)
    assert add_working_days(date(2024, 2, 27), 20, calendar()) == date(2024, 3, 26)


def test_what_comes_at_a_weekend_counts_as_received_on_monday() -> None:
    saturday = date(2024, 1, 13)
    assert add_working_days(saturday, 4, calendar(), received=True) == date(2024, 1, 19)
    assert add_working_days(saturday, 4, calendar()) == date(2024, 1, 18)


def test_the_cautious_count_does_not_know_bank_holidays() -> None:
    assert add_working_days(date(2026, 12, 21), 5, calendar()) == date(2026, 12, 30)
    assert add_weekdays(date(2026, 12, 21), 5) == date(2026, 12, 28)


def test_the_safe_day_is_the_earlier_count_moved_back_to_a_working_day() -> None:
    official, cautious = date(2026, 12, 30), date(2026, 12, 28)  # the 28th is a bank holiday, the 26th a Saturday
    assert safe_on(official, calendar(), counted_without=cautious) == date(2026, 12, 24)


def test_a_stated_day_at_a_weekend_is_safe_on_the_friday_before() -> None:
    assert safe_on(date(2027, 2, 28), calendar()) == date(2027, 2, 26)
    assert safe_on(date(2027, 3, 26), calendar()) == date(2027, 3, 25)  # Good Friday


def test_council_closures_count_only_where_they_are_asked_for() -> None:
    shut = date(2026, 12, 29)
    own = WorkingCalendar(calendar().bank_holidays, 2016, 2035, frozenset({shut}))
    assert is_working_day(shut, own)
    assert not is_working_day(shut, own, closures=True)
    assert next_working_day(date(2026, 12, 24), own, closures=True) == date(2026, 12, 30)
    assert previous_working_day(date(2026, 12, 30), own, closures=True) == date(2026, 12, 24)


def test_the_calendar_says_which_years_it_knows() -> None:
    assert calendar().covers(date(2035, 12, 31))
    assert not calendar().covers(date(2036, 1, 1))


@given(ANY_DAY, st.integers(0, 60))
def test_counting_back_undoes_counting_on_from_a_working_day(day: date, count: int) -> None:
    start = next_working_day(day, calendar())
    assert subtract_working_days(add_working_days(start, count, calendar()), count, calendar()) == start


@given(ANY_DAY, st.integers(0, 60))
def test_as_many_working_days_lie_between_as_were_added(day: date, count: int) -> None:
    assert working_days_between(day, add_working_days(day, count, calendar()), calendar()) == count


@given(ANY_DAY, st.integers(0, 60))
def test_the_safe_day_is_a_working_day_and_never_late(day: date, count: int) -> None:
    on = add_working_days(day, count, calendar())
    safe = safe_on(on, calendar(), counted_without=add_weekdays(day, count))
    assert safe <= on
    assert is_working_day(safe, calendar())
