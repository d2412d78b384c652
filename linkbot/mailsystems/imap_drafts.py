"""Drafts in the Drafts folder of an IMAP account, where every mail program of the team shows them.

Asked first, by Message-ID, in all folders: a draft that a person edited, sent or threw away is there all the same.
Taken back is only a draft as linkbot saved it, told by a digest that it bears; a person's work never fits it.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date, timedelta

from linkbot.mailsystems.draft_octets import threaded
from linkbot.mailsystems.folder_roles import Role
from linkbot.mailsystems.imap_folders import Folder, Folders, folders_of
from linkbot.mailsystems.imap_line import Line
from linkbot.mailsystems.imap_moving import take_out
from linkbot.mailsystems.imap_search import bearers, lies_in
from linkbot.mailsystems.imap_session import ImapSession
from linkbot.mailsystems.received_at import told_at
from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Answer, Found, Permanent, Receipt

WITHDRAWN = "$LinkbotWithdrawn"
"""The keyword of a draft taken back on a server that cannot remove one message alone."""
SEAL = b"X-Linkbot-Draft: "
LARGEST = 64 * 1024 * 1024
_LINE_END = re.compile(rb"\r\n|\r|\n")


class ImapDrafts:
    """Implements `ports.Drafts`; the receipt is the Message-ID. `folder`: when the server marks none as Drafts."""

    def __init__(self, session: ImapSession, folder: str | None = None) -> None:
        self._session, self._folder = session, folder

    def save(self, mail: OutgoingMail, in_reply_to: str | None) -> Receipt:
        octets = sealed(_LINE_END.sub(b"\r\n", threaded(mail.octets, in_reply_to)))

        def work(line: Line) -> None:
            folders = folders_of(line)
            if self._found(line, folders, mail):
                return
            drafts = self._drafts(folders)
            name = drafts.name if drafts else folders.spelt(self._folder or "Drafts")
            if drafts is None:
                line.create(name)
            line.leave()
            line.append(name, octets, ("\\Draft", "\\Seen"))

        self._session.run(work, "Saving a draft")
        return Receipt(mail.message_id)

    def find(self, mail: OutgoingMail) -> Found:
        there = self._session.run(lambda line: self._found(line, folders_of(line), mail), "Looking for a draft")
        return Receipt(mail.message_id) if there else Answer.ABSENT

    def remove(self, receipt: Receipt) -> None:
        def work(line: Line) -> None:
            drafts = self._drafts(folders_of(line))
            if drafts is None:
                return
            uids = bearers(line, drafts, receipt.reference)
            found = line.octets(uids, at_most=LARGEST) if uids else {}
            ours = tuple(uid for uid, octets in found.items() if is_as_sealed(octets))
            if ours:
                opened = line.open(drafts.name, write=True)
                if opened.read_only:
                    raise Permanent(
                        f"linkbot's account may not take drafts back from {drafts.shown}: give it the right."
                    )
                take_out(line, ours, WITHDRAWN)

        self._session.run(work, "Taking back a draft")

    def _found(self, line: Line, folders: Folders, mail: OutgoingMail) -> bool:
        drafts = self._drafts(folders)
        if drafts is not None and bearers(line, drafts, mail.message_id, "UNKEYWORD", WITHDRAWN):
            return True
        likely = (Role.SENT, Role.DELETED)
        others = sorted((one for one in folders.all if one != drafts), key=lambda one: one.role not in likely)
        return any(True for _ in lies_in(line, others, mail.message_id, since=_composed_on(mail)))

    def _drafts(self, folders: Folders) -> Folder | None:
        return folders.named(self._folder) if self._folder else folders.of(Role.DRAFTS)


def _composed_on(mail: OutgoingMail) -> date | None:
    """A day or two before: clocks differ, and servers search by a day of a zone of their own."""
    day = told_at(mail.octets, 0.0).date()
    return day - timedelta(days=2) if day.year > 1970 else None


def sealed(octets: bytes) -> bytes:
    """With a header that holds the digest of all below it: who changes a word breaks it, and it gives nothing away."""
    return SEAL + hashlib.sha256(octets).hexdigest().encode() + b"\r\n" + octets


def is_as_sealed(octets: bytes) -> bool:
    """A server that writes mails anew breaks the seal too: then the draft is left to people."""
    first, _, rest = octets.partition(b"\r\n")
    return first == SEAL + hashlib.sha256(rest).hexdigest().encode()
