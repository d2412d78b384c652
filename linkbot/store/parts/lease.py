"""The lease of the one worker: taken by one conditional UPDATE."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update
from sqlmodel import col, select

from linkbot.store.parts.part import Part
from linkbot.store.tables.worker import WorkerLeaseRow


class LeasePart(Part):
    def take_lease(self, name: str, owner: str, now: datetime, lease: timedelta) -> bool:
        free = or_(col(WorkerLeaseRow.owner) == owner, col(WorkerLeaseRow.until) <= now)
        taken = update(WorkerLeaseRow).where(col(WorkerLeaseRow.name) == name, free)
        if self._change(taken.values(owner=owner, until=now + lease)):
            return True
        if self._is_there(WorkerLeaseRow, name=name):
            return False
        self._add(WorkerLeaseRow(name=name, owner=owner, until=now + lease))
        return True

    def drop_lease(self, name: str, owner: str) -> None:
        self._change(delete(WorkerLeaseRow).where(col(WorkerLeaseRow.name) == name, col(WorkerLeaseRow.owner) == owner))

    def lease_holder(self, name: str, now: datetime) -> str | None:
        row = self._one(select(WorkerLeaseRow).where(WorkerLeaseRow.name == name, col(WorkerLeaseRow.until) > now))
        return row.owner if row else None

    def lease_until(self, name: str) -> datetime | None:
        row = self._find(WorkerLeaseRow, name=name)
        return row.until if row else None
