"""The grammar of dates itself: broken text, years left out, weekdays that disagree."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbot.engine.dates.dates import find_dates
from linkbot.engine.dates.holidays_of_the_year import easter_sunday
from tests.engine.hand_written import LETTER


def found(text: str) -> list[str]:
    return [str(each.on) for each in find_dates(text, LETTER)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("No later than 0 2 December 2027", "2027-12-02"),
        ("No later than\n2\n6\nJune 2027", "2027-06-26"),
        ("no later than 12 March\n2027", "2027-03-12"),
        ("Date\n26\nMay 2027", "2027-05-26"),
        ("by the 3 rd of May 2027", "2027-05-03"),
        ("by Wednesday, 2nd of June 2027", "2027-06-02"),
        ("on 5 - May - 2027", "2027-05-05"),
    ],
)
def test_a_date_is_read_however_its_text_was_broken(text: str, day: str) -> None:
    assert found(text) == [day]


def test_a_number_before_a_date_is_not_drawn_into_it() -> None:
    assert found("see order 2 6 June 2027") == ["2027-06-06"]
    assert found("they paid £2 6 June 2027") == ["2027-06-06"]


def test_numbers_are_read_day_first_and_never_swapped() -> None:
    assert found("04/05/2027") == ["2027-05-04"]
    (odd,) = find_dates("05/25/2027", LETTER)
    assert odd.on is None


def test_a_date_without_a_year_rolls_forward_and_remembers_the_past_one() -> None:
    (missed,) = find_dates("by 15 December", LETTER)
    assert (missed.on, missed.earlier) == (date(2027, 12, 15), date(2026, 12, 15))


def test_a_weekday_that_belongs_to_another_day_is_noticed() -> None:
    (wrong,) = find_dates("Friday 11 March 2027", LETTER)
    assert not wrong.weekday_agrees
    (right,) = find_dates("Thursday 11 March 2027", LETTER)
    assert right.weekday_agrees


def test_references_postcodes_and_sums_are_no_dates() -> None:
    assert found("case 23 012 345 and 202312345, SW11 1TN, £1,250.50, CMP/2027/0417, v1.2.3") == []


def test_a_working_day_count_is_no_month() -> None:
    assert found("within 5 working days") == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("a week on Friday", "2027-03-12"),
        ("Friday week", "2027-03-12"),
        ("a week today", "2027-03-10"),
        ("a fortnight tomorrow", "2027-03-18"),
        ("Weds 10 March", "2027-03-10"),
        ("by month end", "2027-03-31"),
        ("end April", "2027-04-30"),
        ("by the close of next week", "2027-03-12"),
    ],
)
def test_days_are_named_from_other_days(text: str, day: str) -> None:
    assert found(text) == [day]


def test_words_that_name_no_day_are_kept_as_vague_and_months_gone_by_are_not() -> None:
    (vague,) = find_dates("by September 2027", LETTER)
    assert vague.vague
    assert vague.on is None
    assert find_dates("in September 2025", LETTER) == ()


def test_the_full_stop_belongs_to_the_sentence() -> None:
    (day,) = find_dates("I am there on 12 March. Please come.", LETTER)
    assert day.phrase == "12 March"


def test_easter_is_known_for_decades() -> None:
    assert [easter_sunday(year) for year in (2024, 2027, 2038)] == [
        date(2024, 3, 31),
        date(2027, 3, 28),
        date(2038, 4, 25),
    ]


@given(st.dates(date(2020, 1, 1), date(2039, 12, 31)))
def test_every_full_date_is_read_as_itself(day: date) -> None:
    for text in (f"{day.day} {day:%B %Y}", f"{day:%A} {day.day} {day:%b %Y}", f"{day:%d/%m/%Y}", day.isoformat()):
        assert found(f"Please send it by {text}.") == [str(day)]


@given(st.text(alphabet="0123456789 /.-MarchJune\n", max_size=60))
def test_no_text_breaks_the_grammar(text: str) -> None:
    for each in find_dates(text, LETTER):
        assert 0 <= each.start < each.end <= len(text)
