"""Measures into tables: over all cases, each ombudsman's, a year earlier, and what was published; or group by group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from linkbot.engine.wording.report_views import A_YEAR_EARLIER
from linkbot.model.period import Period, year_earlier
from linkbot.model.report import ALL, Breakdown, BreakdownRow, Chart, FigureRow, FigureTable, Series
from linkbot.reports.material import Material
from linkbot.reports.measure import Measure
from linkbot.reports.register import Entry
from linkbot.reports.view import View

ZERO = Decimal(0)


def figure_table(title: str, measures: Sequence[Measure], *, material: Material, period: Period) -> FigureTable:
    """A nought is an answer too, and stays; of a time before the register there is none."""
    view, before = material.view(period), material.view(year_earlier(period))
    parts = [view.of(tuple(e for e in view.entries if e.ombudsman == one.id)) for one in material.ombudsmen]
    published = [one for one in material.published if (one.first, one.last) == (period.first, period.last)]
    named = {measure.id for measure in measures}
    published = [one for one in published if named & {id for id, _ in one.figures}]
    columns = (
        "All",
        *(one.short_name for one in material.ombudsmen),
        A_YEAR_EARLIER,
        *(one.source for one in published),
    )
    return FigureTable(
        title,
        columns,
        tuple(
            FigureRow(
                measure.id,
                measure.label,
                measure.unit,
                measure.note,
                (
                    *(measure.value(one) if material.knows(one.period) else None for one in (view, *parts, before)),
                    *(one.value(measure.id) for one in published),
                ),
            )
            for measure in measures
        ),
    )


def breakdown(
    title: str, first: str, measures: Sequence[Measure], *, view: View, group: Callable[[Entry], str]
) -> Breakdown:
    """One row a group that has any case at all, by name; then all of them."""
    names = sorted({group(entry) for entry in view.entries})
    rows = [BreakdownRow(name, _values(measures, view.of(_in(view, group, name)))) for name in names]
    kept = [row for row in rows if any(row.values)]
    return Breakdown(
        title=title,
        first=first,
        columns=tuple(measure.head for measure in measures),
        units=tuple(measure.unit for measure in measures),
        rows=(*kept, BreakdownRow(ALL, _values(measures, view))),
    )


def by_month(title: str, measures: Sequence[Measure], *, view: View) -> Chart:
    """One group of bars a month; what cannot be given is drawn as nothing."""
    months = view.period.months()
    views = [view.during(month) for month in months]
    return Chart(
        title,
        tuple(month.title for month in months),
        tuple(Series(measure.label, tuple(measure.value(one) or ZERO for one in views)) for measure in measures),
        measures[0].unit,
    )


def _in(view: View, group: Callable[[Entry], str], name: str) -> tuple[Entry, ...]:
    return tuple(entry for entry in view.entries if group(entry) == name)


def _values(measures: Sequence[Measure], view: View) -> tuple[Decimal | None, ...]:
    return tuple(measure.value(view) for measure in measures)
