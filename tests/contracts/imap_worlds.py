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


NAME = re.compile(rb' (?:"((?:[^"\\]|\\.)*)"|(\S+))$')
"""The end of a line of LIST."""


def quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


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

    def reached_by(self, port: int, timeout: float = 30) -> None:
        """linkbot's connection goes another way."""
        self.session.close()
        self.session = self.session_to(port, timeout)
        self.mailbox = ImapMailbox(self.session, "imap", leave=("Elsewhere", "Processed"))

    def has_folder(self, folder: str) -> None:
        self.staff.create(self.name(folder))

    def renamed(self, old: str, new: str) -> dict[str, str]:
        """Each handle as it was, and as it is under the new name."""
        before, validity = self._uids(old), self._number(old, "UIDVALIDITY")
        answer, said = self.staff.rename(self.name(old), self.name(new))
        assert answer == "OK", said
        plain = (self.prefix + old, self.prefix + new)
        then = self._number(new, "UIDVALIDITY")
        return {
            Whereabouts(plain[0], validity, was).handle: Whereabouts(plain[1], then, now).handle
            for was, now in zip(before, self._uids(new), strict=True)
        }

    def seen(self) -> set[bytes]:
        """What bears the mark of having been read, in every folder."""
        found: set[bytes] = set()
        for line in self.staff.list()[1]:
            name = NAME.search(line)
            plain = (name[1] or name[2]).decode().replace('\\"', '"')
            self.staff.select(quoted(plain), readonly=True)
            found |= set(self._found("SEEN"))
            self.staff.close()
        return found

    def name(self, folder: str) -> str:
        return quoted(f"{self.prefix}{folder}") if folder != "INBOX" else folder

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
        found = self._found("UNDELETED")
        self.staff.close()
        return found

    def _found(self, what: str) -> list[bytes]:
        _, (uids,) = self.staff.uid("SEARCH", what)
        return [self.staff.uid("FETCH", uid.decode(), "(BODY.PEEK[])")[1][0][1] for uid in uids.split()]

    def _store(self, handle: str, *what: str) -> None:
        place = self._selected(handle)
        self.staff.uid("STORE", str(place.uid), *what[0].split(" ", 1))

    def _selected(self, handle: str) -> Whereabouts:
        place = whereabouts(handle)
        assert place is not None
        self.staff.select(quoted(place.folder))
        return place

    def _handle(self, folder: str, uid: int) -> str:
        validity = self._number(folder, "UIDVALIDITY")
        plain = self.prefix + folder if folder != "INBOX" else folder
        return Whereabouts(plain, validity, uid).handle

    def _uids(self, folder: str) -> list[int]:
        self.staff.select(self.name(folder), readonly=True)
        _, (uids,) = self.staff.uid("SEARCH", "ALL")
        self.staff.close()
        return [int(uid) for uid in uids.split()]

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
