"""The mail half of a transaction: messages, cursors, overrides, cached texts, and who a thread belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, update
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from linkbot.model.mail import ExtractedText
from linkbot.ports import MessageStatus, Override, StoredMessage
from linkbot.store.parts.part import Part, batches
from linkbot.store.rows import mail as rows
from linkbot.store.tables.mail import (
    ExtractedTextsRow,
    MailboxCursorRow,
    MessageCaseRow,
    MessageRow,
    OverrideRow,
    SentIdRow,
)

_CASES_OF = (
    select(MessageCaseRow)
    .where(col(MessageCaseRow.message).in_(bindparam("ids", expanding=True)))
    .order_by(col(MessageCaseRow.message), col(MessageCaseRow.position))
)
_FORGET_CASES_OF = delete(MessageCaseRow).where(col(MessageCaseRow.message) == bindparam("message"))
_DECIDE = (
    update(MessageRow).where(col(MessageRow.id) == bindparam("message")).values(status=MessageStatus.DECIDED.value)
)


class MailPart(Part):
    def cursor(self, mailbox: str) -> str | None:
        row = self._find(MailboxCursorRow, mailbox=mailbox)
        return row.cursor if row else None

    def set_cursor(self, mailbox: str, cursor: str) -> None:
        row = MailboxCursorRow(mailbox=mailbox, cursor=cursor)
        if not self._replace(row, mailbox=mailbox):
            self._add(row)

    def add_message(self, message: StoredMessage) -> bool:
        if self._is_there(MessageRow, id=message.id):
            return False
        self._add(rows.message_row(message))
        self._add(*rows.message_case_rows(message))
        return True

    def save_message(self, message: StoredMessage) -> None:
        row = rows.message_row(message)
        if not self._replace(row, id=message.id):
            self._add(row)
        self._change(_FORGET_CASES_OF, message=message.id)
        self._add(*rows.message_case_rows(message))

    def mark_decided(self, message: str) -> bool:
        """False when there is no such message."""
        return self._change(_DECIDE, message=message) == 1

    def message(self, id: str) -> StoredMessage | None:
        row = self._find(MessageRow, id=id)
        return self._with_cases([row])[0] if row else None

    def messages(self, status: MessageStatus | None = None) -> tuple[StoredMessage, ...]:
        wanted = select(MessageRow)
        return self._messages(wanted if status is None else wanted.where(MessageRow.status == status.value))

    def messages_of(self, case: str) -> tuple[StoredMessage, ...]:
        about = select(MessageCaseRow.message).where(MessageCaseRow.case_id == case)
        return self._messages(select(MessageRow).where(col(MessageRow.id).in_(about)))

    def messages_with_id(self, message_id: str) -> tuple[StoredMessage, ...]:
        return self._messages(
            select(MessageRow).where(
                MessageRow.message_id == message_id, MessageRow.status == MessageStatus.DECIDED.value
            )
        )

    def _messages(self, statement: SelectOfScalar[MessageRow]) -> tuple[StoredMessage, ...]:
        return self._with_cases(self._all(statement.order_by(col(MessageRow.received_at), col(MessageRow.id))))

    def _with_cases(self, found: Sequence[MessageRow]) -> tuple[StoredMessage, ...]:
        links: list[MessageCaseRow] = []
        for ids in batches([row.id for row in found]):
            links += self._all(_CASES_OF, ids=ids)
        return rows.messages(found, links)

    def overrides(self, message: str) -> tuple[Override, ...]:
        wanted = select(OverrideRow).where(OverrideRow.message == message).order_by(col(OverrideRow.sequence))
        return tuple(rows.override(row) for row in self._all(wanted))

    def add_override(self, override: Override) -> None:
        self._add(rows.override_row(override))

    def texts(self, digest: str) -> tuple[ExtractedText, ...] | None:
        row = self._find(ExtractedTextsRow, digest=digest)
        return row.texts if row else None

    def save_texts(self, digest: str, texts: tuple[ExtractedText, ...]) -> None:
        row = ExtractedTextsRow(digest=digest, texts=texts)
        if not self._replace(row, digest=digest):
            self._add(row)

    def remember_sent(self, message_id: str, case: str | None, task: str | None) -> None:
        known = any(
            (row.case_id, row.task_id) == (case, task)
            for row in self._all(select(SentIdRow).where(SentIdRow.message_id == message_id))
        )
        if not known:
            self._add(SentIdRow(message_id=message_id, case_id=case, task_id=task))

    def cases_of_thread(self, message_ids: Sequence[str]) -> tuple[str, ...]:
        """Nearest first: in the order of the given Message-IDs."""
        found: dict[str, list[str]] = {}
        for ids in batches(message_ids):
            received = select(MessageRow).where(col(MessageRow.message_id).in_(ids))
            for message in self._messages(received):
                found.setdefault(message.message_id or "", []).extend(message.cases)
        for row in self._sent(message_ids):
            if row.case_id is not None:
                found.setdefault(row.message_id, []).append(row.case_id)
        return tuple(dict.fromkeys(case for id in message_ids for case in found.get(id, ())))

    def tasks_of_thread(self, message_ids: Sequence[str]) -> tuple[str, ...]:
        found: dict[str, list[str]] = {}
        for row in self._sent(message_ids):
            if row.task_id is not None:
                found.setdefault(row.message_id, []).append(row.task_id)
        return tuple(dict.fromkeys(task for id in message_ids for task in found.get(id, ())))

    def _sent(self, message_ids: Sequence[str]) -> list[SentIdRow]:
        found: list[SentIdRow] = []
        for ids in batches(message_ids):
            sent = select(SentIdRow).where(col(SentIdRow.message_id).in_(ids))
            found += self._all(sent.order_by(col(SentIdRow.sequence)))
        return found
