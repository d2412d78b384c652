"""What people are asked, and what they did."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from linkbot.store.columns import Instant, Words
from linkbot.store.tables.base import TEXTS, Row


class QuestionRow(Row, table=True):
    """A question may name a case the register does not hold (a mail nobody trusts): no foreign key."""

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("id"), Index(None, "state", "due_at"))

    sequence: int | None = Field(default=None, primary_key=True)
    id: str
    about: str
    message: str | None = Field(default=None, index=True)
    case_id: str | None = Field(default=None, index=True)
    task_id: str | None = None
    reading: str = Field(sa_type=Words)
    quote: str = Field(sa_type=Words)
    choices: tuple[str, ...] = Field(sa_type=TEXTS)
    if_unanswered: str = Field(sa_type=Words)
    owner: str = Field(sa_type=Words)
    asked_at: datetime = Field(sa_type=Instant)
    due_at: datetime = Field(sa_type=Instant)
    urgent: bool
    state: str
    answer: str | None = Field(default=None, sa_type=Words)
    answered_by: str | None = Field(default=None, sa_type=Words)
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    laddered: int
    told: tuple[str, ...] = Field(sa_type=TEXTS)
    would: str | None = Field(default=None, sa_type=Words)
    version: int


class SlipRow(Row, table=True):
    """One numbered line of a mail that can be answered by replying."""

    __tablename__ = "slips"

    token: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    target: str = Field(sa_type=Words)
    address: str = Field(sa_type=Words)
    at: datetime = Field(sa_type=Instant)
    used_by: str | None = Field(default=None, sa_type=Words)


class ActRow(Row, table=True):
    __tablename__ = "acts"
    __table_args__ = (UniqueConstraint("id"),)

    sequence: int | None = Field(default=None, primary_key=True)
    id: str
    at: datetime = Field(sa_type=Instant)
    by: str = Field(sa_type=Words)
    verb: str
    target: str = Field(sa_type=Words, index=True)
    value: str | None = Field(default=None, sa_type=Words)
    reason: str = Field(sa_type=Words)
