"""How the worker stands: the last look into each mailbox, the rows in each state, alarms, and what it remembers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func
from sqlmodel import col, select

from linkbot.model.alarm import Alarm, AlarmKind
from linkbot.model.evidence_file import FileState
from linkbot.model.outbox import OutboxState
from linkbot.ports import MessageStatus, Polled
from linkbot.store.parts.part import Part
from linkbot.store.tables.approvals import ApprovalRow
from linkbot.store.tables.casework import CaseRow, EventRow, InvitationRow, TaskRow
from linkbot.store.tables.evidence import EvidenceRow
from linkbot.store.tables.mail import MessageRow
from linkbot.store.tables.outbox import OutboxRow
from linkbot.store.tables.people import QuestionRow
from linkbot.store.tables.worker import AlarmRow, MarkRow, PollRow


class StandingPart(Part):
    def note_poll(self, mailbox: str, at: datetime, fault: str | None = None) -> None:
        before = self._find(PollRow, mailbox=mailbox)
        succeeded_at = at if fault is None else before.succeeded_at if before else None
        row = PollRow(mailbox=mailbox, at=at, fault=fault, succeeded_at=succeeded_at)
        if not self._replace(row, mailbox=mailbox):
            self._add(row)

    def polls(self) -> tuple[Polled, ...]:
        rows = self._all(select(PollRow).order_by(col(PollRow.mailbox)))
        return tuple(Polled(row.mailbox, row.at, row.fault, row.succeeded_at) for row in rows)

    def last_letter_at(self, ombudsman: str | None = None) -> datetime | None:
        latest = select(EventRow).order_by(col(EventRow.received_at).desc()).limit(1)
        if ombudsman is not None:
            latest = latest.join(CaseRow, col(CaseRow.id) == EventRow.case_id).where(CaseRow.ombudsman == ombudsman)
        row = self._one(latest)
        return row.received_at if row else None

    def letters_at(self, since: datetime) -> tuple[datetime, ...]:
        found = select(EventRow).where(EventRow.received_at >= since).order_by(col(EventRow.received_at))
        return tuple(row.received_at for row in self._all(found))

    def alarms(self, *, open_only: bool = True) -> tuple[Alarm, ...]:
        found = select(AlarmRow).order_by(col(AlarmRow.raised_at), col(AlarmRow.kind), col(AlarmRow.scope))
        if open_only:
            found = found.where(col(AlarmRow.ended_at).is_(None))
        return tuple(
            Alarm(AlarmKind(row.kind), row.scope, row.since, row.raised_at, row.ended_at) for row in self._all(found)
        )

    def save_alarm(self, alarm: Alarm) -> None:
        row = AlarmRow(
            kind=alarm.kind.value,
            scope=alarm.scope,
            since=alarm.since,
            raised_at=alarm.raised_at,
            ended_at=alarm.ended_at,
        )
        if not self._replace(row, kind=alarm.kind.value, scope=alarm.scope, since=alarm.since):
            self._add(row)

    def mark(self, name: str) -> str | None:
        row = self._find(MarkRow, name=name)
        return row.value if row else None

    def set_mark(self, name: str, value: str | None) -> None:
        if value is None:
            self._change(delete(MarkRow).where(col(MarkRow.name) == name))
        elif not self._replace(row := MarkRow(name=name, value=value), name=name):
            self._add(row)

    def casework_stamp(self) -> str:
        """Versions only grow and rows are hardly ever taken away: counts and sums tell one state from the next."""
        told: list[object] = []
        for sort, grows in (
            (CaseRow, CaseRow.version),
            (TaskRow, TaskRow.version),
            (QuestionRow, QuestionRow.version),
            (InvitationRow, InvitationRow.sequence_number),
            (InvitationRow, InvitationRow.answers),
        ):
            told += self._connection.execute(select(func.count(), func.sum(grows)).select_from(sort)).one()
        told += self._connection.execute(select(func.count()).select_from(EventRow)).one()
        told += self._connection.execute(select(func.count()).select_from(ApprovalRow)).one()
        usable = col(EvidenceRow.state) == FileState.KEPT.value
        told += self._connection.execute(select(func.count()).select_from(EvidenceRow).where(usable)).one()
        waiting = (OutboxState.HELD, OutboxState.DOUBTFUL, OutboxState.FAILED)
        effects, messages = self.count_effects(), self.count_messages()
        told += [effects.get(state, 0) for state in waiting]
        return " ".join(map(str, (*told, messages.get(MessageStatus.PARKED, 0))))

    def count_messages(self) -> dict[MessageStatus, int]:
        counted = select(MessageRow.status, func.count()).group_by(col(MessageRow.status))
        return {MessageStatus(status): count for status, count in self._connection.execute(counted)}

    def count_effects(self) -> dict[OutboxState, int]:
        counted = select(OutboxRow.state, func.count()).group_by(col(OutboxRow.state))
        return {OutboxState(state): count for state, count in self._connection.execute(counted)}
