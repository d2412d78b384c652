"""Figures of what the Ombudsman asked us for: answered in time, how many days, more time, chasers, threats."""

from __future__ import annotations

from decimal import Decimal

from linkbot.engine.dates.working_days import working_days_between
from linkbot.model.casework import TaskKind
from linkbot.model.report import Unit
from linkbot.reports.measure import Measure, count, mean, rounded, share
from linkbot.reports.register import Wanted
from linkbot.reports.view import View

CHASERS = ("first_chaser", "final_chaser")


def asked(view: View) -> list[Wanted]:
    return [one for _, one in view.wanted(TaskKind.REQUEST) if view.holds(one.asked_on)]


def due(view: View) -> list[Wanted]:
    return [one for _, one in view.wanted(TaskKind.REQUEST) if view.holds(one.due_on)]


def in_time(view: View) -> list[Wanted]:
    """Sent by the day that was asked for; a request whose day of sending is not on record is not in time."""
    return [one for one in due(view) if one.sent_on is not None and one.due_on and one.sent_on <= one.due_on]


def _in_time(view: View) -> Decimal | None:
    return share(len(in_time(view)), len(due(view)))


def days_taken(view: View) -> list[int]:
    """Working days from the day on the letter to the day our answer went, of requests answered in the period."""
    return [
        working_days_between(one.asked_on, one.sent_on, view.calendar)
        for _, one in view.wanted(TaskKind.REQUEST)
        if one.sent_on is not None and view.holds(one.sent_on) and one.asked_on and one.asked_on <= one.sent_on
    ]


def _longest(view: View) -> Decimal | None:
    return Decimal(max(days_taken(view), default=0)) if days_taken(view) else None


def _within(limit: int) -> Measure:
    def value(view: View) -> Decimal | None:
        days = days_taken(view)
        return share(sum(taken <= limit for taken in days), len(days))

    note = f"of the requests answered in the period, those that took {limit} working days or fewer"
    return Measure(f"within_{limit}", f"Answered within {limit} working days", Unit.PERCENT, note, value)


def _per_hundred(view: View) -> Decimal | None:
    requests = len(asked(view))
    return rounded(Decimal(100 * len(list(view.letters(*CHASERS)))) / requests) if requests else None


def _extensions(view: View) -> Decimal:
    return count([day for entry in view.entries for day in entry.extensions_asked if view.holds(day)])


OF_REQUESTS = (
    Measure("requests", "Requests for information received", Unit.COUNT,
            "requests by the day on the letter, one a letter; withdrawn ones are left out", lambda v: count(asked(v))),
    Measure("requests_due", "Requests due", Unit.COUNT,
            "requests whose day to answer, as last moved by them, lies in the period", lambda v: count(due(v))),
    Measure("in_time", "Answered by the day asked for", Unit.PERCENT,
            "of the requests due in the period, those recorded as sent by that day; one not sent is not in time",
            _in_time, "Answered in time"),
    Measure("days_mean", "Working days to answer, mean", Unit.DAYS,
            "from the day on the letter (day 0) to the day our answer was recorded as sent, England's bank holidays "
            "left out; of the requests answered in the period", lambda v: mean(days_taken(v))),
    Measure("days_longest", "Working days to answer, longest", Unit.DAYS, "counted likewise", _longest),
    _within(15),
    _within(20),
    Measure("extensions", "Requests for more time", Unit.COUNT,
            "drafts to the Ombudsman asking for more time, laid out in the period for a person to send", _extensions),
    Measure("extension_answers", "Answers to requests for more time", Unit.COUNT,
            "letters of the period that give or refuse more time",
            lambda v: count(list(v.letters("extension_decision")))),
    Measure("first_chasers", "First chasers", Unit.COUNT, "letters of the period, copies counted once",
            lambda v: count(list(v.letters("first_chaser")))),
    Measure("final_chasers", "Final chasers: CHFO or CHFN (HO), witness summons (LGSCO)", Unit.COUNT,
            "letters of the period that threaten or use formal power, copies counted once",
            lambda v: count(list(v.letters("final_chaser")))),
    Measure("chasers_per_100", "Chasers to 100 requests", Unit.RATIO,
            "all chasers of the period to 100 requests received in it", _per_hundred),
)  # fmt: skip
