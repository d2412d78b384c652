"""A quarter of an invented council, as its reports are mailed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from linkbot.model.compose_context import ComposeContext, Worded
from linkbot.model.effect import SendReport
from linkbot.model.period import period_of
from linkbot.model.report import FigureRow, FigureTable, ListTable, Report, ReportName, Unit

COLUMNS = ("All", "HO", "LGSCO", "A year earlier")


def _row(id: str, label: str, unit: Unit, *values: str | None) -> FigureRow:
    return FigureRow(id, label, unit, "how it is counted", tuple(None if v is None else Decimal(v) for v in values))


TABLE = FigureTable(
    "Cases and orders",
    COLUMNS,
    (
        _row("received", "Cases received", Unit.COUNT, "24", "9", "15", "19"),
        _row("uphold_rate", "Uphold rate (LGSCO)", Unit.PERCENT, "66.7", None, "66.7", None),
        _row("days_mean", "Working days to answer, mean", Unit.DAYS, "17.5", "14.0", "19.2", "21.0"),
        _row("orders", "Orders made", Unit.COUNT, "31", "22", "9", "20"),
        _row("ordered_total", "Money ordered, total", Unit.POUNDS, "12450.50", "9100.00", "3350.50", "8000.00"),
    ),
)
ORDERS = ListTable(
    "Their orders, one by one",
    ("Order", "What", "Service", "Due", "How it stands"),
    (
        ("HO 202612345/1", "Order 1 (apology)", "Housing repairs", "28 November 2026", "evidence sent, 2 days late"),
        ("HO 202612345/2", "Order 2 (works)", "Housing repairs", "9 December 2026", "overdue by 22 days"),
    ),
    "There are none.",
    "Late is counted in calendar days.",
)
NONE_OVERDUE = ListTable("Orders overdue at the end", ("Reference", "Order"), (), "No order is overdue.")
REMARK = "Earlier days are not counted: the register begins on 2 November 2026."


def report_scenes(bare: ComposeContext) -> dict[str, tuple[Worded, ComposeContext]]:
    """One for each report, and one whose figures could not be made."""
    report = Report(
        name=ReportName.QUARTERLY,
        title="Ombudsman KPIs: the quarter",
        organisation="Anytown Council",
        period=period_of("2026-Q3", year_begins=4),
        as_of=date(2026, 12, 31),
        tables=(TABLE,),
        lists=(NONE_OVERDUE,),
        remarks=(REMARK,),
    )
    with_report = replace(bare, report=report, files=True)
    severe = replace(bare, report=replace(report, lists=(ORDERS,), remarks=()), files=True)
    return {
        "monthly_report": (_effect("monthly_report", "report_compiler"), with_report),
        "quarterly_report": (_effect("quarterly_report", "report_compiler"), with_report),
        "quarterly_report_without_figures": (_effect("quarterly_report", "report_compiler"), bare),
        "annual_report": (_effect("annual_report", "slt_director"), with_report),
        "member_update": (_effect("member_update", "member_responsible"), severe),
    }


def _effect(template: str, role: str) -> SendReport:
    facts = (("period", "2026-Q3"),)
    return SendReport(template=template, role=role, to=("x@anytown.gov.uk",), due_on=date(2027, 1, 4), facts=facts)
