"""Which reports are due: the newest of each sort, on the first working day after its month, quarter or year is over."""

from __future__ import annotations

from datetime import timedelta

from linkbot.engine.casework.keys import effect_key
from linkbot.engine.casework.work import Moment
from linkbot.engine.dates.working_days import on_or_after
from linkbot.model.decision import Decision
from linkbot.model.desk import Desk
from linkbot.model.due import Due, Standing
from linkbot.model.effect import SendReport, Template
from linkbot.model.occurrence import Occurrence
from linkbot.model.outbox import Intent
from linkbot.model.people import LINK_OFFICER
from linkbot.model.period import last_ended
from linkbot.model.reading import Disposition
from linkbot.model.report import ReportName

TEMPLATES = {
    ReportName.MONTHLY: Template.MONTHLY_REPORT,
    ReportName.QUARTERLY: Template.QUARTERLY_REPORT,
    ReportName.ANNUAL: Template.ANNUAL_REPORT,
    ReportName.MEMBER_UPDATE: Template.MEMBER_UPDATE,
}
READERS = {
    ReportName.MONTHLY: ("report_compiler",),
    ReportName.QUARTERLY: ("report_compiler", LINK_OFFICER),
    ReportName.ANNUAL: ("slt_director", "report_compiler", LINK_OFFICER),
    ReportName.MEMBER_UPDATE: ("member_responsible", LINK_OFFICER),
}
"""The first is written to, the others get a copy."""
PERIOD = "period"  # the fact that names what a report is about


def reports_due(standing: Standing, *, moment: Moment, desk: Desk) -> list[Due]:
    """A missed one is made up once, older ones never. With a fresh register nothing is missed yet."""
    found = []
    last = dict(standing.last_reports)
    for name in desk.reports.send:
        period = last_ended(moment.today, name.span, year_begins=desk.reports.year_begins)
        due_on = on_or_after(period.last + timedelta(days=1), desk.calendar, closures=True)
        before = last.get(name)
        missed = before is not None and before < due_on
        if due_on <= moment.today and (missed or (before is None and due_on == moment.today)):
            found.append(_due(name, Occurrence(job_of(name), "all", due_on), period.name, moment=moment, desk=desk))
    return found


def job_of(name: ReportName) -> str:
    return TEMPLATES[name].value


def _due(name: ReportName, occurrence: Occurrence, period: str, *, moment: Moment, desk: Desk) -> Due:
    role, *copies = READERS[name]
    effect = SendReport(
        template=TEMPLATES[name].value,
        role=role,
        to=(desk.directory.post(role, moment.today),),
        cc=tuple(desk.directory.post(copy, moment.today) for copy in copies),
        due_on=occurrence.due_on,
        facts=((PERIOD, period),),
    )
    key = effect_key(cause=occurrence.cause, step=f"report:{occurrence.job}", subject="service:all", role=role)
    return Due(occurrence, Decision(Disposition.ACT, intents=(Intent(key, effect),)))
