"""Which process is the worker of this store just now, how its looks into the mailboxes went, what it remembers."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from linkbot.store.columns import Instant, Words
from linkbot.store.tables.base import Row


class WorkerLeaseRow(Row, table=True):
    __tablename__ = "worker_leases"

    name: str = Field(primary_key=True)
    owner: str = Field(sa_type=Words)
    until: datetime = Field(sa_type=Instant)


class PollRow(Row, table=True):
    __tablename__ = "polls"

    mailbox: str = Field(primary_key=True, sa_type=Words)
    at: datetime = Field(sa_type=Instant)
    fault: str | None = Field(default=None, sa_type=Words)
    succeeded_at: datetime | None = Field(default=None, sa_type=Instant)


class AlarmRow(Row, table=True):
    __tablename__ = "alarms"

    kind: str = Field(primary_key=True)
    scope: str = Field(primary_key=True, sa_type=Words)
    since: datetime = Field(primary_key=True, sa_type=Instant)
    raised_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class MarkRow(Row, table=True):
    """One thing the store remembers under a name, such as the secret of its tokens."""

    __tablename__ = "marks"

    name: str = Field(primary_key=True)
    value: str = Field(sa_type=Words)
