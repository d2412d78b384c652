"""The ombudsmen's Complaint Handling Codes as values from `rules/codes/*.toml`: which days they allow for what.

Which Code a complaint is measured by, and how it did, is `engine.comply`'s; nothing here counts a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from linkbot.model.calendar import WorkingCalendar
from linkbot.model.services import ServiceRules


class Weight(StrEnum):
    MUST = "must"
    SHOULD = "should"


class Act(StrEnum):
    """What a Code wants done at a stage."""

    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"


class Start(StrEnum):
    """What a clock runs from. Logging and acknowledging are one day in what case systems tell us."""

    RECEIVED = "received"
    LOGGED = "logged"
    ACKNOWLEDGED = "acknowledged"
    REQUESTED = "requested"  # the escalation

    @property
    def is_receipt(self) -> bool:
        """Something that came from the resident, on whatever day they wrote."""
        return self in (Start.RECEIVED, Start.REQUESTED)


class ThirdStage(StrEnum):
    NONE = "none"
    ADVISED_AGAINST = "advised_against"
    ALLOWED = "allowed"


@dataclass(frozen=True)
class Extension:
    """How much longer, at most, without good reason; in working days unless the Code says plain days."""

    days: int
    section: str
    plain_days: bool = False


@dataclass(frozen=True)
class TimeLimit:
    stage: int
    act: Act
    section: str
    days: int  # working days
    start: Start
    weight: Weight
    extension: Extension | None = None


@dataclass(frozen=True)
class Excluded:
    """A service whose complaints have a procedure of their own, so that no Code clock runs."""

    service: str
    procedure: str


@dataclass(frozen=True)
class Code:
    """`draft`: never in force, to be asked for by name only. `applies_to` is its last day, None while it lasts."""

    id: str
    name: str
    short_name: str
    ombudsman: str  # empty: of more than one, as the joint draft is
    limits: tuple[TimeLimit, ...]
    applies_from: date | None = None
    applies_to: date | None = None
    draft: bool = False
    landlords: bool = False  # for complaints about the council as a landlord
    third_stage: ThirdStage = ThirdStage.NONE
    third_stage_section: str = ""
    excluded: tuple[Excluded, ...] = ()
    note: str = ""

    def in_force(self, day: date) -> bool:
        if self.draft or self.applies_from is None:
            return False
        return self.applies_from <= day and (self.applies_to is None or day <= self.applies_to)


@dataclass(frozen=True)
class Codes:
    all: tuple[Code, ...] = ()

    def by_id(self, id: str) -> Code | None:
        return next((code for code in self.all if code.id == id), None)

    def of(self, ombudsman: str) -> tuple[Code, ...]:
        """The ombudsman's own, drafts left out."""
        return tuple(code for code in self.all if code.ombudsman == ombudsman and not code.draft)


@dataclass(frozen=True)
class CodeRules:
    """All that measuring a complaint needs of the rules."""

    codes: Codes
    calendar: WorkingCalendar
    services: ServiceRules
