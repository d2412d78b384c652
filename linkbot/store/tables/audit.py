"""The audit log. Rows are added and never changed; nothing in them is a person's."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from linkbot.store.columns import Instant
from linkbot.store.tables.base import Row


class AuditRow(Row, table=True):
    __tablename__ = "audit"

    number: int = Field(primary_key=True)
    at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    what: str
    who: str
    about: str
    case_id: str | None = Field(default=None, index=True)
    subject: str | None = None
    why: str | None = None
    digest: str
