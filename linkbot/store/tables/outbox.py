"""What is to be done outside and what became of it, and what fell due exactly once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Discriminator
from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from linkbot.model.effect import Effect
from linkbot.store.columns import Instant, Nested, Words
from linkbot.store.tables.base import Row

_EFFECT = Nested[Effect](Annotated[Effect, Discriminator("effect")])


class OutboxRow(Row, table=True):
    """`effect` is the value itself; the columns beside it are copies for queries."""

    __tablename__ = "outbox"
    __table_args__ = (UniqueConstraint("key"), Index(None, "state", "next_at"))

    sequence: int | None = Field(default=None, primary_key=True)
    key: str
    effect_name: str = Field(index=True)
    role: str
    template: str | None = None
    case_id: str | None = Field(default=None, index=True)
    task_id: str | None = Field(default=None, index=True)
    effect: Effect = Field(sa_type=_EFFECT)
    state: str
    created_at: datetime = Field(sa_type=Instant)
    next_at: datetime = Field(sa_type=Instant)
    attempts: int
    lease_until: datetime | None = Field(default=None, sa_type=Instant)
    claim: str | None = None
    receipt: str | None = Field(default=None, sa_type=Words, index=True)
    last_error: str | None = Field(default=None, sa_type=Words)
    why_held: str | None = Field(default=None, sa_type=Words)
    approved_by: str | None = Field(default=None, sa_type=Words)
    done_at: datetime | None = Field(default=None, sa_type=Instant)


class OccurrenceRow(Row, table=True):
    """The primary key is the promise: a thing falls due once."""

    __tablename__ = "occurrences"

    job: str = Field(primary_key=True)
    scope: str = Field(primary_key=True)
    due_on: date = Field(primary_key=True)
    happened_at: datetime = Field(sa_type=Instant)
