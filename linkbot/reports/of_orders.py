"""Figures of orders and recommendations: complied with, late, overdue, and the money ordered."""

from __future__ import annotations

from decimal import Decimal

from linkbot.model.casework import TaskKind
from linkbot.model.report import Unit
from linkbot.reports.measure import Measure, count, mean, share
from linkbot.reports.register import Entry, Wanted
from linkbot.reports.view import View


def made(view: View, kind: TaskKind = TaskKind.ORDER) -> list[tuple[Entry, Wanted]]:
    return [(entry, one) for entry, one in view.wanted(kind) if view.holds(one.asked_on)]


def due(view: View) -> list[Wanted]:
    return [one for _, one in view.wanted(TaskKind.ORDER) if view.holds(one.due_on)]


def met(view: View) -> list[Wanted]:
    return [one for one in due(view) if one.is_met(view.as_of)]


def late(view: View) -> list[Wanted]:
    """Evidence sent after the day; where only the Ombudsman's word is on record, it says nothing of when we sent."""
    return [one for one in met(view) if one.sent_on is not None and one.due_on and one.sent_on > one.due_on]


def undated(view: View) -> list[Wanted]:
    """Complied with, and nobody recorded when: not late, not in time. A confirmation before the day is word enough."""
    return [
        one
        for one in met(view)
        if one.sent_on is None and (one.satisfied_on is None or not one.due_on or one.satisfied_on > one.due_on)
    ]


def overdue(view: View) -> list[tuple[Entry, Wanted]]:
    """On the last day, whenever they fell due."""
    return [
        (entry, one)
        for entry, one in view.wanted(TaskKind.ORDER)
        if one.due_on is not None and one.due_on < view.as_of and one.is_open(view.as_of) and _known(one, view)
    ]


def _known(one: Wanted, view: View) -> bool:
    return one.asked_on is None or one.asked_on <= view.as_of


def _longest_overdue(view: View) -> Decimal | None:
    days = [(view.as_of - one.due_on).days for _, one in overdue(view) if one.due_on]
    return Decimal(max(days)) if days else None


def awards(view: View) -> dict[str, Decimal]:
    """What each case was ordered to pay in the period."""
    found: dict[str, Decimal] = {}
    for entry, one in made(view):
        if one.amount is not None:
            found[entry.id] = found.get(entry.id, Decimal(0)) + one.amount
    return found


def _late_share(view: View) -> Decimal | None:
    dated = len(met(view)) - len(undated(view))
    return share(len(late(view)), dated)


OF_ORDERS = (
    Measure("orders", "Orders made", Unit.COUNT,
            "orders and agreed actions of the decisions of the period; those withdrawn are left out",
            lambda v: count(made(v))),
    Measure("recommendations", "Recommendations made", Unit.COUNT, "counted likewise",
            lambda v: count(made(v, TaskKind.RECOMMENDATION))),
    Measure("orders_due", "Orders due", Unit.COUNT,
            "orders whose day, as last moved by the Ombudsman, lies in the period", lambda v: count(due(v))),
    Measure("compliance_rate", "Orders complied with", Unit.PERCENT,
            "of the orders due in the period, those with evidence sent or the Ombudsman satisfied by its end",
            lambda v: share(len(met(v)), len(due(v)))),
    Measure("late_compliance", "Complied with late", Unit.PERCENT,
            "of those, evidence recorded as sent after the day; those without a recorded day left out", _late_share),
    Measure("compliance_undated", "Complied with, day not on record", Unit.COUNT,
            "due in the period and over, but nobody recorded when the evidence went", lambda v: count(undated(v))),
    Measure("overdue_orders", "Orders overdue at the end", Unit.COUNT,
            "past their day, without evidence sent, whenever they fell due", lambda v: count(overdue(v)),
            "Orders overdue"),
    Measure("longest_overdue", "Longest overdue order", Unit.DAYS, "calendar days past its day", _longest_overdue),
    Measure("ordered_total", "Money ordered, total", Unit.POUNDS,
            "the sums of the orders made in the period, as the Ombudsman states them; recommendations are left out",
            lambda v: sum(awards(v).values(), Decimal(0)).quantize(Decimal("0.01")), "Ordered to pay"),
    Measure("ordered_mean", "Money ordered, mean of a case", Unit.POUNDS, "over the cases with a sum ordered",
            lambda v: mean(list(awards(v).values()), "0.01")),
)  # fmt: skip
