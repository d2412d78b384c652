"""What `linkbot doctor` finds out about a mailbox of Microsoft 365, from the outside in: network, sign-in, mailbox,
folders, the rights to write drafts, to send and to keep the diary, the clocks.

A right is known only by using it: a draft to nobody and an entry without guests are made and taken away for good at
once. Nobody is told of them, and the draft could not be sent by mistake.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from linkbot.mailsystems.exchange.faults import Gone, Refused
from linkbot.mailsystems.exchange.folder import watched, within
from linkbot.mailsystems.exchange.waiting import instant
from linkbot.mailsystems.graph.folders import Folders
from linkbot.mailsystems.graph.line import Answer, Json, Line, Request, encoded
from linkbot.mailsystems.graph.paging import text
from linkbot.ports import Examined, Permanent, Transient

NETWORK, SIGN_IN, EXISTS = "mailbox.network", "mailbox.sign_in", "mailbox.exists"
FOLDERS, DRAFTS, SEND, DIARY = "mailbox.folders", "mailbox.drafts", "mailbox.send", "mailbox.diary"
CLOCK = "mailbox.clock"
SKEW = timedelta(minutes=4)
_SECONDS = 15
_UNSEEN = "No mail is seen until this is put right; nothing is lost, it waits in the mailbox."
_TRIAL = "linkbot doctor: a trial, taken away again at once"


class GraphExamined:
    """Implements `ports.Examinable`. `reach` opens and closes a connection with TLS; tests give their own."""

    def __init__(
        self,
        line: Line,
        *,
        authority: str,
        now: Callable[[], datetime],
        watch: Sequence[str] = (),
        leave: Sequence[str] = (),
        reach: Callable[[str, int], None] | None = None,
    ) -> None:
        self._line, self._authority, self._now = line, authority, now
        self._watch, self._leave = tuple(watch), tuple(leave)
        self._folders = Folders(line)
        self._reach = reach or reach_by_tls

    def examine(self) -> Iterator[Examined]:
        for step in (self._network, self._sign_in, self._exists):
            for found in step():
                yield found
                if not found.fine and found.check != CLOCK:
                    return
        for last in (self._reading, self._drafts, self._diary):
            yield from last()

    def _network(self) -> Iterator[Examined]:
        hosts = [urlsplit(one) for one in (self._authority, self._line.endpoint)]
        for one in hosts:
            host, port = one.hostname or "", one.port or 443
            try:
                self._reach(host, port)
            except ssl.SSLCertVerificationError as error:
                seen = f"The certificate shown for {host} does not prove who it is: {error.verify_message}."
                todo = "If a firewall opens encrypted traffic, let it leave this host alone."
                yield Examined(NETWORK, False, seen, _UNSEEN, todo)
                return
            except OSError as error:
                seen = f"{host}:{port} cannot be reached: {error.strerror or type(error).__name__}."
                todo = f"Let this machine's outgoing TCP connections to {host}, port {port}, through the firewall."
                yield Examined(NETWORK, False, seen, _UNSEEN, todo)
                return
        names = " and ".join(one.hostname or "" for one in hosts)
        yield Examined(NETWORK, True, f"{names} can be reached, and their certificates prove them.")

    def _sign_in(self) -> Iterator[Examined]:
        try:
            self._line.tokens.token()
        except (Permanent, Transient) as error:
            yield _wrong(SIGN_IN, error, "Do what the line says, in Entra or in [mailbox.graph].")
            return
        yield Examined(SIGN_IN, True, "The application is signed in.")

    def _exists(self) -> Iterator[Examined]:
        try:
            answer = self._ask("GET", "/mailFolders/inbox", query=(("$select", "id,totalItemCount"),))
        except (Permanent, Transient) as error:
            yield _wrong(EXISTS, error, "Have whoever looks after Microsoft 365 give Application Mail.ReadWrite.")
            return
        yield Examined(EXISTS, True, f"{self._line.mailbox} can be read; its inbox holds {_count(answer)} messages.")
        yield from self._clock(answer)

    def _clock(self, answer: Answer) -> Iterator[Examined]:
        there = instant(answer.headers.get("date", ""))
        if there is None:
            return
        apart = abs(there - self._now())
        if apart <= SKEW:
            yield Examined(CLOCK, True, "This machine's clock agrees with Microsoft's.")
            return
        minutes = int(apart.total_seconds() // 60)
        which = "behind" if there > self._now() else "ahead of"
        yield Examined(
            CLOCK,
            False,
            f"This machine's clock is {minutes} minutes {which} Microsoft's.",
            "Dates are counted by it, and beyond some minutes the sign-in with a certificate is refused.",
            "Set this machine's clock by a time server.",
        )

    def _reading(self) -> Iterator[Examined]:
        try:
            found = self._folders.all()
        except (Permanent, Transient) as error:
            yield _wrong(FOLDERS, error, "Have whoever looks after Microsoft 365 give Application Mail.ReadWrite.")
            return
        read = watched(found, watch=self._watch, leave=self._leave)
        missing = [name for name in (*self._watch, *self._leave) if not any(within(one, (name,)) for one in found)]
        if missing or not read:
            names = ", ".join(one.shown for one in found)
            seen = f"There is no folder {', '.join(missing)}." if missing else "No folder is there to be read."
            todo = f"Correct mailbox.graph.watch and .leave. The folders there are: {names}."
            yield Examined(FOLDERS, False, seen, "Letters lie where linkbot does not look.", todo)
            return
        yield Examined(FOLDERS, True, f"Read are: {', '.join(one.shown for one in read)}.")

    def _drafts(self) -> Iterator[Examined]:
        todo = "Have whoever looks after Microsoft 365 give the application the role Application Mail.ReadWrite."
        why = "Letters to an Ombudsman cannot be laid ready for the link officer, nor mail be sent."
        try:
            id = text(self._ask("POST", "/messages", {"subject": _TRIAL}).body, "id")
        except (Permanent, Transient) as error:
            yield _wrong(DRAFTS, error, todo, why)
            return
        try:
            yield Examined(DRAFTS, True, "Drafts can be saved.")
            yield from self._send(id)
        finally:
            with contextlib.suppress(Permanent, Transient):
                self._ask("POST", f"/messages/{encoded(id)}/permanentDelete", repeatable=True)

    def _send(self, draft: str) -> Iterator[Examined]:
        """A draft to nobody is told to go: with the right Exchange asks for an address, without it says no at once."""
        todo = "Have whoever looks after Microsoft 365 give the application the role Application Mail.Send."
        try:
            self._ask("POST", f"/messages/{encoded(draft)}/send")
        except Refused as error:
            if error.status != 400:
                yield _wrong(SEND, error, todo, "linkbot could tell nobody anything.")
                return
        except (Permanent, Transient) as error:
            yield _wrong(SEND, error, todo, "linkbot could tell nobody anything.")
            return
        yield Examined(SEND, True, "The application may send as this mailbox.")

    def _diary(self) -> Iterator[Examined]:
        todo = "Have whoever looks after Microsoft 365 give the application the role Application Calendars.ReadWrite."
        at: Json = {"dateTime": "2001-01-01T09:00:00", "timeZone": "UTC"}
        entry: Json = {"subject": _TRIAL, "start": at, "end": at, "isReminderOn": False, "showAs": "free"}
        try:
            id = text(self._ask("POST", "/events", entry).body, "id")
        except (Permanent, Transient) as error:
            yield _wrong(DIARY, error, todo, "Officers are not invited, and get no reminder in their diary.")
            return
        with contextlib.suppress(Gone):
            self._ask("POST", f"/events/{encoded(id)}/permanentDelete", repeatable=True)
        yield Examined(DIARY, True, "Entries can be made in its diary and taken away.")

    def _ask(
        self,
        method: str,
        path: str,
        json: Json | None = None,
        *,
        query: tuple[tuple[str, str], ...] = (),
        repeatable: bool = False,
    ) -> Answer:
        return self._line.ask(Request(method, path, "Examining the mailbox", query, json, repeatable=repeatable))


def _wrong(check: str, error: Permanent | Transient, todo: str, why: str = _UNSEEN) -> Examined:
    return Examined(check, False, str(error), why, todo)


def _count(answer: Answer) -> str:
    count = answer.body.get("totalItemCount")
    return str(count) if isinstance(count, int) else "its"


def reach_by_tls(host: str, port: int) -> None:
    """Raises OSError, ssl.SSLCertVerificationError among them."""
    with (
        socket.create_connection((host, port), _SECONDS) as line,
        ssl.create_default_context().wrap_socket(line, server_hostname=host),
    ):
        pass
