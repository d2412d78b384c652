"""Pieces that several reports share: services, stages and ages of open cases, findings, overdue orders."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from linkbot.model.period import Period
from linkbot.model.report import ALL, Breakdown, BreakdownRow, Chart, ListTable, Series, Unit
from linkbot.reports.material import Material
from linkbot.reports.measure import Measure
from linkbot.reports.of_cases import AGES, FINDINGS, OF_CASES, OLDER, age_of
from linkbot.reports.of_orders import OF_ORDERS, overdue
from linkbot.reports.of_requests import OF_REQUESTS
from linkbot.reports.tables import breakdown
from linkbot.reports.view import View

MEASURES = {measure.id: measure for measure in (*OF_CASES, *FINDINGS, *OF_REQUESTS, *OF_ORDERS)}
"""Every figure there is, by its id."""

BY_GROUP = ("received", "decided", "requests_due", "in_time", "orders", "ordered_total", "overdue_orders", "open")


def chosen(*ids: str) -> tuple[Measure, ...]:
    return tuple(MEASURES[id] for id in ids)


def by_service(material: Material, view: View) -> tuple[Breakdown, ...]:
    """By service, and by directorate where the configuration names any."""
    made = [breakdown("By service", "Service", chosen(*BY_GROUP), view=view, group=material.service_title)]
    if material.directorates:
        made.append(
            breakdown("By directorate", "Directorate", chosen(*BY_GROUP), view=view, group=material.directorate)
        )
    return tuple(made)


def open_by_stage(material: Material, view: View) -> Breakdown:
    """Cases open on the last day, by the last letter acted on and by age."""
    titles = (*(title for _, title in AGES), OLDER)
    counts: dict[str, dict[str, int]] = {}
    for entry in view.entries:
        if entry.is_open(view.as_of):
            stage, age = material.stage(entry.stage(view.as_of)), age_of((view.as_of - entry.opened_on).days)
            counts.setdefault(stage, {}).setdefault(age, 0)
            counts[stage][age] += 1
    rows = [(stage, [ages.get(title, 0) for title in titles]) for stage, ages in sorted(counts.items())]
    rows.append((ALL, [sum(ages[at] for _, ages in rows) for at in range(len(titles))]))
    return Breakdown(
        title="Open cases by stage and age",
        first="Last letter acted on",
        columns=(*titles, ALL),
        units=(Unit.COUNT,) * (len(titles) + 1),
        rows=tuple(BreakdownRow(stage, tuple(map(Decimal, (*ages, sum(ages))))) for stage, ages in rows),
        note="Age is counted in calendar days from the day the case was opened.",
    )


def findings_chart(view: View) -> Chart:
    """Findings that occur, the gravest first within each ombudsman's own."""
    found = [(measure.label, measure.value(view)) for measure in FINDINGS]
    kept = [(label, value) for label, value in found if value]
    return Chart(
        "Findings of the decisions",
        tuple(label for label, _ in kept),
        (Series("Findings", tuple(value for _, value in kept)),),
    )


def overdue_list(material: Material, view: View) -> ListTable:
    """Reference and task title only."""
    rows = [
        (entry.id, one.title, material.service_title(entry), long(one.due_on), _days((view.as_of - one.due_on).days))
        for entry, one in sorted(overdue(view), key=lambda pair: (pair[1].due_on or date.max, pair[1].id))
        if one.due_on
    ]
    return ListTable(
        "Orders overdue at the end",
        ("Reference", "Order", "Service", "Due", "Overdue by"),
        tuple(rows),
        "No order is overdue.",
    )


def remarks(material: Material, period: Period) -> tuple[str, ...]:
    """What a reader must know before comparing."""
    view = material.view(period)
    found = []
    if view.as_of < period.last:
        found.append(f"The period is not over: the figures are those of {long(view.as_of)}.")
    first = material.begins_on
    if first is None or first > period.first:
        since = "nothing is registered yet" if first is None else f"the register begins on {long(first)}"
        found.append(f"Earlier days are not counted: {since}.")
    if material.erased:
        one = material.erased == 1
        found.append(f"{material.erased} case{'' if one else 's'} erased from the register: in no figure any more.")
    return tuple(found)


def long(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"
