"""Cases, tasks, invitations and events: the register itself."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from linkbot.model.finding import FindingOutcome
from linkbot.store.columns import Instant, Nested, Pounds, Words
from linkbot.store.tables.base import NUMBERS, TEXTS, Row, belongs_to

_OUTCOMES = Nested[tuple[FindingOutcome, ...]](tuple[FindingOutcome, ...])


class CaseRow(Row, table=True):
    __tablename__ = "cases"

    id: str = Field(primary_key=True)
    ombudsman: str
    reference: str
    reference_digits: str = Field(index=True)
    opened_at: datetime = Field(sa_type=Instant)
    status: str = Field(index=True)
    stage: str
    our_references: tuple[str, ...] = Field(sa_type=TEXTS)
    complainant: str | None = Field(default=None, sa_type=Words)
    postcode: str | None = Field(default=None, sa_type=Words)
    service: str | None = None
    service_certain: bool
    complaint: str | None = Field(default=None, sa_type=Words)
    link: str
    link_by: str | None = Field(default=None, sa_type=Words)
    seen_only_forwarded: bool
    last_letter_on: date | None = None
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    flags: tuple[str, ...] = Field(sa_type=TEXTS)
    version: int


class TaskRow(Row, table=True):
    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("id"),
        belongs_to("case_id", "cases.id"),
        Index(None, "state", "due_on"),
    )

    sequence: int | None = Field(default=None, primary_key=True)
    id: str
    case_id: str | None = Field(default=None, index=True)
    kind: str
    title: str = Field(sa_type=Words)
    text: str = Field(sa_type=Words)
    owner: str = Field(sa_type=Words)
    created_at: datetime = Field(sa_type=Instant)
    cause: str = Field(index=True)
    state: str
    number: int | None = None
    checklist: tuple[str, ...] = Field(sa_type=TEXTS)
    official_on: date | None = None
    due_on: date | None = None
    due_stated: bool
    internal_due_on: date | None = None
    amount_pence: Decimal | None = Field(default=None, sa_type=Pounds)
    binding: bool
    service: str | None = None
    priority: bool
    confidential: bool
    done: bool
    last_notice_on: date | None = None
    senior_notice_on: date | None = None
    escalated_to: tuple[str, ...] = Field(sa_type=TEXTS)
    submitted_at: datetime | None = Field(default=None, sa_type=Instant)
    satisfied_at: datetime | None = Field(default=None, sa_type=Instant)
    extension_pending: bool
    awaiting_release: bool
    received: tuple[int, ...] = Field(sa_type=NUMBERS)
    query: str | None = Field(default=None, sa_type=Words)
    evidence_at: datetime | None = Field(default=None, sa_type=Instant)
    validating_on: date | None = None
    validated_at: datetime | None = Field(default=None, sa_type=Instant)
    unvalidated_because: str | None = Field(default=None, sa_type=Words)
    version: int


class InvitationRow(Row, table=True):
    __tablename__ = "invitations"
    __table_args__ = (belongs_to("case_id", "cases.id"),)

    id: str = Field(primary_key=True)
    case_id: str = Field(index=True)
    attendee: str = Field(sa_type=Words)
    due_on: date
    entry_on: date
    tasks: tuple[str, ...] = Field(sa_type=TEXTS)
    sequence_number: int
    cancelled: bool
    attendance: str | None = None
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    answers: int


class EventRow(Row, table=True):
    __tablename__ = "events"
    __table_args__ = (UniqueConstraint("id"), belongs_to("case_id", "cases.id"))

    sequence: int | None = Field(default=None, primary_key=True)
    id: str
    case_id: str = Field(index=True)
    kind: str = Field(index=True)
    letter_on: date | None = None
    received_at: datetime = Field(sa_type=Instant)
    message: str = Field(index=True)
    forwarded: bool
    acted: bool
    title: str = Field(sa_type=Words)
    outcomes: tuple[FindingOutcome, ...] = Field(default=(), sa_type=_OUTCOMES)
