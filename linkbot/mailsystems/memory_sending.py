"""Sending and drafting in memory, with scripted faults before or after the deed: full members of their contracts."""

from __future__ import annotations

from linkbot.mailsystems.draft_octets import threaded
from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Answer, Found, Receipt


class MemoryOutgoing:
    """Implements `ports.Outgoing`. `sent` keeps every hand-over in order, repeated ones too: tests count them."""

    def __init__(self) -> None:
        self.sent: list[OutgoingMail] = []
        self._before: list[Exception] = []
        self._after: list[Exception] = []

    def fail_next(self, *faults: Exception) -> None:
        """The next sendings raise these, one each, before anything went."""
        self._before += faults

    def fail_after_next(self, *faults: Exception) -> None:
        """The next sendings reach the far side and then raise: the caller cannot know."""
        self._after += faults

    def send(self, mail: OutgoingMail) -> Receipt:
        if self._before:
            raise self._before.pop(0)
        self.sent.append(mail)
        if self._after:
            raise self._after.pop(0)
        return Receipt(mail.message_id)

    def find(self, mail: OutgoingMail) -> Found:
        known = any(sent.message_id == mail.message_id for sent in self.sent)
        return Receipt(mail.message_id) if known else Answer.ABSENT


class MemoryDrafts:
    """Implements `ports.Drafts`. `saved` maps Message-IDs to the octets now in Drafts."""

    def __init__(self) -> None:
        self.saved: dict[str, bytes] = {}
        self.saves = 0
        self._before: list[Exception] = []

    def fail_next(self, *faults: Exception) -> None:
        self._before += faults

    def save(self, mail: OutgoingMail, in_reply_to: str | None) -> Receipt:
        if self._before:
            raise self._before.pop(0)
        self.saves += 1
        self.saved.setdefault(mail.message_id, threaded(mail.octets, in_reply_to))
        return Receipt(mail.message_id)

    def find(self, mail: OutgoingMail) -> Found:
        return Receipt(mail.message_id) if mail.message_id in self.saved else Answer.ABSENT

    def remove(self, receipt: Receipt) -> None:
        self.saved.pop(receipt.reference, None)
