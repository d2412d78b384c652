"""How the worker stands, for `status` and `doctor`: the last look into each mailbox, the rows in each state."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select

from linkbot.model.outbox import OutboxState
from linkbot.ports import MessageStatus, Polled
from linkbot.store.parts.part import Part
from linkbot.store.tables.mail import MessageRow
from linkbot.store.tables.outbox import OutboxRow
from linkbot.store.tables.worker import PollRow


class StandingPart(Part):
    def note_poll(self, mailbox: str, at: datetime, fault: str | None = None) -> None:
        row = PollRow(mailbox=mailbox, at=at, fault=fault)
        if not self._replace(row, mailbox=mailbox):
            self._add(row)

    def polls(self) -> tuple[Polled, ...]:
        rows = self._all(select(PollRow).order_by(col(PollRow.mailbox)))
        return tuple(Polled(row.mailbox, row.at, row.fault) for row in rows)

    def count_messages(self) -> dict[MessageStatus, int]:
        counted = select(MessageRow.status, func.count()).group_by(col(MessageRow.status))
        return {MessageStatus(status): count for status, count in self._session.exec(counted).all()}

    def count_effects(self) -> dict[OutboxState, int]:
        counted = select(OutboxRow.state, func.count()).group_by(col(OutboxRow.state))
        return {OutboxState(state): count for state, count in self._session.exec(counted).all()}
