"""The row of a message that is settled without being read as a letter: an answer to an entry, a mail that came back."""

from __future__ import annotations

from dataclasses import replace

from linkbot.ports import MessageStatus, StoredMessage
from linkbot.worker.office import Office
from linkbot.worker.process import Looked


def settled_row(office: Office, message: StoredMessage, looked: Looked) -> StoredMessage:
    seen = looked.seen.message
    return replace(
        message,
        status=MessageStatus.DECIDED,
        message_id=seen.message_id,
        content_digest=seen.content_digest,
        sender=seen.from_.address if seen.from_ else None,
        subject=seen.subject,
        attempted_at=office.moment().at,
        fault=None,
    )
