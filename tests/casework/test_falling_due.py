"""What time itself brings: reminders, warnings, the desk mail, ladders, lists. Days go by as values."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from linkbot.engine.casework.due import due
from linkbot.engine.casework.work import Moment
from linkbot.model.casework import Task, TaskKind, TaskState
from linkbot.model.decision import CaseFile
from linkbot.model.desk import Desk
from linkbot.model.due import Due, Standing, Times
from linkbot.model.effect import SendEmail, SendReport
from linkbot.model.question import About, Question, QuestionState
from linkbot.worker.office import moment_of

from .builders import (
    CASE,
    CONTACT,
    DEPUTY,
    HEAD,
    OFFICER,
    OWNER,
    STAND_IN,
    a_case,
    a_desk,
    a_file,
    a_moment,
    a_task,
)

DUE = date(2026, 11, 27)  # a Friday
MONDAY = date(2026, 11, 2)


def fell(
    *tasks: Task, moment: Moment, desk: Desk | None = None, questions: tuple[Question, ...] = (), **last: object
) -> list[Due]:
    standing = Standing(files=(a_file(*tasks),), questions=questions, **last)  # type: ignore[arg-type]
    return list(due(standing, moment=moment, desk=desk or a_desk(), times=Times()))


def jobs(found: list[Due]) -> list[str]:
    return [one.occurrence.job for one in found]


def sent(found: list[Due], job: str) -> list[SendEmail]:
    effects = (i.effect for one in found if one.occurrence.job.startswith(job) for i in one.decision.intents)
    return [e for e in effects if isinstance(e, SendEmail)]


def days_of(job: str, task: Task, start: date, days: int, desk: Desk | None = None) -> list[date]:
    """The days on which a job happens, day after day at noon, each occurrence once, the task as it stands then."""
    happened, done = [], set()
    for step in range(days):
        day = start + timedelta(days=step)
        for one in fell(task, moment=a_moment(day, hour=12), desk=desk):
            new = [part for part in one.parts if part not in done]
            if one.occurrence in done or (one.parts and not new):
                continue
            done |= {one.occurrence, *one.parts}
            task = next((t for t in one.decision.tasks if t.id == task.id), task)
            if one.occurrence.job == job:
                happened.append(day)
    return happened


# Reminders


def test_reminders_come_every_three_calendar_days_moved_from_closed_days_and_go_on_after_the_date() -> None:
    """Thursday, then Sunday moved to Monday, from there Thursday again …; still after Friday the 27th."""
    task = a_task(due=DUE, last_notice_on=date(2026, 11, 16))
    days = days_of("reminder", task, date(2026, 11, 16), 20)
    assert [d.strftime("%a %d") for d in days] == ["Thu 19", "Mon 23", "Thu 26", "Mon 30", "Thu 03"]


def test_reminders_wait_for_the_office_to_open_after_christmas() -> None:
    task = a_task(due=date(2027, 1, 15), last_notice_on=date(2026, 12, 22))
    closed = frozenset({date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31)})
    desk = a_desk()
    desk = replace(desk, calendar=replace(desk.calendar, closures=closed))
    assert days_of("reminder", task, date(2026, 12, 23), 14, desk) == [date(2027, 1, 4)]


@pytest.mark.parametrize(
    "state", [{"done": True}, {"state": TaskState.SUBMITTED}, {"state": TaskState.WITHDRAWN}, {"last_notice_on": None}]
)
def test_reminders_stop_when_nothing_more_is_wanted(state: dict[str, object]) -> None:
    assert "reminder" not in jobs(fell(a_task(due=DUE, **state), moment=a_moment(date(2026, 11, 10))))


def test_partial_evidence_keeps_the_reminders() -> None:
    assert "reminder" in jobs(fell(a_task(due=DUE, state=TaskState.RECEIVED), moment=a_moment(date(2026, 11, 10))))


def test_one_mail_an_officer_a_day_lists_all_that_is_due() -> None:
    tasks = (
        *(a_task(n, due=DUE) for n in range(1, 8)),
        a_task(8, due=DUE, owner=STAND_IN),
        a_task(9, due=None, owner=OFFICER),
    )
    mails = sent(fell(*tasks, moment=a_moment(date(2026, 11, 10))), "reminder")
    assert Counter(to for m in mails for to in m.to) == {OWNER: 1, STAND_IN: 1, OFFICER: 1}
    assert sorted(len(m.tasks) for m in mails) == [1, 1, 7]


def test_whoever_stands_in_gets_one_mail_with_their_own_tasks_and_the_others() -> None:
    tasks = (a_task(1, due=DUE), a_task(2, due=DUE, owner=STAND_IN))
    mails = sent(fell(*tasks, moment=a_moment(date(2026, 11, 10)), desk=a_desk(away=("repairs_lead",))), "reminder")
    assert [(m.to, len(m.tasks)) for m in mails] == [((STAND_IN,), 2)]


def test_missed_reminders_collapse_into_one() -> None:
    found = fell(a_task(due=DUE, last_notice_on=date(2026, 10, 1)), moment=a_moment(date(2026, 11, 10)))
    assert jobs(found).count("reminder") == 1


def test_nothing_falls_due_on_a_closed_day_or_before_its_hour() -> None:
    task = a_task(due=DUE, last_notice_on=date(2026, 10, 1))
    assert fell(task, moment=a_moment(date(2026, 11, 8))) == []  # a Sunday
    assert fell(task, moment=a_moment(date(2026, 12, 28))) == []  # the Boxing Day holiday
    assert "reminder" not in jobs(fell(task, moment=a_moment(date(2026, 11, 10), hour=8, minute=59)))
    assert "reminder" in jobs(fell(task, moment=a_moment(date(2026, 11, 10), hour=9)))


@pytest.mark.parametrize(
    ("instant", "falls_due"),
    [
        ("2027-03-26T08:30:00+00:00", False),  # the Friday before the clocks go forward: half past eight
        ("2027-03-30T08:30:00+00:00", True),  # the Tuesday after: half past nine
        ("2027-10-29T08:00:00+00:00", True),  # the Friday before they go back: nine
        ("2027-11-01T08:59:00+00:00", False),  # the Monday after
        ("2027-11-01T09:00:00+00:00", True),
        ("2027-06-30T23:30:00+00:00", False),  # half past midnight of July
    ],
)
def test_nine_o_clock_is_london_s_own_across_the_change_of_clocks(instant: str, falls_due: bool) -> None:
    task = a_task(due=date(2027, 12, 31), last_notice_on=date(2026, 10, 1))
    found = fell(task, moment=moment_of(datetime.fromisoformat(instant)))
    assert ("reminder" in jobs(found)) is falls_due


def test_the_leap_day_is_a_day_like_any_other() -> None:
    task = a_task(due=date(2028, 3, 31), last_notice_on=date(2028, 2, 26))
    assert days_of("reminder", task, date(2028, 2, 27), 7) == [date(2028, 2, 29), date(2028, 3, 3)]


# Before we fail


def test_each_date_warns_once_and_tells_more_people_as_it_comes_near() -> None:
    task = a_task(due=DUE, internal_due_on=date(2026, 11, 20), last_notice_on=date(2026, 11, 27))
    told = {
        job: {to for m in sent(fell(task, moment=a_moment(day)), job) for to in m.to}
        for job, day in (
            ("warning_internal", date(2026, 11, 23)),
            ("warning_two_days", date(2026, 11, 25)),
            ("warning_today", DUE),
        )
    }
    assert told["warning_internal"] == {OWNER, OFFICER, HEAD}
    assert told["warning_two_days"] == {OWNER, OFFICER, CONTACT}
    assert told["warning_today"] == {OWNER, OFFICER}
    for job, first in (
        ("warning_internal", date(2026, 11, 23)),
        ("warning_two_days", date(2026, 11, 25)),
        ("warning_today", DUE),
    ):
        assert days_of(job, task, date(2026, 11, 16), 16) == [first]


def test_an_extension_is_offered_never_sent() -> None:
    (one,) = [d for d in fell(a_task(due=DUE), moment=a_moment(date(2026, 11, 25))) if "two_days" in d.occurrence.job]
    (question,) = one.decision.questions
    assert question.about is About.EXTENSION and question.owner == OFFICER
    assert not [i for i in one.decision.intents if i.effect.effect == "draft_reply"]
    asked_already = a_task(due=DUE, extension_pending=True)
    assert not [q for d in fell(asked_already, moment=a_moment(date(2026, 11, 25))) for q in d.decision.questions]


def test_a_neighbour_that_is_done_does_not_repeat_the_warning() -> None:
    two = (a_task(1, due=DUE), a_task(2, due=DUE))
    first = [d for d in fell(*two, moment=a_moment(date(2026, 11, 25))) if "two_days" in d.occurrence.job]
    left = [d for d in fell(two[1], moment=a_moment(date(2026, 11, 26))) if "two_days" in d.occurrence.job]
    assert set(left[0].parts) <= {part for d in first for part in d.parts}


def test_a_moved_date_warns_again() -> None:
    before = fell(a_task(due=DUE), moment=a_moment(date(2026, 11, 25)))
    moved = fell(a_task(due=date(2026, 12, 4)), moment=a_moment(date(2026, 12, 2)))
    parts = [{p for d in found for p in d.parts if "two_days" in p.job} for found in (before, moved)]
    assert parts[0] and parts[1] and not parts[0] & parts[1]


def test_the_owner_who_has_done_their_part_is_left_in_peace_and_the_link_officer_warned() -> None:
    mails = sent(fell(a_task(due=DUE, done=True), moment=a_moment(date(2026, 11, 25))), "warning")
    assert {to for m in mails for to in m.to} == {OFFICER, CONTACT}


def test_our_own_dates_and_the_portal_warn_nobody() -> None:
    ours, portal = a_task(due=DUE, due_stated=False), a_task(due=DUE, kind=TaskKind.PORTAL)
    for task in (ours, portal):
        assert not sent(fell(task, moment=a_moment(DUE)), "warning")


# The desk mail and its ladder


def a_question(asked: datetime, **changes: object) -> Question:
    question = Question(
        id="q-1",
        about=About.KIND,
        message="m-1",
        case=CASE,
        reading="What is it?",
        quote="",
        choices=("nothing",),
        if_unanswered="",
        owner=OFFICER,
        asked_at=asked,
        due_at=asked + timedelta(days=1),
        version=1,
    )
    return replace(question, **changes)  # type: ignore[arg-type]


TUESDAY = date(2026, 11, 3)


def test_the_desk_mail_goes_each_working_morning_while_a_question_is_open() -> None:
    question = a_question(a_moment(MONDAY, hour=15).at, due_at=a_moment(date(2027, 1, 4)).at)
    for day, expected in ((TUESDAY, 1), (date(2026, 11, 7), 0), (date(2026, 11, 9), 1)):
        found = fell(moment=a_moment(day, hour=8, minute=30), questions=(question,))
        assert [m.to for m in sent(found, "desk_mail")] == [(OFFICER,)] * expected
    assert not sent(fell(moment=a_moment(TUESDAY, hour=8, minute=29), questions=(question,)), "desk_mail")
    assert not sent(fell(moment=a_moment(TUESDAY, hour=8, minute=30)), "desk_mail")


def test_what_is_asked_in_the_afternoon_waits_for_the_next_morning() -> None:
    question = a_question(a_moment(MONDAY, hour=15).at)
    assert not sent(fell(moment=a_moment(MONDAY, hour=15, minute=1), questions=(question,)), "desk_mail")


def test_after_an_outage_the_morning_s_desk_mail_still_goes() -> None:
    question = a_question(a_moment(MONDAY, hour=15).at)
    assert sent(fell(moment=a_moment(TUESDAY, hour=14), questions=(question,)), "desk_mail")


def test_an_unanswered_question_climbs_to_the_deputy_and_then_to_the_head_of_resident_contact() -> None:
    question = a_question(a_moment(MONDAY).at, due_at=a_moment(TUESDAY, hour=12).at)
    assert not sent(fell(moment=a_moment(TUESDAY, hour=11), questions=(question,)), "ladder")
    climbed: list[str] = []
    day = TUESDAY
    for _ in range(4):
        found = [d for d in fell(moment=a_moment(day, hour=12), questions=(question,)) if d.occurrence.job == "ladder"]
        climbed += [to for m in sent(found, "ladder") for to in m.to]
        question = found[0].decision.questions[0] if found else question
        day += timedelta(days=1)
    assert climbed == [DEPUTY, CONTACT] and question.state is QuestionState.OPEN


def test_without_a_deputy_the_question_goes_straight_to_the_head_of_resident_contact() -> None:
    desk = a_desk()
    people = tuple(replace(p, deputy=None) for p in desk.directory.people)
    desk = replace(desk, directory=replace(desk.directory, people=people))
    question = a_question(a_moment(MONDAY).at, due_at=a_moment(MONDAY, hour=12).at)
    found = fell(moment=a_moment(MONDAY, hour=12), desk=desk, questions=(question,))
    (one,) = [d for d in found if d.occurrence.job == "ladder"]
    assert [m.to for m in sent([one], "ladder")] == [(CONTACT,)] and one.decision.questions[0].laddered == 2


# Lists


def weekly(day: date, last: date | None, hour: int = 8) -> list[SendReport]:
    found = fell(a_task(due=DUE), moment=a_moment(day, hour=hour), last_weekly=last)
    return [i.effect for d in found for i in d.decision.intents if isinstance(i.effect, SendReport)]


def test_the_weekly_list_goes_on_monday_or_the_next_working_day() -> None:
    may = date(2027, 5, 3)  # early May bank holiday, a Monday
    assert weekly(may, date(2027, 4, 26)) == []
    (report,) = weekly(may + timedelta(days=1), date(2027, 4, 26))
    assert report.due_on == may + timedelta(days=1)
    assert weekly(may + timedelta(days=2), may + timedelta(days=1)) == []


def test_after_an_outage_only_the_newest_list_runs() -> None:
    (report,) = weekly(date(2026, 11, 25), date(2026, 10, 26), hour=15)
    assert report.due_on == date(2026, 11, 23)


def test_a_first_start_in_mid_week_waits_for_monday() -> None:
    assert weekly(date(2026, 11, 4), None) == [] and len(weekly(date(2026, 11, 9), None)) == 1


def test_a_service_may_have_its_list_every_working_day() -> None:
    desk = a_desk(daily_services=("housing_repairs", "council_tax"))
    found = fell(a_task(due=DUE), moment=a_moment(date(2026, 11, 25)), desk=desk)
    assert [d.occurrence.scope for d in found if d.occurrence.job == "daily_list"] == ["housing_repairs"]
    again = fell(
        a_task(due=DUE), moment=a_moment(date(2026, 11, 25)), desk=desk,
        last_daily=(("housing_repairs", date(2026, 11, 25)),),
    )  # fmt: skip
    assert "daily_list" not in jobs(again)


def test_the_same_instant_brings_the_same_keys_whatever_the_order_of_cases() -> None:
    one = a_file(a_task(due=DUE), case=a_case())
    two = CaseFile(a_case("HO 202604377"), (a_task(due=DUE, case="HO 202604377"),))
    keys = []
    for files in ((one, two), (two, one)):
        found = due(Standing(files, ()), moment=a_moment(date(2026, 11, 25)), desk=a_desk(), times=Times())
        keys.append(sorted(i.key for d in found for i in d.decision.intents))
    assert keys[0] == keys[1]
