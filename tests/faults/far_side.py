"""The far side of the outbox, scripted: a mail system and a workbook that do what they are told to do next.

They remember all that reached them, crash or no crash, so that a thing done twice or never done is seen.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Answer, CellChange, Doubtful, Found, Permanent, Receipt, SheetRow, Transient

from .seams import Crash


class FarSide:
    """A mail system that does what it is told to do next, and remembers all that reached it, crash or no crash."""

    def __init__(self, can_tell: bool) -> None:
        self.can_tell = can_tell
        self.got: list[OutgoingMail] = []
        self.next: list[str] = []

    def send(self, mail: OutgoingMail) -> Receipt:
        how = self.next.pop(0) if self.next else "well"
        if how == "down":
            raise Transient("The server does not answer.")
        if how == "refused":
            raise Permanent("No such mailbox.")
        if how == "crash before":
            raise Crash(how)
        self.got.append(mail)
        if how == "unclear":
            raise Doubtful("The line broke after the data.")
        if how == "crash after":
            raise Crash(how)
        return Receipt(mail.message_id)

    def find(self, mail: OutgoingMail) -> Found:
        if not self.can_tell:
            return Answer.CANNOT_TELL
        return Receipt(mail.message_id) if any(m.key == mail.key for m in self.got) else Answer.ABSENT


class FarSheet:
    """A workbook that somebody may have open."""

    def __init__(self) -> None:
        self.rows: dict[str, SheetRow] = {}
        self.locked = 0  # so many writings fail

    def write(self, rows: Sequence[SheetRow]) -> None:
        if self.locked:
            self.locked -= 1
            raise Transient("Somebody has the workbook open.")
        for row in rows:
            known = self.rows.get(row.key)
            if known is None or known.revision <= row.revision:
                self.rows[row.key] = row

    def revision_of(self, key: str) -> int | None:
        row = self.rows.get(key)
        return row.revision if row else None

    def needs_rebuild(self) -> bool:
        return False

    def rebuild(self, rows: Sequence[SheetRow], *, over: Collection[tuple[str, str]] = ()) -> None:
        self.write(rows)

    def saved_by_others(self) -> bool:
        return False

    def changes(self) -> tuple[CellChange, ...]:
        return ()
