"""What the reports need of the configuration; the council's file of published figures is checked against the rules."""

from __future__ import annotations

from linkbot.model.published import Published
from linkbot.model.report import ReportPlan
from linkbot.model.rulebook import Rulebook
from linkbot.reports.parts import MEASURES
from linkbot.rulebook.published import load_published
from linkbot.settings.values import Settings
from linkbot.toml_document import Fault, Faulty


def report_plan_of(settings: Settings, rulebook: Rulebook) -> ReportPlan:
    """Raises `Faulty`."""
    reports = settings.reports
    return ReportPlan(reports.send, reports.year_begins, published_of(settings, rulebook), reports.weekly_to_directors)


def published_of(settings: Settings, rulebook: Rulebook) -> tuple[Published, ...]:
    """None where no file is named. Raises `Faulty`."""
    if settings.reports.published is None:
        return ()
    faults: list[Fault] = []
    found = load_published(
        settings.resolve(settings.reports.published),
        faults,
        year_begins=settings.reports.year_begins,
        ombudsmen=[one.id for one in rulebook.ombudsmen.all],
        figures=MEASURES,
    )
    if faults:
        raise Faulty(tuple(faults))
    return found
