"""Sending in two steps, so that nothing goes twice: a draft that bears the key, then the word to send it.

A draft can be sent once; whatever answer was lost, it tells what became of it: still in Drafts it has not gone,
anywhere else it has. Only when it is nowhere to be seen a person must look.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field

from linkbot.mailsystems.exchange.faults import Gone, Refused, Unsure
from linkbot.mailsystems.exchange.waiting import Pace
from linkbot.mailsystems.graph.attaching import attach
from linkbot.mailsystems.graph.composed import as_mime
from linkbot.mailsystems.graph.folders import Folders
from linkbot.mailsystems.graph.known import Known, known, looked_at
from linkbot.mailsystems.graph.line import Json, Line, Request, encoded
from linkbot.mailsystems.graph.marks import KEY, PROPERTIES, mark_of, marks, with_marks
from linkbot.mailsystems.graph.paging import text
from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Answer, Doubtful, Found, Permanent, Receipt, Transient

_WHAT = "Sending a mail"
_LOOKS = 4
_TRIES = 3
DELETED_FOR_GOOD = "recoverableitemsdeletions"


@dataclass
class GraphOutgoing:
    """Implements `ports.Outgoing`. The receipt is the immutable id, which the copy in Sent Items keeps."""

    line: Line
    pace: Pace = field(default_factory=Pace)

    def __post_init__(self) -> None:
        self._folders = Folders(self.line)
        self._vanished: set[str] = set()  # keys of mails told to go and not seen since

    def send(self, mail: OutgoingMail) -> Receipt:
        if not mail.recipients:
            raise Permanent(f"Mail {mail.message_id} has no recipient.")
        found = self._known(mail)
        if found is not None and not found.unsent:
            return Receipt(found.id)
        if found is None and mail.key in self._vanished:
            raise self._doubt(mail)
        id = found.id if found else self._made(mail)
        try:
            self._complete(id, mail)
            return self._sent(id, mail)
        except Refused:
            with contextlib.suppress(Transient, Permanent):  # nobody must send by hand what was refused
                self.line.ask(Request("POST", f"/messages/{encoded(id)}/permanentDelete", _WHAT, repeatable=True))
            raise

    def find(self, mail: OutgoingMail) -> Found:
        found = self._known(mail)
        if found is not None:
            return Answer.ABSENT if found.unsent else Receipt(found.id)  # an unsent one is what `send` goes on with
        if mail.key in self._vanished:
            return Answer.CANNOT_TELL
        deleted = self._deleted(mail)
        return Receipt(deleted.id) if deleted else Answer.ABSENT

    def _known(self, mail: OutgoingMail) -> Known | None:
        """A draft that somebody threw away counts as never made."""
        drafts = self._folders.well_known().get("drafts")
        return next((one for one in known(self.line, mail) if not one.unsent or one.folder == drafts), None)

    def _deleted(self, mail: OutgoingMail) -> Known | None:
        """Sent, and then deleted for good by somebody: Exchange keeps that for some days."""
        try:
            return next((one for one in known(self.line, mail, place=DELETED_FOR_GOOD) if not one.unsent), None)
        except (Gone, Refused):
            return None

    def _made(self, mail: OutgoingMail) -> str:
        mime, _ = as_mime(mail.octets)
        try:
            return text(self.line.ask(Request("POST", "/messages", _WHAT, mime=mime)).body, "id")
        except Unsure:
            found = self._known(mail)
            if found is None:
                raise
            return found.id

    def _complete(self, id: str, mail: OutgoingMail) -> None:
        """The key, the files that did not fit, and everybody the header does not name. Nobody but the recipients gets
        it: raises Permanent when the header names others.
        """
        query = (("$select", "toRecipients,ccRecipients,bccRecipients"), ("$expand", with_marks(KEY)))
        item = self.line.ask(Request("GET", f"/messages/{encoded(id)}", _WHAT, query)).body
        named = {one for name in ("toRecipients", "ccRecipients") for one in addresses(item, name)}
        strangers = named - {one.casefold() for one in mail.recipients}
        if strangers:
            raise Refused(f"Mail {mail.message_id} names somebody it is not meant for.", status=0, code="")
        unnamed = [one for one in mail.recipients if one.casefold() not in named]
        body: Json = {PROPERTIES: marks(KEY=mail.key)} if mark_of(item, KEY) is None else {}
        if unnamed:
            body["bccRecipients"] = [{"emailAddress": {"address": one}} for one in unnamed]
        if body:
            self.line.ask(Request("PATCH", f"/messages/{encoded(id)}", _WHAT, json=body, repeatable=True))
        attach(self.line, id, as_mime(mail.octets)[1])

    def _sent(self, id: str, mail: OutgoingMail) -> Receipt:
        fault: Transient | None = None
        for _ in range(_TRIES):
            self.pace.one_more()
            try:
                self.line.ask(Request("POST", f"/messages/{encoded(id)}/send", _WHAT))
                return Receipt(id)
            except Unsure as error:
                fault = error
            except Gone:
                fault = Transient(f"{_WHAT}: the draft is not there any more.")
            if self._went(id, mail):
                return Receipt(id)
        raise fault or Transient(f"{_WHAT} failed.")

    def _went(self, id: str, mail: OutgoingMail) -> bool:
        """False: it lies in Drafts still. The copy in Sent Items may come a little later. Raises Doubtful."""
        self._vanished.add(mail.key)  # until one of the looks shows it
        drafts = self._folders.well_known().get("drafts")
        for look in range(_LOOKS):
            seen = looked_at(self.line, id) or next(iter(known(self.line, mail)), None)
            if seen is not None:
                self._vanished.discard(mail.key)
                return not (seen.unsent and seen.folder == drafts)
            self.line.waits.sleep(self.line.waits.before(look + 1, None))
        raise self._doubt(mail)

    @staticmethod
    def _doubt(mail: OutgoingMail) -> Doubtful:
        return Doubtful(
            f"Exchange was told to send mail {mail.message_id}, and shows it neither in Drafts nor among what was "
            "sent. Look into Sent Items or ask for a message trace, then settle it."
        )


def addresses(item: Json, name: str) -> list[str]:
    listed = item.get(name)
    found: list[str] = []
    for one in listed if isinstance(listed, list) else ():
        address = one.get("emailAddress") if isinstance(one, dict) else None
        found.append(text(address, "address").casefold() if isinstance(address, dict) else "?")
    return found
