"""A report as a template sees it: figures in words, lists as ready lines. Nothing here counts anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linkbot.engine.wording.figure_words import NOTHING, figure_words
from linkbot.engine.wording.plain import one_line
from linkbot.engine.wording.views import day_words
from linkbot.model.report import FigureRow, ListTable, Report

A_YEAR_EARLIER = "A year earlier"
MAIN = frozenset(
    {
        *("received", "decided", "uphold_rate", "maladministration_rate", "requests_due", "in_time", "days_mean"),
        *("first_chasers", "final_chasers", "orders_due", "compliance_rate", "late_compliance", "overdue_orders"),
        *("ordered_total", "open", "finding_severe_maladministration"),
    }
)
"""What a mail tells; everything else is in the files."""


@dataclass(frozen=True)
class FigureView:
    """`earlier`: the same days of the year before; empty where the report has no such column."""

    id: str
    label: str
    value: str
    earlier: str
    note: str
    main: bool


@dataclass(frozen=True)
class ListingView:
    """`head` and each of `lines` are the cells of a row, parted by bars."""

    title: str
    head: str
    lines: tuple[str, ...]
    empty: str
    note: str


def figure_views(report: Report | None) -> tuple[FigureView, ...]:
    if report is None:
        return ()
    return tuple(_figure(row, table.columns) for table in report.tables for row in table.rows)


def listing_views(report: Report | None) -> tuple[ListingView, ...]:
    return tuple(_listing(table) for table in report.lists) if report else ()


def days_of(report: Report | None) -> str:
    """From which day to which."""
    return f"{day_words(report.period.first)} to {day_words(report.period.last)}" if report else ""


def _figure(row: FigureRow, columns: Sequence[str]) -> FigureView:
    at = columns.index(A_YEAR_EARLIER) if A_YEAR_EARLIER in columns else None
    return FigureView(
        id=row.id,
        label=row.label,
        value=figure_words(row.values[0], row.unit) if row.values else NOTHING,
        earlier="" if at is None else figure_words(row.values[at], row.unit),
        note=row.note,
        main=row.id in MAIN,
    )


def _listing(table: ListTable) -> ListingView:
    lines = tuple(_bars(row) for row in table.rows)
    return ListingView(table.title, _bars(table.columns), lines, table.empty, table.note)


def _bars(cells: Sequence[str]) -> str:
    return " | ".join(one_line(cell).replace("|", "/") or NOTHING for cell in cells)
