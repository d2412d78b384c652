"""Which process is the worker of this store just now."""

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
