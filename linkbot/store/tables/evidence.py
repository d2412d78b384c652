"""What services sent for tasks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from linkbot.store.columns import Instant, Words
from linkbot.store.tables.base import Row, belongs_to


class EvidenceRow(Row, table=True):
    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("id"), belongs_to("task_id", "tasks.id"))

    sequence: int | None = Field(default=None, primary_key=True)
    id: str
    task_id: str = Field(index=True)
    message: str = Field(index=True)
    part: int
    name: str = Field(sa_type=Words)
    media_type: str = Field(sa_type=Words)
    size: int
    digest: str
    sender: str = Field(sa_type=Words)
    at: datetime = Field(sa_type=Instant)
    state: str = Field(index=True)
    why: str = Field(sa_type=Words)
