"""Everything people may change, read and checked: what the engine is given instead of files."""

from __future__ import annotations

from dataclasses import dataclass

from linkbot.model.boilerplate import BoilerplateRules
from linkbot.model.calendar import WorkingCalendar
from linkbot.model.code import CodeRules, Codes
from linkbot.model.deadline_rules import DeadlineRules
from linkbot.model.gates import GateRules
from linkbot.model.marks import MarkRules
from linkbot.model.matching import MatchingRules
from linkbot.model.ombudsman import Ombudsmen
from linkbot.model.playbook import Playbook
from linkbot.model.reply import ReplyWords
from linkbot.model.services import ServiceRules
from linkbot.model.signals import KindRules


@dataclass(frozen=True, eq=False)
class Rulebook:
    kinds: KindRules
    playbooks: tuple[Playbook, ...]
    services: ServiceRules
    ombudsmen: Ombudsmen
    gates: GateRules
    boilerplate: BoilerplateRules
    deadlines: DeadlineRules
    calendar: WorkingCalendar
    replies: ReplyWords
    marks: MarkRules
    matching: MatchingRules
    codes: Codes

    @property
    def code_rules(self) -> CodeRules:
        return CodeRules(self.codes, self.calendar, self.services)

    def playbook(self, kind: str | None) -> Playbook | None:
        return next((p for p in self.playbooks if p.kind == kind), None)
