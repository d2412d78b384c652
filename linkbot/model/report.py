"""A report as a value: figures with how each is counted, lists, charts. How it looks is decided where it is rendered.

It holds references and services only: no name, no address, no words of a letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from linkbot.model.period import Period, Span
from linkbot.model.published import Published


class Unit(StrEnum):
    COUNT = "count"
    PERCENT = "percent"
    POUNDS = "pounds"
    DAYS = "days"
    RATIO = "ratio"  # so many to a hundred


class ReportName(StrEnum):
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    ANNUAL = "annual"
    MEMBER_UPDATE = "member_update"

    @property
    def span(self) -> Span:
        """How long a stretch it is about."""
        return {ReportName.MONTHLY: Span.MONTH, ReportName.ANNUAL: Span.YEAR}.get(self, Span.QUARTER)


@dataclass(frozen=True)
class ReportPlan:
    """What of reports people may choose: which go by themselves, when the year begins (a month), whose figures stand
    beside ours, whether directors get the Monday list of their own services.
    """

    send: tuple[ReportName, ...] = ()
    year_begins: int = 4
    published: tuple[Published, ...] = ()
    weekly_to_directors: bool = False


@dataclass(frozen=True)
class FigureRow:
    """One figure over the columns of its table. A value that cannot be given (nothing to count) is None."""

    id: str
    label: str
    unit: Unit
    note: str  # how it is counted
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class FigureTable:
    title: str
    columns: tuple[str, ...]
    rows: tuple[FigureRow, ...]


ALL = "All"


@dataclass(frozen=True)
class BreakdownRow:
    label: str
    values: tuple[Decimal | None, ...]

    @property
    def is_total(self) -> bool:
        return self.label == ALL


@dataclass(frozen=True)
class Breakdown:
    """The same few figures for each service, stage or the like; `units` one a column."""

    title: str
    first: str  # head of the first column
    columns: tuple[str, ...]
    units: tuple[Unit, ...]
    rows: tuple[BreakdownRow, ...]
    note: str = ""


@dataclass(frozen=True)
class ListTable:
    """Rows of words: orders, cases. `empty` is what to say when there are none."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str
    note: str = ""


@dataclass(frozen=True)
class Series:
    name: str
    values: tuple[Decimal, ...]


@dataclass(frozen=True)
class Chart:
    """Bars: for each label one of every series."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: Unit = Unit.COUNT


@dataclass(frozen=True)
class Report:
    name: ReportName
    title: str
    organisation: str
    period: Period
    as_of: date  # the day whose state it tells: the period's last, or an earlier today
    tables: tuple[FigureTable, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    lists: tuple[ListTable, ...] = ()
    charts: tuple[Chart, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def file_name(self) -> str:
        return f"{self.organisation} Ombudsman {self.name.value.replace('_', ' ')} {self.period.name}"

    def row(self, id: str) -> FigureRow:
        """The figure's first row. KeyError when the report does not hold it."""
        found = next((row for table in self.tables for row in table.rows if row.id == id), None)
        if found is None:
            raise KeyError(id)
        return found
