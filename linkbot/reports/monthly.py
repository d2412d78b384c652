"""The month in one page: what came, what was answered in time, what is overdue."""

from __future__ import annotations

from linkbot.model.period import Period
from linkbot.model.report import Report, ReportName
from linkbot.reports.material import Material
from linkbot.reports.of_orders import OF_ORDERS
from linkbot.reports.of_requests import OF_REQUESTS
from linkbot.reports.parts import by_service, chosen, open_by_stage, overdue_list, remarks
from linkbot.reports.tables import figure_table


def monthly(material: Material, period: Period) -> Report:
    view = material.view(period)
    cases = chosen("received", "decided", "closed_without_investigation", "premature_referral", "open", "oldest")
    return Report(
        name=ReportName.MONTHLY,
        title="Ombudsman casework: the month",
        organisation=material.organisation,
        period=period,
        as_of=view.as_of,
        tables=(
            figure_table("Cases", cases, material=material, period=period),
            figure_table("Requests and chasers", OF_REQUESTS, material=material, period=period),
            figure_table("Orders", OF_ORDERS, material=material, period=period),
        ),
        breakdowns=(*by_service(material, view), open_by_stage(material, view)),
        lists=(overdue_list(material, view),),
        remarks=remarks(material, period),
    )
