"""The annual report to the senior leadership team: a year of both ombudsmen's work beside the year before."""

from __future__ import annotations

from linkbot.model.period import Period
from linkbot.model.report import Report, ReportName
from linkbot.reports.material import Material
from linkbot.reports.quarterly import kpis


def annual(material: Material, period: Period) -> Report:
    return kpis(material, period, name=ReportName.ANNUAL, title="Ombudsman annual report to the senior leadership team")
