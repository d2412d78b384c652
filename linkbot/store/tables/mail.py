"""Messages received, where each mailbox was left, what people said about a message, and Message-IDs we sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from linkbot.model.mail import ExtractedText
from linkbot.model.vouch import Vouch
from linkbot.store.columns import Instant, Nested, Words
from linkbot.store.tables.base import Row, belongs_to

_EXTRACTED = Nested[tuple[ExtractedText, ...]](tuple[ExtractedText, ...])

_VOUCH = Nested[Vouch](Vouch)


class MessageRow(Row, table=True):
    __tablename__ = "messages"
    __table_args__ = (Index(None, "status", "received_at", "id"),)

    id: str = Field(primary_key=True)
    mailbox: str = Field(sa_type=Words)
    handle: str = Field(sa_type=Words)
    folder: str = Field(sa_type=Words)
    received_at: datetime = Field(sa_type=Instant)
    octets_digest: str = Field(index=True)
    status: str
    message_id: str | None = Field(default=None, index=True, sa_type=Words)
    content_digest: str | None = None
    strikes: int = 0
    fault: str | None = Field(default=None, sa_type=Words)
    kind: str | None = None
    disposition: str | None = None
    file_name: str | None = Field(default=None, sa_type=Words)
    sender: str | None = Field(default=None, sa_type=Words)
    subject: str | None = Field(default=None, sa_type=Words)
    attempted_at: datetime | None = Field(default=None, sa_type=Instant)
    vouch: Vouch | None = Field(default=None, sa_type=_VOUCH)


class MessageCaseRow(Row, table=True):
    """The cases a message is about, in the message's order. The case may be unknown to the register."""

    __tablename__ = "message_cases"
    __table_args__ = (belongs_to("message", "messages.id"),)

    message: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    case_id: str = Field(index=True)


class MailboxCursorRow(Row, table=True):
    __tablename__ = "mailbox_cursors"

    mailbox: str = Field(primary_key=True, sa_type=Words)
    cursor: str = Field(sa_type=Words)


class OverrideRow(Row, table=True):
    __tablename__ = "overrides"

    sequence: int | None = Field(default=None, primary_key=True)
    message: str = Field(index=True)
    about: str
    value: str = Field(sa_type=Words)
    act: str


class ExtractedTextsRow(Row, table=True):
    """The texts of a message's attachments, by digest of its octets: an empty tuple is an answer too."""

    __tablename__ = "extracted_texts"

    digest: str = Field(primary_key=True)
    texts: tuple[ExtractedText, ...] = Field(sa_type=_EXTRACTED)


class SentIdRow(Row, table=True):
    """A Message-ID of ours and what it was about; a reminder mail is about several tasks."""

    __tablename__ = "sent_ids"
    __table_args__ = (UniqueConstraint("message_id", "case_id", "task_id"),)

    sequence: int | None = Field(default=None, primary_key=True)
    message_id: str = Field(index=True, sa_type=Words)
    case_id: str | None = None
    task_id: str | None = None
