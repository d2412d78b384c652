"""Which process is the worker of this store just now, and when it last looked into each mailbox."""

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
