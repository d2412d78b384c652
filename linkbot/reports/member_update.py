"""To the Member Responsible for Complaints: progress with orders that follow severe maladministration.

The Housing Ombudsman's Code of 2024 wants this of landlords (9.7c), with the volume and outcomes of complaints (9.7a)
beside it. References and services only: no Member is given a resident's name here.
"""

from __future__ import annotations

from linkbot.model.casework import TaskKind, TaskState
from linkbot.model.finding import FindingOutcome
from linkbot.model.period import Period
from linkbot.model.report import ListTable, Report, ReportName
from linkbot.reports.handling import handling
from linkbot.reports.material import Material
from linkbot.reports.parts import chosen, long, remarks
from linkbot.reports.register import Entry, Letter, Wanted
from linkbot.reports.tables import figure_table
from linkbot.reports.view import DECIDED, View

FIGURES = (
    *("received", "decided", "maladministration_rate", "finding_severe_maladministration", "uphold_rate"),
    *("orders_due", "compliance_rate", "late_compliance", "overdue_orders", "final_chasers"),
)


def member_update(material: Material, period: Period) -> Report:
    view = material.view(period)
    cases = [(entry, letter) for entry in view.entries if (letter := severe(entry, view)) is not None]
    current = [(entry, letter) for entry, letter in cases if _concerns(entry, letter, view)]
    return Report(
        name=ReportName.MEMBER_UPDATE,
        title="Update for the Member Responsible for Complaints",
        organisation=material.organisation,
        period=period,
        as_of=view.as_of,
        tables=(figure_table("The Ombudsmen's work", chosen(*FIGURES), material=material, period=period),),
        breakdowns=(handling(material.code_steps, view),),
        lists=(_cases(material, current, view), _orders(material, current, view)),
        remarks=remarks(material, period),
    )


def severe(entry: Entry, view: View) -> Letter | None:
    """The last decision by then, when it finds severe maladministration: a review may have changed an earlier one."""
    decided = [letter for letter in entry.letters if letter.kind == DECIDED and letter.on <= view.as_of]
    if not decided or FindingOutcome.SEVERE_MALADMINISTRATION not in decided[-1].outcomes:
        return None
    return decided[-1]


def _concerns(entry: Entry, letter: Letter, view: View) -> bool:
    """Decided in the period, or something was still owed in it."""
    first = view.period.first
    return letter.on >= first or any(
        one.is_open(view.as_of) or (one.met_on or first) >= first for one in ordered(entry, view)
    )


def ordered(entry: Entry, view: View) -> list[Wanted]:
    return [
        one
        for one in entry.wanted
        if one.kind is TaskKind.ORDER
        and one.state is not TaskState.WITHDRAWN
        and (one.asked_on is None or one.asked_on <= view.as_of)
    ]


def _cases(material: Material, found: list[tuple[Entry, Letter]], view: View) -> ListTable:
    rows = []
    for entry, letter in sorted(found, key=lambda pair: (pair[1].on, pair[0].id)):
        orders = ordered(entry, view)
        met = sum(one.is_met(view.as_of) for one in orders)
        late = sum(standing(one, view).startswith("overdue") for one in orders)
        money = sum(one.amount for one in orders if one.amount is not None)
        rows.append(
            (
                entry.id,
                material.service_title(entry),
                long(letter.on),
                str(letter.outcomes.count(FindingOutcome.SEVERE_MALADMINISTRATION)),
                f"{met} of {len(orders)}",
                str(late),
                f"£{money:,.2f}",
            )
        )
    return ListTable(
        "Cases with a finding of severe maladministration",
        ("Reference", "Service", "Determined", "Severe findings", "Orders done", "Overdue", "Ordered to pay"),
        tuple(rows),
        "No order from a finding of severe maladministration was open in the period.",
        "Cases determined in the period, or with an order that was still open in it.",
    )


def _orders(material: Material, found: list[tuple[Entry, Letter]], view: View) -> ListTable:
    rows = [
        (one.id, one.title, material.service_title(entry), long(one.due_on) or "no date", standing(one, view))
        for entry, _ in sorted(found, key=lambda pair: (pair[1].on, pair[0].id))
        for one in ordered(entry, view)
    ]
    return ListTable(
        "Their orders, one by one",
        ("Order", "What", "Service", "Due", "How it stands"),
        tuple(rows),
        "There are none.",
        "Done: evidence was sent, or the Ombudsman is satisfied. Late is counted in calendar days.",
    )


def standing(one: Wanted, view: View) -> str:
    """How an order stood on the last day, in a few words."""
    if one.satisfied_on is not None and one.satisfied_on <= view.as_of:
        return f"the Ombudsman is satisfied ({long(one.satisfied_on)}){_lateness(one)}"
    if one.is_met(view.as_of):
        return (f"evidence sent on {long(one.sent_on)}" if one.sent_on else "done, day not on record") + _lateness(one)
    if one.due_on is not None and one.due_on < view.as_of:
        days = (view.as_of - one.due_on).days
        return f"overdue by {days} day{'' if days == 1 else 's'}"
    return "open"


def _lateness(one: Wanted) -> str:
    if one.sent_on is None or one.due_on is None or one.sent_on <= one.due_on:
        return ""
    days = (one.sent_on - one.due_on).days
    return f", {days} day{'' if days == 1 else 's'} late"
