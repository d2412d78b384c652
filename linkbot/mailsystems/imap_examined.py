"""What `linkbot doctor` finds out about an IMAP account, from the outside in: network, TLS, sign-in, folders, rights.

Opens folders for reading only and leaves nothing behind: whether a draft can be saved is told by the rights the server
names (RFC 4314), where it names any.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from linkbot.mailsystems.folder_roles import Role
from linkbot.mailsystems.imap_faults import unreachable
from linkbot.mailsystems.imap_folders import Folders, folders_of
from linkbot.mailsystems.imap_line import Line
from linkbot.mailsystems.imap_session import CONNECT_SECONDS, ImapSession, connected
from linkbot.ports import Examined, Permanent, Transient

NETWORK, TLS, SIGN_IN = "mailbox.network", "mailbox.tls", "mailbox.sign_in"
FOLDERS, RIGHTS, CLOCK = "mailbox.folders", "mailbox.rights", "mailbox.clock"
_UNSEEN = "No mail is seen until this is put right; nothing is lost, it waits in the mailbox."
_UNDRAFTED = "Letters to an Ombudsman cannot be laid ready for the link officer."
SKEW = timedelta(minutes=10)


class ImapExamined:
    """Implements `ports.Examinable`. `now` is asked for the one comparison of clocks."""

    def __init__(
        self,
        session: ImapSession,
        *,
        watch: Sequence[str] = (),
        leave: Sequence[str] = (),
        drafts: str | None = None,
        now: Callable[[], datetime],
    ) -> None:
        self._session, self._watch, self._leave, self._drafts = session, tuple(watch), tuple(leave), drafts
        self._now = now

    def examine(self) -> Iterator[Examined]:
        for step in (self._network, self._encryption, self._sign_in, self._in_the_account):
            going_on = True
            for found in step():
                yield found
                going_on = going_on and found.fine
            if not going_on:
                return

    def _network(self) -> Iterator[Examined]:
        server = self._session.server
        try:
            with socket.create_connection((server.host, server.port), CONNECT_SECONDS):
                yield Examined(NETWORK, True, f"{server.where} takes connections.")
        except OSError as error:
            todo = (
                f"Check mailbox.imap.host and .port; this machine must reach {server.where} by TCP through firewalls."
            )
            yield Examined(NETWORK, False, str(unreachable(error, server.where)), _UNSEEN, todo)

    def _encryption(self) -> Iterator[Examined]:
        server = self._session.server
        try:
            connected(server, self._session.context).shutdown()
        except (Permanent, Transient) as error:
            todo = "Put right what the line says: the certificate, or mailbox.imap.port and mailbox.imap.security."
            yield Examined(TLS, False, str(error), "Nobody may listen to letters and the password.", todo)
            return
        if server.security == "none":
            yield Examined(TLS, True, f"{server.where} is this machine: nothing is encrypted.")
        else:
            yield Examined(TLS, True, f"The connection is encrypted, and the certificate proves {server.host}.")

    def _sign_in(self) -> Iterator[Examined]:
        try:
            self._session.run(lambda line: line.offers("IMAP4REV1"), "Signing in")
        except (Permanent, Transient) as error:
            todo = "Check username, password or token with whoever runs the mail server."
            yield Examined(SIGN_IN, False, str(error), _UNSEEN, todo)
            return
        yield Examined(SIGN_IN, True, f"{self._session.username} is signed in.")

    def _in_the_account(self) -> Iterator[Examined]:
        try:
            yield from self._session.run(lambda line: list(self._account(line)), "Looking at the folders")
        except (Permanent, Transient) as error:
            todo = "Give linkbot's account the right to see and read the mailbox's folders."
            yield Examined(FOLDERS, False, str(error), _UNSEEN, todo)

    def _account(self, line: Line) -> Iterator[Examined]:
        folders = folders_of(line)
        read = folders.watched(watch=self._watch, leave=self._leave)
        missing = [name for name in (*self._watch, *self._leave) if folders.named(name) is None]
        if not read or missing:
            what = f"There is no folder {', '.join(missing)}." if missing else "No folder is there to be read."
            names = ", ".join(one.shown for one in folders.all) or "none"
            todo = f"Correct mailbox.imap.watch and .leave. The folders there are: {names}."
            yield Examined(FOLDERS, False, what, "Letters lie where linkbot does not look.", todo)
        else:
            yield Examined(FOLDERS, True, f"Read are: {', '.join(one.shown for one in read)}.")
        yield self._drafts_right(line, folders)
        if inbox := folders.of(Role.INBOX):
            yield from self._clock(line, inbox.name)

    def _drafts_right(self, line: Line, folders: Folders) -> Examined:
        drafts = folders.named(self._drafts) if self._drafts else folders.of(Role.DRAFTS)
        if drafts is None:
            name = self._drafts or "Drafts"
            return Examined(RIGHTS, True, f"No folder is marked as Drafts: linkbot makes {name} with its first draft.")
        rights = line.rights(drafts.name)
        if rights is None:
            return Examined(
                RIGHTS, True, f"Drafts go to {drafts.shown}. (The server names no rights: the first shows.)"
            )
        lacking = [word for letter, word in (("i", "insert"), ("t", "delete messages")) if letter not in rights]
        if "d" in rights:  # RFC 2086 has one right for both
            lacking = [word for word in lacking if word != "delete messages"]
        if lacking:
            todo = f"Give {self._session.username} these rights on {drafts.shown}: {', '.join(lacking)}."
            return Examined(RIGHTS, False, f"linkbot lacks rights on {drafts.shown}.", _UNDRAFTED, todo)
        return Examined(RIGHTS, True, f"Drafts can be saved in {drafts.shown} and taken back.")

    def _clock(self, line: Line, inbox: str) -> Iterator[Examined]:
        """Visible only when the newest message came later than it is."""
        opened = line.open(inbox)
        newest = line.uids(str(opened.messages)) if opened.messages else ()
        times = [facts.at for facts in line.facts(newest).values() if facts.at] if newest else []
        ahead = max((at - self._now() for at in times), default=timedelta())
        if ahead > SKEW:
            yield Examined(
                CLOCK,
                False,
                f"The newest message came {int(ahead.total_seconds() // 60)} minutes ahead of this machine's clock.",
                "Dates are counted from when letters come.",
                "Set this machine's clock, or the mail server's, by a time server.",
            )
