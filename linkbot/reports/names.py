"""Which reports there are, what each is about in time, and how one is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from linkbot.model.period import Period, Span
from linkbot.model.report import Report, ReportName
from linkbot.reports.annual import annual
from linkbot.reports.material import Material
from linkbot.reports.member_update import member_update
from linkbot.reports.monthly import monthly
from linkbot.reports.quarterly import quarterly

Maker = Callable[[Material, Period], Report]

REPORTS: Mapping[ReportName, tuple[Span, Maker]] = {
    ReportName.MONTHLY: (Span.MONTH, monthly),
    ReportName.QUARTERLY: (Span.QUARTER, quarterly),
    ReportName.ANNUAL: (Span.YEAR, annual),
    ReportName.MEMBER_UPDATE: (Span.QUARTER, member_update),
}
