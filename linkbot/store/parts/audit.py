"""The audit log: entries are linked to the last one there is, in the transaction of what they record."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select

from linkbot.engine.audit import FIRST, link
from linkbot.model.audit import AuditEntry, AuditHead, AuditNote, Happened
from linkbot.store.parts.part import Part
from linkbot.store.tables.audit import AuditRow

_LAST = select(AuditRow).order_by(col(AuditRow.number).desc()).limit(1)
_IN_ORDER = select(AuditRow).order_by(col(AuditRow.number))


class AuditPart(Part):
    _head: AuditHead | None = None

    def add_audit(self, *notes: AuditNote) -> None:
        entries = []
        for note in notes:
            entry = link(self.audit_head(), note)
            self._head = AuditHead(entry.number, entry.digest)
            entries.append(entry)
        self._add(*(_row(entry) for entry in entries))

    def audit_head(self) -> AuditHead:
        if self._head is None:
            last = self._one(_LAST)
            self._head = AuditHead(last.number, last.digest) if last else FIRST
        return self._head

    def audit(self, *, case: str | None = None, since: datetime | None = None) -> tuple[AuditEntry, ...]:
        wanted = _IN_ORDER
        if case is not None:
            wanted = wanted.where(AuditRow.case_id == case)
        if since is not None:
            wanted = wanted.where(col(AuditRow.at) >= since)
        return tuple(_entry(row) for row in self._all(wanted))


def _row(entry: AuditEntry) -> AuditRow:
    note = entry.note
    return AuditRow(
        number=entry.number,
        at=note.at,
        what=note.what.value,
        who=note.who,
        about=note.about,
        case_id=note.case,
        subject=note.subject,
        why=note.why,
        digest=entry.digest,
    )


def _entry(row: AuditRow) -> AuditEntry:
    note = AuditNote(
        what=Happened(row.what),
        who=row.who,
        at=row.at,
        about=row.about,
        case=row.case_id,
        subject=row.subject,
        why=row.why,
    )
    return AuditEntry(number=row.number, note=note, digest=row.digest)
