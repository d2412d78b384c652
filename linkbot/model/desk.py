"""What a decision needs to know of the organisation: its people, its days, its playbooks and its safeguards."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from linkbot.model.approval import VALIDATORS
from linkbot.model.calendar import WorkingCalendar
from linkbot.model.case_system import CaseSystemAbilities
from linkbot.model.evidence_file import EvidenceLimits
from linkbot.model.matching import MatchingRules
from linkbot.model.ombudsman import Ombudsmen
from linkbot.model.organisation import Organisation
from linkbot.model.people import Directory
from linkbot.model.playbook import Playbook
from linkbot.model.report import ReportPlan
from linkbot.model.submission import SubmissionLimits
from linkbot.model.trust import Automation


@dataclass(frozen=True)
class Habits:
    """Numbers of days people may change (`[defaults]` of `rules/deadlines.toml`, `nearly_due` in the configuration);
    working days unless the name says otherwise.
    """

    chaser_default: int = 2
    recommendation_internal: int = 20
    order_default: int = 20
    internal_margin: int = 5
    invite_before: int = 3
    reminder_every_calendar_days: int = 3
    urgent_within: int = 3
    nearly_due: int = 5


@dataclass(frozen=True)
class Desk:
    organisation: Organisation
    directory: Directory
    calendar: WorkingCalendar
    ombudsmen: Ombudsmen
    matching: MatchingRules
    playbooks: tuple[Playbook, ...]
    habits: Habits = field(default_factory=Habits)
    senior_notices_auto: bool = True
    begin_on: date | None = None
    daily_services: tuple[str, ...] = ()
    automation: Automation = field(default_factory=Automation)
    reports: ReportPlan = field(default_factory=ReportPlan)
    case_system: CaseSystemAbilities = field(default_factory=CaseSystemAbilities)
    validators: tuple[str, ...] = VALIDATORS
    submission: SubmissionLimits = field(default_factory=SubmissionLimits)
    evidence: EvidenceLimits = field(default_factory=EvidenceLimits)

    def playbook(self, kind: str) -> Playbook | None:
        return next((playbook for playbook in self.playbooks if playbook.kind == kind), None)
