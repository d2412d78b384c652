"""Months, quarters and years of a council whose year begins in April, and of one whose year does not."""

from __future__ import annotations

from datetime import date

import pytest

from linkbot.model.period import Span, last_ended, period_around, period_of, year_earlier


@pytest.mark.parametrize(
    ("name", "begins", "first", "last", "title"),
    [
        ("2026-10", 4, date(2026, 10, 1), date(2026, 10, 31), "October 2026"),
        ("2024-02", 4, date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        ("2026-Q3", 4, date(2026, 10, 1), date(2026, 12, 31), "Q3 2026/27"),
        ("2026-Q4", 4, date(2027, 1, 1), date(2027, 3, 31), "Q4 2026/27"),
        ("2026-q3", 1, date(2026, 7, 1), date(2026, 9, 30), "Q3 2026"),
        ("2026", 4, date(2026, 4, 1), date(2027, 3, 31), "2026/27"),
        ("2026", 1, date(2026, 1, 1), date(2026, 12, 31), "2026"),
        ("2099", 4, date(2099, 4, 1), date(2100, 3, 31), "2099/00"),
        ("2026-07-01..2026-09-30", 4, date(2026, 7, 1), date(2026, 9, 30), "1 July 2026 to 30 September 2026"),
    ],
)
def test_a_period_is_named_as_people_name_it(name: str, begins: int, first: date, last: date, title: str) -> None:
    period = period_of(name, year_begins=begins)
    assert (period.first, period.last, period.title) == (first, last, title)


@pytest.mark.parametrize(
    "name", ["", "2026-13", "2026-Q5", "26", "2026-09-30..2026-07-01", "last month", "2026-02-30..2026-03-01"]
)
def test_what_is_no_period_is_refused(name: str) -> None:
    with pytest.raises(ValueError):
        period_of(name, year_begins=4)


@pytest.mark.parametrize(
    ("day", "span", "name"),
    [
        (date(2027, 1, 4), Span.QUARTER, "2026-Q3"),
        (date(2026, 12, 31), Span.QUARTER, "2026-Q2"),
        (date(2027, 4, 1), Span.YEAR, "2026"),
        (date(2027, 3, 31), Span.YEAR, "2025"),
        (date(2027, 1, 1), Span.MONTH, "2026-12"),
    ],
)
def test_the_last_one_that_is_over(day: date, span: Span, name: str) -> None:
    assert last_ended(day, span, year_begins=4).name == name


def test_every_day_lies_in_the_periods_around_it() -> None:
    day = date(2024, 1, 1)
    while day.year < 2026:
        for span in Span:
            for begins in (1, 4, 9, 12):
                period = period_around(day, span, year_begins=begins)
                assert day in period and period_of(period.name, year_begins=begins) == period
        day = date.fromordinal(day.toordinal() + 1)


def test_a_leap_day_has_a_year_before_too() -> None:
    before = year_earlier(period_of("2024-02", year_begins=4))
    assert (before.first, before.last) == (date(2023, 2, 1), date(2023, 2, 28))
    after = year_earlier(period_of("2025-02", year_begins=4))
    assert (after.first, after.last) == (date(2024, 2, 1), date(2024, 2, 29))


def test_the_months_of_a_period_are_cut_at_its_ends() -> None:
    months = period_of("2026-01-15..2026-03-02", year_begins=4).months()
    assert [(month.first.day, month.last.day) for month in months] == [(15, 31), (1, 28), (1, 2)]
