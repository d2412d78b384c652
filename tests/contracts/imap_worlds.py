"""IMAP accounts on a real Dovecot as worlds of the mailbox contract: post is delivered into the folder on the disk or
appended, and staff are another program that is signed in to the same account.
"""

from __future__ import annotations

import imaplib
import re
from datetime import datetime
from pathlib import Path
from typing import Self

from dovecot import Dovecot, dovecot, new_user, poor_dovecot
from mailbox_worlds import World

from linkbot.mailsystems.imap import ImapMailbox
from linkbot.mailsystems.imap_handle import Whereabouts, whereabouts
from linkbot.mailsystems.imap_session import ImapSession, Server
from linkbot.mailsystems.imap_sign_in import Password

LINE_END = re.compile(rb"\r\n|\n")


def as_imap_keeps_it(octets: bytes) -> bytes:
    """What a literal of IMAP can hold (RFC 3501 4.3): lines end in CRLF, and for a NUL Dovecot writes 0x80."""
    return LINE_END.sub(b"\r\n", octets).replace(b"\0", b"\x80")


class ImapWorld:
    """Folders `Elsewhere` and `Processed` are left alone by linkbot."""

    prefix = ""

    def __init__(self, _: Path) -> None:
        self.server = self.running()
        self.user = new_user()
        self.staff = self.server.staff(self.user)
        self.session = self.session_to(self.server.port)
        self.mailbox = ImapMailbox(self.session, "imap", leave=("Elsewhere", "Processed"))
        self._away: dict[str, int] = {}  # handle → UID in Elsewhere
        self.staff.create(self.name("Elsewhere"))

    @staticmethod
    def running() -> Dovecot:
        return dovecot()

    def session_to(self, port: int, timeout: float = 30) -> ImapSession:
        return ImapSession(Server("127.0.0.1", port, "none", timeout), Password(self.user, "right"))

    def name(self, folder: str) -> str:
        return f'"{self.prefix}{folder}"' if folder != "INBOX" else folder

    def arrive(self, octets: bytes, received_at: datetime, folder: str = "INBOX") -> str:
        uid = self._number(folder, "UIDNEXT")
        when = imaplib.Time2Internaldate(received_at)
        answer, said = self.staff.append(self.name(folder), "", when, as_imap_keeps_it(octets))
        assert answer == "OK", said
        return self._handle(folder, uid)

    def read_by_staff(self, handle: str) -> None:
        self._store(handle, "+FLAGS (\\Seen)")

    def moved_by_staff(self, handle: str) -> None:
        """As programs of the time before MOVE do it."""
        place = self._selected(handle)
        self.staff.uid("COPY", str(place.uid), self.name("Elsewhere"))
        self.staff.uid("STORE", str(place.uid), "+FLAGS", "(\\Deleted)")
        self.staff.expunge()
        self._away[handle] = self._number("Elsewhere", "UIDNEXT") - 1

    def brought_back(self, handle: str) -> str:
        uid = self._number("INBOX", "UIDNEXT")
        self.staff.select(self.name("Elsewhere"))
        self.staff.uid("COPY", str(self._away[handle]), "INBOX")
        self.staff.close()
        return self._handle("INBOX", uid)

    def close(self) -> None:
        self.session.close()
        self.staff.logout()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def kept(self, octets: bytes) -> bytes:
        return as_imap_keeps_it(octets)

    def filed(self, folder: str) -> list[bytes]:
        return self.octets(folder)

    def octets(self, folder: str) -> list[bytes]:
        """Of what people see in a folder: nothing that is marked deleted."""
        answer, _ = self.staff.select(self.name(folder), readonly=True)
        if answer != "OK":
            return []
        _, (uids,) = self.staff.uid("SEARCH", "UNDELETED")
        found = [self.staff.uid("FETCH", uid.decode(), "(BODY.PEEK[])")[1][0][1] for uid in uids.split()]
        self.staff.close()
        return found

    def _store(self, handle: str, *what: str) -> None:
        place = self._selected(handle)
        self.staff.uid("STORE", str(place.uid), *what[0].split(" ", 1))

    def _selected(self, handle: str) -> Whereabouts:
        place = whereabouts(handle)
        assert place is not None
        self.staff.select(f'"{place.folder}"')
        return place

    def _handle(self, folder: str, uid: int) -> str:
        validity = self._number(folder, "UIDVALIDITY")
        return Whereabouts(self.name(folder).strip('"'), validity, uid).handle

    def _number(self, folder: str, item: str) -> int:
        answer, (said,) = self.staff.status(self.name(folder), f"({item})")
        assert answer == "OK", said
        return int(re.search(rb"\(\S+ (\d+)\)", said)[1])


class PoorImapWorld(ImapWorld):
    prefix = "INBOX."

    @staticmethod
    def running() -> Dovecot:
        return poor_dovecot()


IMAP_WORLDS: tuple[type[World], ...] = (ImapWorld, PoorImapWorld)
