"""All that a report is made of, gathered once: the register's cases, the rules' names for things, published figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo

from linkbot.model.audit import Happened
from linkbot.model.calendar import WorkingCalendar
from linkbot.model.code import CodeRules
from linkbot.model.desk import Desk
from linkbot.model.effect import DraftReply, Template
from linkbot.model.ombudsman import Ombudsman
from linkbot.model.outbox import OutboxState
from linkbot.model.period import Period
from linkbot.model.published import Published
from linkbot.model.services import ServiceRules
from linkbot.ports import Transaction
from linkbot.reports.handling import Steps, code_steps
from linkbot.reports.overdue import title_of
from linkbot.reports.register import Entry, entries
from linkbot.reports.view import View

NO_DIRECTORATE = "No directorate given"


@dataclass(frozen=True)
class Material:
    """`stages`: what a kind of letter is called; `directorates`: of a service id."""

    entries: tuple[Entry, ...]
    today: date
    organisation: str
    calendar: WorkingCalendar
    ombudsmen: tuple[Ombudsman, ...]
    services: ServiceRules
    stages: Mapping[str, str]
    directorates: Mapping[str, str]
    published: tuple[Published, ...] = ()
    code_steps: Steps = field(default_factory=dict)  # of the original complaints, by case
    erased: int = 0  # cases of which nothing is left to count

    @property
    def begins_on(self) -> date | None:
        """The first day the register knows anything of."""
        return min((entry.opened_on for entry in self.entries), default=None)

    def knows(self, period: Period) -> bool:
        """Of days before the register nothing is known: a nought would be a claim."""
        return self.begins_on is not None and self.begins_on <= period.last

    def view(self, period: Period) -> View:
        return View(self.entries, period, min(period.last, self.today), self.calendar)

    def service_title(self, entry: Entry) -> str:
        return "Not certain" if entry.service is None else title_of(entry.service, self.services)

    def directorate(self, entry: Entry) -> str:
        return self.directorates.get(entry.service or "", NO_DIRECTORATE)

    def stage(self, kind: str) -> str:
        return self.stages.get(kind, kind.replace("_", " ").capitalize())


def gather(tx: Transaction, *, desk: Desk, rules: CodeRules, today: date, zone: tzinfo) -> Material:
    """Everything in one transaction, so that no figure sees another state than the next."""
    files = tx.cases()
    drafts = [
        (entry.effect.case, entry.done_at)
        for entry in tx.drafts_on([file.case.id for file in files])
        if isinstance(entry.effect, DraftReply)
        and entry.effect.template == Template.EXTENSION_REQUEST.value
        and entry.state is OutboxState.DONE
    ]
    return Material(
        entries=entries(files, extensions=[(case, at) for case, at in drafts if case and at], zone=zone),
        today=today,
        organisation=desk.organisation.name,
        calendar=desk.calendar,
        ombudsmen=desk.ombudsmen.all,
        services=rules.services,
        code_steps=code_steps(tx, files, rules, today),
        stages={playbook.kind: playbook.title for playbook in desk.playbooks},
        directorates={one.id: one.directorate for one in desk.directory.services if one.directorate},
        published=desk.reports.published,
        erased=sum(entry.note.what is Happened.ERASED for entry in tx.audit()),
    )
