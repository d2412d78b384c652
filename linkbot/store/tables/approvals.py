"""Who approved of a task's evidence, by post and version of it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from linkbot.store.columns import Instant, Words
from linkbot.store.tables.base import Row, belongs_to


class ApprovalRow(Row, table=True):
    __tablename__ = "approvals"
    __table_args__ = (belongs_to("task_id", "tasks.id"),)

    task_id: str = Field(primary_key=True)
    post: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    by: str = Field(sa_type=Words)
    at: datetime = Field(sa_type=Instant)
    exception: str | None = Field(default=None, sa_type=Words)
