"""Cases, tasks and the events that move them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from linkbot.model.finding import FindingOutcome


class LinkState(StrEnum):
    """How sure the tie to the original complaint is."""

    LINKED = "linked"
    PROPOSED = "proposed"
    AMBIGUOUS = "ambiguous"
    NONE = "none"


class CaseStatus(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class TaskState(StrEnum):
    OPEN = "open"
    RECEIVED = "received"  # evidence came from the service
    VALIDATING = "validating"
    SUBMITTED = "submitted"  # sent or uploaded to the Ombudsman
    SATISFIED = "satisfied"  # the Ombudsman confirmed
    WITHDRAWN = "withdrawn"


class TaskKind(StrEnum):
    REQUEST = "request"  # one a request letter, its points a checklist
    ORDER = "order"
    RECOMMENDATION = "recommendation"
    PORTAL = "portal"  # open the Portal or the secure message
    COMPLAINT = "complaint"  # answer the resident, copy to the Ombudsman
    FOLLOW_UP = "follow_up"  # a premature referral, a public report's duties …


@dataclass(frozen=True)
class Case:
    """One Ombudsman case. `id` holds the Ombudsman's reference: `LGSCO 23 012 345`, `HO 202312345`."""

    id: str
    ombudsman: str
    reference: str
    opened_at: datetime
    status: CaseStatus = CaseStatus.OPEN
    stage: str = "new"  # kind id of the latest event that moved it
    our_references: tuple[str, ...] = ()
    complainant: str | None = None
    postcode: str | None = None
    service: str | None = None
    service_certain: bool = False
    complaint: str | None = None  # our reference of the original complaint, when linked
    link: LinkState = LinkState.NONE
    seen_only_forwarded: bool = False
    last_letter_on: date | None = None  # the date of the latest letter, for "an older letter never acts"
    closed_at: datetime | None = None
    flags: tuple[str, ...] = ()  # what its letters mention: `marks.FLAGS`
    link_by: str | None = None  # who tied it, or untied it: a person, or `linkbot`
    version: int = 0


@dataclass(frozen=True)
class Task:
    """One corrective action. Dates as in `Deadline`; `due_on` is the `safe_on` every clock uses."""

    id: str  # "LGSCO 23 012 345/2": given once
    case: str | None
    kind: TaskKind
    title: str  # no personal fact: "Order 2 (compensation)", "Information request of 2 November 2026"
    text: str  # what is asked, in the Ombudsman's words
    owner: str  # e-mail address
    created_at: datetime
    cause: str  # event identity that opened it
    state: TaskState = TaskState.OPEN
    number: int | None = None  # printed order number
    checklist: tuple[str, ...] = ()
    official_on: date | None = None  # as the Ombudsman wrote it
    due_on: date | None = None
    due_stated: bool = True  # False: an internal date of ours (a recommendation without one, a default)
    internal_due_on: date | None = None
    amount_gbp: Decimal | None = None
    binding: bool = True
    service: str | None = None
    priority: bool = False
    confidential: bool = False
    done: bool = False  # nothing more is wanted of the owner: reminders stop
    last_notice_on: date | None = None
    senior_notice_on: date | None = None
    escalated_to: tuple[str, ...] = ()  # post and address of each who was told that it is overdue, until it is answered
    submitted_at: datetime | None = None
    satisfied_at: datetime | None = None  # when we learned that the Ombudsman is satisfied
    extension_pending: bool = False
    awaiting_release: bool = False  # brought over from the council's old spreadsheet; nobody has been told of it yet
    received: tuple[int, ...] = ()  # points of the checklist (from 1) that the link officer has marked as received
    query: str | None = None  # what was asked of the service again, and why; until the next point is marked
    evidence_at: datetime | None = None  # when the service last sent something
    validating_on: date | None = None  # since when the validators are asked about the evidence as it stands
    validated_at: datetime | None = None  # every post has approved
    unvalidated_because: str | None = None  # why the link officer lets it go without
    version: int = 0

    @property
    def is_open(self) -> bool:
        """Still owed to the Ombudsman: nothing has been submitted, confirmed or withdrawn."""
        return self.state in (TaskState.OPEN, TaskState.RECEIVED, TaskState.VALIDATING)

    @property
    def wants_reminders(self) -> bool:
        return self.is_open and not self.done and not self.awaiting_release and self.state is not TaskState.VALIDATING

    @property
    def points(self) -> tuple[str, ...]:
        """What the owner must send, point by point; the task itself where no list was given."""
        return self.checklist or (self.title,)

    @property
    def missing(self) -> tuple[tuple[int, str], ...]:
        """Points not marked as received, by number."""
        return tuple((n, point) for n, point in enumerate(self.points, 1) if n not in self.received)


class Attendance(StrEnum):
    """What an officer answered to the entry in their diary."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    DELEGATED = "delegated"
    PROPOSED = "proposed another time"

    @property
    def comes(self) -> bool:
        return self in (Attendance.ACCEPTED, Attendance.TENTATIVE)


@dataclass(frozen=True)
class Invitation:
    """The calendar entry of one officer, case and due date; `sequence` as in RFC 5545.

    `attendance` is the answer to this state of it: an entry that moves has not been answered yet.
    """

    id: str  # UID
    case: str
    attendee: str
    due_on: date
    entry_on: date
    tasks: tuple[str, ...]
    sequence: int = 0
    cancelled: bool = False
    attendance: Attendance | None = None
    answered_at: datetime | None = None
    answers: int = 0  # how many were taken down so far, whatever became of them


@dataclass(frozen=True)
class Event:
    """A letter, not a mail: its identity is ombudsman, reference, kind, letter date and the letter's text."""

    id: str  # SHA-256 hex
    case: str
    kind: str
    letter_on: date | None
    received_at: datetime
    message: str  # id of the message it was first seen in
    forwarded: bool = False
    acted: bool = False
    title: str = ""
    outcomes: tuple[FindingOutcome, ...] = ()  # of a decision: what was found, one a complaint point
