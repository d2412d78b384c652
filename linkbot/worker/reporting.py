"""The figures of a report that fell due: counted once, in the transaction of its occurrence, and kept with its effect.

What leaves later, after a release or an outage, is what was counted then; mail and files are made from it anew.
"""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.casework.reports_due import PERIOD, TEMPLATES
from linkbot.engine.wording.mime_parts import Enclosure
from linkbot.model.decision import Decision
from linkbot.model.effect import Effect, SendReport, Template
from linkbot.model.period import period_of
from linkbot.model.report import Report
from linkbot.ports import Transaction
from linkbot.reports.files import files_of
from linkbot.reports.kept import read, written
from linkbot.reports.material import gather
from linkbot.reports.names import REPORTS
from linkbot.worker.office import LONDON, Office

FIGURES = "report"  # the fact that holds what was counted
LISTS = frozenset({Template.WEEKLY_LIST.value, Template.DAILY_LIST.value})
_NAMES = {template.value: name for name, template in TEMPLATES.items()}


def with_figures(tx: Transaction, decision: Decision, office: Office) -> Decision:
    """Decisions without a report stay as they are."""
    if not any(intent.effect.effect == "send_report" for intent in decision.intents):
        return decision
    intents = (replace(intent, effect=_counted(tx, intent.effect, office)) for intent in decision.intents)
    return replace(decision, intents=tuple(intents))


def _counted(tx: Transaction, effect: Effect, office: Office) -> Effect:
    name = _NAMES.get(effect.template) if isinstance(effect, SendReport) else None
    if name is None or not isinstance(effect, SendReport):
        return effect
    desk = office.desk
    period = period_of(dict(effect.facts)[PERIOD], year_begins=desk.reports.year_begins)
    today = office.moment().today
    try:
        material = gather(tx, desk=desk, rules=office.reader.rulebook.code_rules, today=today, zone=LONDON)
        report = REPORTS[name](material, period)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return effect  # the mail says that there are no figures; nothing else waits for them
    return replace(effect, facts=(*effect.facts, (FIGURES, written(report))))


def report_of(effect: Effect) -> Report | None:
    """What was counted, None for every other effect."""
    kept = dict(effect.facts).get(FIGURES) if isinstance(effect, SendReport) else None
    return read(kept) if kept else None


def report_enclosures(effect: SendReport) -> tuple[Enclosure, ...]:
    report = report_of(effect)
    if report is None:
        return ()
    return tuple(Enclosure(file.name, file.media_type, file.octets) for file in files_of(report))
