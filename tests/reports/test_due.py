"""When reports fall due: once each, the newest only, on a working day, to those whom they concern."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from linkbot.engine.casework.due import due
from linkbot.model.due import Standing, Times
from linkbot.model.effect import SendReport
from linkbot.model.people import Person
from linkbot.model.report import ReportName, ReportPlan
from tests.casework.builders import COMMS, DIRECTOR, OFFICER, a_case, a_desk, a_file, a_moment, a_task

EVERY = ReportPlan(tuple(ReportName))
NEW_YEAR = date(2027, 1, 4)  # the first working day of the year


def sent(day: date, *, hour: int = 8, last: date | None = None, plan: ReportPlan = EVERY) -> dict[str, str]:
    """Each report that falls due, with the period it is about."""
    names = tuple((name, last) for name in plan.send) if last else ()
    standing = Standing((), (), last_reports=names, last_weekly=day)
    found = due(standing, moment=a_moment(day, hour=hour), desk=a_desk(reports=plan), times=Times())
    effects = [intent.effect for one in found for intent in one.decision.intents]
    return {one.template: dict(one.facts)["period"] for one in effects if isinstance(one, SendReport)}


def test_the_quarter_and_the_month_come_on_the_first_working_day_after() -> None:
    assert sent(NEW_YEAR) == {
        "monthly_report": "2026-12", "quarterly_report": "2026-Q3", "member_update": "2026-Q3",
    }  # fmt: skip
    assert sent(date(2027, 1, 1)) == {} and sent(NEW_YEAR, hour=7) == {}
    assert sent(date(2027, 4, 1))["annual_report"] == "2026"


def test_what_went_does_not_go_again() -> None:
    assert sent(NEW_YEAR, hour=16, last=NEW_YEAR) == {}
    assert sent(date(2027, 2, 1), last=NEW_YEAR) == {"monthly_report": "2027-01"}
    assert sent(date(2027, 1, 29), last=NEW_YEAR) == {}


def test_after_an_outage_only_the_newest_goes() -> None:
    assert sent(date(2027, 7, 20), last=date(2026, 10, 1), hour=15) == {
        "monthly_report": "2027-06", "quarterly_report": "2027-Q1", "annual_report": "2026", "member_update": "2027-Q1",
    }  # fmt: skip


def test_a_fresh_register_has_missed_nothing() -> None:
    assert sent(date(2027, 1, 5)) == {}


def test_nobody_wanted_any() -> None:
    assert sent(NEW_YEAR, plan=ReportPlan()) == {}


def test_the_year_of_a_council_may_begin_in_january() -> None:
    assert sent(NEW_YEAR, plan=replace(EVERY, year_begins=1))["annual_report"] == "2026"


@pytest.mark.parametrize("filled", [True, False])
def test_the_member_is_written_to_or_else_the_link_officer(filled: bool) -> None:
    desk = a_desk(reports=EVERY)
    if filled:
        people = (*desk.directory.people, Person("member_responsible", COMMS))
        desk = replace(desk, directory=replace(desk.directory, people=people))
    found = due(Standing((), ()), moment=a_moment(NEW_YEAR, hour=8), desk=desk, times=Times())
    (update,) = [i.effect for one in found for i in one.decision.intents if i.effect.effect == "send_report"
                 and i.effect.template == "member_update"]  # fmt: skip
    assert isinstance(update, SendReport)
    assert (update.to, update.cc) == ((COMMS if filled else OFFICER,), (OFFICER,))


@pytest.mark.parametrize(("wanted", "readers"), [(True, {OFFICER, DIRECTOR}), (False, {OFFICER})])
def test_directors_get_the_mondays_list_of_their_own_services_only_when_switched_on(
    wanted: bool, readers: set[str]
) -> None:
    monday = date(2026, 11, 30)
    late, other = a_task(due=monday), a_task(due=monday, case="HO 202604377", service="council_tax")
    standing = Standing((a_file(late), replace(a_file(other), case=a_case("HO 202604377"))), ())
    desk = a_desk(reports=ReportPlan(weekly_to_directors=wanted))
    found = due(standing, moment=a_moment(monday, hour=8), desk=desk, times=Times())
    lists = [i.effect for one in found for i in one.decision.intents if isinstance(i.effect, SendReport)]
    assert {address for one in lists for address in one.to} == readers
    assert {one.service for one in lists if one.to == (DIRECTOR,)} <= {"housing_repairs", "council_tax"}
    assert len({one.occurrence for one in found}) == len(found)
