"""How each report is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from linkbot.model.period import Period
from linkbot.model.report import Report, ReportName
from linkbot.reports.annual import annual
from linkbot.reports.material import Material
from linkbot.reports.member_update import member_update
from linkbot.reports.monthly import monthly
from linkbot.reports.quarterly import quarterly

REPORTS: Mapping[ReportName, Callable[[Material, Period], Report]] = {
    ReportName.MONTHLY: monthly,
    ReportName.QUARTERLY: quarterly,
    ReportName.ANNUAL: annual,
    ReportName.MEMBER_UPDATE: member_update,
}
