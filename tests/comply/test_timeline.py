"""A complaint against a Code, day by day: every expected day was counted by hand on a calendar of England."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbot.engine.comply.timeline import timeline, what_if
from linkbot.engine.comply.which_code import code_for
from linkbot.model.code_timeline import CodeTimeline, Kept, TimelineStep
from linkbot.model.complaint import Complaint
from tests.casework.builders import CASE, HO_CASE, a_case, rules

D = date
TODAY = D(2032, 1, 31)
ENGLAND = holidays.country_holidays("GB", subdiv="ENG", years=range(2020, 2033))


def measured(code: str, *, today: date = TODAY, **days: date) -> CodeTimeline:
    found = rules().codes.by_id(code)
    assert found is not None
    return timeline(Complaint("CRM-1", **days), what_if(found), calendar=rules().calendar, today=today)  # type: ignore[arg-type]


def step(told: CodeTimeline, what: str) -> TimelineStep:
    return next(one for one in told.steps if one.what == what)


@pytest.mark.parametrize(
    ("code", "days", "what", "due"),
    [
        # Thursday 21 March 2024, Good Friday on the 29th and Easter Monday on 1 April between: the count skips both
        ("ho_2022", {"stage1_received_on": D(2024, 3, 21)}, "stage 1 acknowledged", D(2024, 3, 28)),
        ("ho_2022", {"stage1_acknowledged_on": D(2024, 3, 21)}, "stage 1 answered", D(2024, 4, 8)),
        # over Christmas 2026: the 25th, the 28th for Boxing Day, New Year's Day
        ("ho_2024", {"stage1_acknowledged_on": D(2026, 12, 18)}, "stage 1 answered", D(2027, 1, 6)),
        ("lgsco_2024", {"stage2_acknowledged_on": D(2026, 12, 9)}, "stage 2 answered", D(2027, 1, 11)),
        # a leap day is a working day like another: Thursday 29 February 2024
        ("ho_2022", {"stage1_received_on": D(2024, 2, 23)}, "stage 1 acknowledged", D(2024, 3, 1)),
        ("ho_2022", {"stage1_received_on": D(2024, 2, 22)}, "stage 1 acknowledged", D(2024, 2, 29)),
        # the same first stage, three clocks: from receipt, from logging, from acknowledgement
        ("ho_2020", {"stage1_received_on": D(2026, 11, 2)}, "stage 1 answered", D(2026, 11, 16)),
        ("joint_draft", {"stage1_received_on": D(2026, 11, 2)}, "stage 1 answered", D(2026, 11, 16)),
        ("ho_2024", {"stage1_acknowledged_on": D(2026, 11, 5)}, "stage 1 answered", D(2026, 11, 19)),
        ("joint_draft", {"stage2_requested_on": D(2026, 11, 2)}, "stage 2 answered", D(2026, 11, 30)),
        ("ho_2020", {"stage3_requested_on": D(2026, 11, 2)}, "stage 3 answered", D(2026, 11, 30)),
        # in over a weekend counts as in on Monday, when the clocks went back on the Sunday (25 October 2026)
        ("ho_2024", {"stage1_received_on": D(2026, 10, 24)}, "stage 1 acknowledged", D(2026, 11, 2)),
        ("ho_2024", {"stage1_received_on": D(2026, 10, 25)}, "stage 1 acknowledged", D(2026, 11, 2)),
    ],
)
def test_each_code_counts_from_its_own_day(code: str, days: dict[str, date], what: str, due: date) -> None:
    assert step(measured(code, **days), what).due_on == due


def test_a_complaint_with_all_its_days_is_told_step_by_step() -> None:
    told = measured(
        "ho_2024",
        stage1_received_on=D(2026, 4, 1),  # Wednesday before Easter
        stage1_acknowledged_on=D(2026, 4, 10),  # working days: 2, 7, 8, 9, 10 April
        stage1_answered_on=D(2026, 4, 27),  # due 24 April
        stage2_requested_on=D(2026, 5, 1),
        stage2_acknowledged_on=D(2026, 5, 11),  # due 11 May: the 4th is a holiday
        stage2_extended_to=D(2026, 6, 30),
        stage2_answered_on=D(2026, 6, 30),  # due 9 June, extended in time
    )
    assert [(s.what, s.section, s.due_on, s.working_days_taken, s.late_by, s.kept) for s in told.steps] == [
        ("stage 1 acknowledged", "6.2", D(2026, 4, 10), 5, None, Kept.IN_TIME),
        ("stage 1 answered", "6.3", D(2026, 4, 24), 11, 1, Kept.LATE),
        ("stage 2 acknowledged", "6.11", D(2026, 5, 11), 5, None, Kept.IN_TIME),
        ("stage 2 answered", "6.14", D(2026, 6, 9), 35, None, Kept.IN_TIME),
    ]
    second = step(told, "stage 2 answered")
    assert second.extended and second.limit_on == D(2026, 6, 30) and second.extended_at_most == D(2026, 7, 7)
    assert {s.weight for s in told.steps} == {"must"}


def test_ten_plain_days_more_are_no_working_days() -> None:
    told = step(measured("ho_2020", stage1_received_on=D(2021, 3, 1)), "stage 1 answered")
    assert (told.due_on, told.extended_at_most) == (D(2021, 3, 15), D(2021, 3, 25))
    told = step(measured("ho_2022", stage1_acknowledged_on=D(2023, 3, 1)), "stage 1 answered")
    assert (told.due_on, told.extended_at_most) == (D(2023, 3, 15), D(2023, 3, 29))


def test_a_day_that_is_not_known_is_missing_and_nothing_follows_from_it() -> None:
    told = measured("ho_2024", stage1_received_on=D(2026, 9, 1), stage1_answered_on=D(2026, 9, 30))
    acknowledged, answered = told.steps
    assert (acknowledged.due_on, acknowledged.done_on) == (D(2026, 9, 8), None)
    assert (answered.due_on, answered.kept, answered.late_by) == (None, Kept.CANNOT_TELL, None)
    assert answered.missing == ("the day it was acknowledged",)


def test_what_was_never_written_down_is_not_overdue_when_the_complaint_went_on() -> None:
    told = measured("ho_2024", stage1_acknowledged_on=D(2026, 9, 1), stage2_requested_on=D(2026, 11, 2))
    answered = step(told, "stage 1 answered")
    assert answered.kept is Kept.CANNOT_TELL and "went on" in answered.missing[0]
    told = measured("ho_2024", stage1_received_on=D(2026, 9, 1), stage1_answered_on=D(2026, 9, 9))
    assert told.steps[0].kept is Kept.CANNOT_TELL  # nobody acknowledged in writing what was answered


def test_nobody_is_late_for_what_the_last_export_could_not_know() -> None:
    days = {"stage1_received_on": D(2026, 11, 2), "stage1_acknowledged_on": D(2026, 11, 3)}  # due 17 November
    fresh = measured("ho_2024", today=D(2026, 11, 20), refreshed_on=D(2026, 11, 20), **days)
    stale = measured("ho_2024", today=D(2026, 11, 20), refreshed_on=D(2026, 11, 10), **days)
    early = measured("ho_2024", today=D(2026, 11, 17), refreshed_on=D(2026, 11, 10), **days)
    assert [step(one, "stage 1 answered").kept for one in (fresh, stale, early)] == [
        Kept.OVERDUE, Kept.CANNOT_TELL, Kept.RUNNING,
    ]  # fmt: skip
    assert step(fresh, "stage 1 answered").late_by == 3


def test_an_answer_dated_before_its_clock_started_is_no_answer_in_time() -> None:
    told = measured("ho_2024", stage1_acknowledged_on=D(2026, 11, 10), stage1_answered_on=D(2026, 11, 9))
    answered = step(told, "stage 1 answered")
    assert answered.kept is Kept.CANNOT_TELL and answered.working_days_taken is None


def test_what_is_done_on_a_saturday_after_a_friday_is_a_day_late() -> None:
    told = measured("ho_2024", stage1_acknowledged_on=D(2026, 11, 6), stage1_answered_on=D(2026, 11, 21))
    assert (told.steps[1].due_on, told.steps[1].late_by) == (D(2026, 11, 20), 1)


def test_a_third_stage_is_remarked_where_the_code_has_none() -> None:
    days = {"stage1_received_on": D(2026, 1, 5), "stage3_requested_on": D(2026, 3, 2)}
    assert "allows no third stage" in measured("ho_2024", **days).remarks[0]
    assert "advises against" in measured("lgsco_2024", **days).remarks[1]
    assert measured("ho_2022", **days).remarks == ()


RECEIVED = D(2024, 3, 31)


@pytest.mark.parametrize(
    ("case", "service", "received", "code"),
    [
        (HO_CASE, "housing_repairs", RECEIVED, "ho_2022"),
        (HO_CASE, "housing_repairs", D(2024, 4, 1), "ho_2024"),
        (HO_CASE, "housing_repairs", D(2022, 3, 31), "ho_2020"),
        (HO_CASE, None, D(2026, 4, 1), "ho_2024"),  # whatever it is about, they take landlords' complaints only
        (HO_CASE, "housing_repairs", D(2020, 7, 6), None),
        (HO_CASE, "council_tax", D(2026, 4, 1), None),
        (CASE, "council_tax", D(2026, 4, 1), "lgsco_2024"),
        (CASE, "council_tax", D(2023, 4, 1), None),
        (CASE, "housing_repairs", D(2026, 4, 1), None),
        (CASE, "adult_social_care", D(2026, 4, 1), None),
        (CASE, "childrens_services", D(2026, 4, 1), None),
        (CASE, None, D(2026, 4, 1), None),  # it could be social care
    ],
)
def test_the_code_is_that_of_the_day_and_of_who_takes_such_complaints(
    case: str, service: str | None, received: date, code: str | None
) -> None:
    complaint = Complaint("CRM-1", stage1_received_on=received)
    choice = code_for(complaint, a_case(case, service=service), rules().code_rules)
    assert (choice.code and choice.code.id) == code
    assert choice.why


def test_the_case_systems_word_for_the_service_comes_first() -> None:
    complaint = Complaint("CRM-1", service="Adult social care", stage1_received_on=D(2026, 4, 1))
    choice = code_for(complaint, a_case(CASE, service="council_tax"), rules().code_rules)
    assert choice.code is None and "2009" in choice.why


def test_without_the_day_of_receipt_there_is_no_code() -> None:
    complaint = Complaint("CRM-1", stage1_acknowledged_on=D(2026, 4, 1))
    assert code_for(complaint, a_case(HO_CASE), rules().code_rules).code is None


def test_the_draft_is_in_force_on_no_day() -> None:
    draft = rules().codes.by_id("joint_draft")
    assert draft is not None and draft not in rules().codes.of("ho")
    assert not any(draft.in_force(D(year, 6, 1)) for year in range(2020, 2036))
    assert "never been in force" in what_if(draft).why


def test_years_without_known_bank_holidays_are_remarked() -> None:
    calendar = replace(rules().calendar, first_year=2027)
    found = rules().codes.by_id("ho_2024")
    assert found is not None
    told = timeline(
        Complaint("CRM-1", stage1_received_on=D(2026, 9, 1)), what_if(found), calendar=calendar, today=D(2026, 9, 2)
    )
    assert "2026" in told.remarks[-1]


@given(
    start=st.dates(D(2020, 7, 7), D(2030, 1, 1)),
    late=st.integers(0, 80),
    code=st.sampled_from(["ho_2020", "ho_2022", "ho_2024", "lgsco_2024", "joint_draft"]),
)
def test_any_day_agrees_with_a_calendar_gone_through_by_hand(start: date, late: int, code: str) -> None:
    """Day by day with an independent list of bank holidays; what comes at a weekend came on the Monday."""
    acknowledged = start + timedelta(days=late)
    told = measured(code, stage1_received_on=start, stage1_acknowledged_on=acknowledged)
    first = step(told, "stage 1 acknowledged")
    received = start + timedelta(days=(7 - start.weekday()) if start.weekday() > 4 else 0)
    open_days = [day for number in range(1, 200) if _is_open(day := received + timedelta(days=number))]
    assert first.due_on == open_days[4]
    assert first.working_days_taken == sum(day <= acknowledged for day in open_days)
    assert (first.kept is Kept.LATE) == (acknowledged > open_days[4])
    if first.late_by is not None:
        after = [day for day in open_days if day > open_days[4]]
        assert first.late_by == next(number for number, day in enumerate(after, 1) if day >= acknowledged)


def _is_open(day: date) -> bool:
    return day.weekday() < 5 and day not in ENGLAND
