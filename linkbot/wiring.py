"""Floor 6: the only place that builds adapters from the configuration: dry run and sandbox are chosen here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from linkbot.engine.read import Reader
from linkbot.model.desk import Desk, Habits
from linkbot.model.due import Times
from linkbot.model.people import Directory
from linkbot.model.rulebook import Rulebook
from linkbot.model.templates import Templates
from linkbot.rulebook.load import load_rulebook
from linkbot.rulebook.shipped import rule_layers, shipped
from linkbot.rulebook.templates import load_templates
from linkbot.settings.load import load_settings
from linkbot.settings.values import SeniorNotices, Settings
from linkbot.toml_document import Fault, Faulty


class SystemClock:
    """The machine's own clock, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class Setup:
    """What a configuration file and the rules amount to, checked together; no adapter is built yet."""

    settings: Settings
    rulebook: Rulebook
    reader: Reader
    desk: Desk
    times: Times


def set_up(config: Path) -> Setup:
    """Raises `Faulty` with every fault of the configuration, or of the rules."""
    settings = load_settings(config)
    overlay = settings.resolve(settings.overlay) if settings.overlay else None
    rulebook = load_rulebook(rule_layers(overlay))
    directory = settings.directory
    return Setup(
        settings=settings,
        rulebook=rulebook,
        reader=Reader(rulebook, settings.organisation, settings.authentication, directory),
        desk=desk_of(settings, rulebook, directory),
        times=Times(settings.worker.desk_mail_at, settings.worker.reminders_at, settings.worker.reports_at),
    )


def desk_of(settings: Settings, rulebook: Rulebook, directory: Directory) -> Desk:
    daily = (*settings.reports.daily_services, *(s.id for s in directory.services if s.daily_list))
    return Desk(
        organisation=settings.organisation,
        directory=directory,
        calendar=rulebook.calendar,
        ombudsmen=rulebook.ombudsmen,
        playbooks=rulebook.playbooks,
        habits=replace(
            Habits(),
            nearly_due=settings.reports.nearly_due_working_days,
            chaser_default=rulebook.deadlines.chaser_default_days,
        ),
        senior_notices_auto=settings.senior_notices is SeniorNotices.AUTO,
        begin_on=settings.worker.begin_on,
        daily_services=tuple(dict.fromkeys(daily)),
    )


def templates_of(settings: Settings) -> Templates:
    """Raises `Faulty`."""
    faults: list[Fault] = []
    templates = load_templates(template_layers(settings), faults)
    if faults:
        raise Faulty(tuple(faults))
    return templates


def template_layers(settings: Settings) -> tuple[Path, ...]:
    own = settings.resolve(settings.overlay) / "templates" if settings.overlay else None
    return (own, shipped("templates")) if own is not None and own.is_dir() else (shipped("templates"),)
