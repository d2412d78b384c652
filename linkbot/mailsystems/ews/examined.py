"""What `linkbot doctor` finds out about a mailbox on an Exchange server, from the outside in: network and certificate,
sign-in, mailbox, clock, folders, the rights to write drafts, to send and to keep the diary.

A right is known only by using it: a draft to nobody and an entry without guests are made and taken away at once. Nobody
is told of them, and the draft could not be sent by mistake.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from linkbot.mailsystems.ews.composed import created
from linkbot.mailsystems.ews.finding import got
from linkbot.mailsystems.ews.folders import CALENDAR, Folders, inbox_of
from linkbot.mailsystems.ews.line import Line, Request
from linkbot.mailsystems.ews.words import Element, field, id_of, item_id, m, t
from linkbot.mailsystems.exchange.faults import Gone, Refused
from linkbot.mailsystems.exchange.folder import watched, within
from linkbot.mailsystems.exchange.waiting import instant
from linkbot.ports import Examined, Permanent, Transient

PROTOCOL, NETWORK, SIGN_IN, EXISTS = "mailbox.protocol", "mailbox.network", "mailbox.sign_in", "mailbox.exists"
FOLDERS, DRAFTS, SEND, DIARY = "mailbox.folders", "mailbox.drafts", "mailbox.send", "mailbox.diary"
CLOCK = "mailbox.clock"
SKEW = timedelta(minutes=4)
_SECONDS = 15
_WHAT = "Examining the mailbox"
_UNSEEN = "No mail is seen until this is put right; nothing is lost, it waits in the mailbox."
_TRIAL = "linkbot doctor: a trial, taken away again at once"
_RIGHTS = (
    "Have whoever looks after Exchange give the account Full Access to this mailbox (access = delegate) or the role "
    "ApplicationImpersonation for it (access = impersonation)."
)
_ONLINE = ("office365.com", "office.com", "outlook.com", "office365.us", "outlook.de", "partner.outlook.cn")


class EwsExamined:
    """Implements `ports.Examinable`. `reach` opens and closes a connection with TLS; tests give their own."""

    def __init__(
        self,
        line: Line,
        *,
        now: Callable[[], datetime],
        watch: Sequence[str] = (),
        leave: Sequence[str] = (),
        reach: Callable[[str, int], None] | None = None,
    ) -> None:
        self._line, self._now = line, now
        self._watch, self._leave = tuple(watch), tuple(leave)
        self._folders = Folders(line)
        self._reach = reach or reach_by_tls

    def examine(self) -> Iterator[Examined]:
        yield from self._protocol()
        for step in (self._network, self._sign_in):
            for found in step():
                yield found
                if not found.fine and found.check != CLOCK:
                    return
        for last in (self._reading, self._drafts, self._diary):
            yield from last()

    def _protocol(self) -> Iterator[Examined]:
        host = self._line.host.casefold()
        if any(host == one or host.endswith(f".{one}") for one in _ONLINE):
            yield Examined(
                PROTOCOL,
                False,
                "This is Exchange Online. Microsoft switches Web Services off there: blocked since 1 October 2026 "
                "unless the council's administrators keep an allow-list of their own (EwsAllowedAppIDs), gone for "
                "good on 1 April 2027.",
                "From then on no mail is seen, however right everything else is.",
                'Set mailbox.kind = "graph" and fill in [mailbox.graph] (docs/mail-systems.md). '
                "linkbot's marks are the same there: nothing is done twice.",
            )

    def _network(self) -> Iterator[Examined]:
        parts = urlsplit(self._line.access.endpoint)
        host, port = parts.hostname or "", parts.port or 443
        try:
            self._reach(host, port)
        except ssl.SSLCertVerificationError as error:
            seen = f"The certificate shown for {host} does not prove who it is: {error.verify_message}."
            todo = (
                "An authority of your own goes into this machine's certificates (docs/mail-systems.md). The name in "
                "mailbox.ews.endpoint must be one the certificate names."
            )
            yield Examined(NETWORK, False, seen, _UNSEEN, todo)
        except ssl.SSLError as error:
            seen = f"{host}:{port} answers, but not with TLS that can be used: {error.args[-1]}."
            yield Examined(NETWORK, False, seen, _UNSEEN, "Exchange must offer TLS 1.2 at mailbox.ews.endpoint.")
        except OSError as error:
            seen = f"{host}:{port} cannot be reached: {error.strerror or type(error).__name__}."
            todo = f"Let this machine's outgoing TCP connections to {host}, port {port}, through the firewall."
            yield Examined(NETWORK, False, seen, _UNSEEN, todo)
        else:
            yield Examined(NETWORK, True, f"{host} can be reached, and its certificate proves it.")

    def _sign_in(self) -> Iterator[Examined]:
        """With the first request sign-in and mailbox come to light together."""
        who, mailbox = self._line.access.who, self._line.access.mailbox
        try:
            if self._line.access.tokens is not None:
                self._line.access.tokens.token()
            answer, count = inbox_of(self._line)
        except Refused as error:
            yield Examined(SIGN_IN, True, f"{who} is signed in.")
            yield _wrong(EXISTS, error, _RIGHTS)
            return
        except (Permanent, Transient) as error:
            yield _wrong(SIGN_IN, error, "Do what the line says, in Active Directory or in [mailbox.ews].")
            return
        yield Examined(SIGN_IN, True, f"{who} is signed in.")
        yield Examined(EXISTS, True, f"{mailbox} can be read; its inbox holds {count} messages.")
        yield from self._clock(answer)

    def _clock(self, date: str) -> Iterator[Examined]:
        there = instant(date)
        if there is None:
            return
        apart = abs(there - self._now())
        if apart <= SKEW:
            yield Examined(CLOCK, True, "This machine's clock agrees with the server's.")
            return
        minutes = int(apart.total_seconds() // 60)
        which = "behind" if there > self._now() else "ahead of"
        yield Examined(
            CLOCK,
            False,
            f"This machine's clock is {minutes} minutes {which} the server's.",
            "Dates are counted by it, and beyond some minutes a sign-in may be refused.",
            "Set this machine's clock by a time server.",
        )

    def _reading(self) -> Iterator[Examined]:
        try:
            found = self._folders.all()
        except (Permanent, Transient) as error:
            yield _wrong(FOLDERS, error, _RIGHTS)
            return
        read = watched(found, watch=self._watch, leave=self._leave)
        missing = [name for name in (*self._watch, *self._leave) if not any(within(one, (name,)) for one in found)]
        if missing or not read:
            names = ", ".join(one.shown for one in found)
            seen = f"There is no folder {', '.join(missing)}." if missing else "No folder is there to be read."
            todo = f"Correct mailbox.ews.watch and .leave. The folders there are: {names}."
            yield Examined(FOLDERS, False, seen, "Letters lie where linkbot does not look.", todo)
            return
        yield Examined(FOLDERS, True, f"Read are: {', '.join(one.shown for one in read)}.")

    def _drafts(self) -> Iterator[Examined]:
        why = "Letters to an Ombudsman cannot be laid ready for the link officer, nor mail be sent."
        sender = t("From", t("Mailbox", t("EmailAddress", self._line.access.mailbox)))
        trial = t("Message", t("Subject", _TRIAL), sender)
        try:
            id = self._made("drafts", trial, MessageDisposition="SaveOnly")
        except (Permanent, Transient) as error:
            yield _wrong(DRAFTS, error, _RIGHTS, why)
            return
        try:
            yield Examined(DRAFTS, True, "Drafts can be saved.")
            yield from self._send(id)
        finally:
            self._taken_away(id)

    def _send(self, draft: str) -> Iterator[Examined]:
        """A draft to nobody is told to go: with the right Exchange asks for an address, without it says no at once."""
        todo = "Have whoever looks after Exchange give the account the right Send As on this mailbox."
        saved = m("SavedItemFolderId", self._folders.known("sentitems"))
        try:
            item = got(self._line, draft, field("item:Subject"), what=_WHAT)
            payload = m("SendItem", m("ItemIds", item_id(*id_of(item))), saved, SaveItemToFolder="true")
            self._line.ask(Request("SendItem", payload, _WHAT))
        except Refused as error:
            if "recipient" not in error.code:
                yield _wrong(SEND, error, todo, "linkbot could tell nobody anything.")
                return
        except (Permanent, Transient) as error:
            yield _wrong(SEND, error, todo, "linkbot could tell nobody anything.")
            return
        yield Examined(SEND, True, "The account may send as this mailbox.")

    def _diary(self) -> Iterator[Examined]:
        entry = t(
            "CalendarItem",
            t("Subject", _TRIAL),
            t("ReminderIsSet", "false"),
            t("Start", "2001-01-01T09:00:00Z"),
            t("End", "2001-01-01T09:00:00Z"),
            t("LegacyFreeBusyStatus", "Free"),
        )
        try:
            id = self._made(CALENDAR, entry, SendMeetingInvitations="SendToNone")
        except (Permanent, Transient) as error:
            why = "Officers are not invited, and get no reminder in their diary."
            yield _wrong(
                DIARY, error, "Have whoever looks after Exchange give the account Editor on its calendar.", why
            )
            return
        self._taken_away(id)
        yield Examined(DIARY, True, "Entries can be made in its diary and taken away.")

    def _made(self, folder: str, item: Element, **how: str) -> str:
        saved = m("SavedItemFolderId", self._folders.known(folder))
        answer = self._line.ask(Request("CreateItem", m("CreateItem", saved, m("Items", item), **how), _WHAT))
        return created(answer.replies[0].element)

    def _taken_away(self, id: str) -> None:
        ids = m("ItemIds", item_id(id))
        payload = m("DeleteItem", ids, DeleteType="HardDelete", SendMeetingCancellations="SendToNone")
        with contextlib.suppress(Permanent, Transient, Gone):
            self._line.ask(Request("DeleteItem", payload, _WHAT, repeatable=True))


def _wrong(check: str, error: Permanent | Transient, todo: str, why: str = _UNSEEN) -> Examined:
    return Examined(check, False, str(error), why, todo)


def reach_by_tls(host: str, port: int) -> None:
    """Raises OSError, ssl.SSLError among them."""
    with (
        socket.create_connection((host, port), _SECONDS) as line,
        ssl.create_default_context().wrap_socket(line, server_hostname=host),
    ):
        pass
