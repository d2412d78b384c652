"""Messages and what people said about them, as values and as rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from linkbot.ports import MessageStatus, Override, StoredMessage
from linkbot.store.tables.mail import MessageCaseRow, MessageRow, OverrideRow


def message_row(message: StoredMessage) -> MessageRow:
    return MessageRow(
        id=message.id,
        mailbox=message.mailbox,
        handle=message.handle,
        folder=message.folder,
        received_at=message.received_at,
        octets_digest=message.octets_digest,
        status=message.status.value,
        message_id=message.message_id,
        content_digest=message.content_digest,
        strikes=message.strikes,
        fault=message.fault,
        kind=message.kind,
        disposition=message.disposition,
        file_name=message.file_name,
        sender=message.sender,
        subject=message.subject,
        attempted_at=message.attempted_at,
        vouch=message.vouch,
    )


def message_case_rows(message: StoredMessage) -> list[MessageCaseRow]:
    return [
        MessageCaseRow(message=message.id, position=position, case_id=case)
        for position, case in enumerate(message.cases)
    ]


def messages(rows: Sequence[MessageRow], links: Iterable[MessageCaseRow]) -> tuple[StoredMessage, ...]:
    """`links` in order of message and position."""
    cases: dict[str, list[str]] = {}
    for link in links:
        cases.setdefault(link.message, []).append(link.case_id)
    return tuple(_message(row, tuple(cases.get(row.id, ()))) for row in rows)


def _message(row: MessageRow, cases: tuple[str, ...]) -> StoredMessage:
    return StoredMessage(
        id=row.id,
        mailbox=row.mailbox,
        handle=row.handle,
        folder=row.folder,
        received_at=row.received_at,
        octets_digest=row.octets_digest,
        status=MessageStatus(row.status),
        message_id=row.message_id,
        content_digest=row.content_digest,
        strikes=row.strikes,
        fault=row.fault,
        cases=cases,
        kind=row.kind,
        disposition=row.disposition,
        file_name=row.file_name,
        sender=row.sender,
        subject=row.subject,
        attempted_at=row.attempted_at,
        vouch=row.vouch,
    )


def override_row(override: Override) -> OverrideRow:
    return OverrideRow(message=override.message, about=override.about, value=override.value, act=override.act)


def override(row: OverrideRow) -> Override:
    return Override(message=row.message, about=row.about, value=row.value, act=row.act)
