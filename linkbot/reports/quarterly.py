"""The quarter's KPIs: every figure, by ombudsman, by service, beside the same quarter of the year before."""

from __future__ import annotations

from linkbot.model.period import Period
from linkbot.model.report import Report, ReportName
from linkbot.reports.handling import handling
from linkbot.reports.material import Material
from linkbot.reports.of_cases import FINDINGS, OF_CASES
from linkbot.reports.of_orders import OF_ORDERS
from linkbot.reports.of_requests import OF_REQUESTS
from linkbot.reports.parts import by_service, chosen, findings_chart, open_by_stage, overdue_list, remarks
from linkbot.reports.tables import by_month, figure_table


def quarterly(material: Material, period: Period) -> Report:
    return kpis(material, period, name=ReportName.QUARTERLY, title="Ombudsman KPIs: the quarter")


def kpis(material: Material, period: Period, *, name: ReportName, title: str) -> Report:
    """The whole set of figures, for whichever period."""
    view = material.view(period)
    return Report(
        name=name,
        title=title,
        organisation=material.organisation,
        period=period,
        as_of=view.as_of,
        tables=(
            figure_table("Cases and decisions", OF_CASES, material=material, period=period),
            figure_table("Findings", FINDINGS, material=material, period=period),
            figure_table("Requests and chasers", OF_REQUESTS, material=material, period=period),
            figure_table("Orders and money", OF_ORDERS, material=material, period=period),
        ),
        breakdowns=(
            *by_service(material, view),
            open_by_stage(material, view),
            handling(material.code_steps, view),
        ),
        lists=(overdue_list(material, view),),
        charts=(
            by_month("Cases received and decided", chosen("received", "decided"), view=view),
            by_month("Chasers", chosen("first_chasers", "final_chasers"), view=view),
            by_month("Orders made and due", chosen("orders", "orders_due"), view=view),
            findings_chart(view),
        ),
        remarks=remarks(material, period),
    )
