"""Sending in two steps, so that nothing goes twice: a draft that bears the key, then the word to send it.

A draft can be sent once; whatever answer was lost, it tells what became of it: still in Drafts it has not gone,
anywhere else it has. Only when it is nowhere to be seen a person must look.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace

from linkbot.mailsystems.ews.composed import are_the_recipients, created, draft, header_names
from linkbot.mailsystems.ews.finding import Known, got, known, looks
from linkbot.mailsystems.ews.folders import Folders
from linkbot.mailsystems.ews.line import Line, Request
from linkbot.mailsystems.ews.moving import updated
from linkbot.mailsystems.ews.words import Element, addresses, id_of, item_id, m, people, set_field, t
from linkbot.mailsystems.ews.words import field as uri
from linkbot.mailsystems.exchange.faults import Changed, Gone, Refused, Unsure
from linkbot.mailsystems.exchange.waiting import Pace
from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Answer, Doubtful, Found, Permanent, Receipt, Transient

_WHAT = "Sending a mail"
_TRIES = 3
_RECIPIENTS = ("ToRecipients", "CcRecipients", "BccRecipients")
DELETED_FOR_GOOD = "recoverableitemsdeletions"


@dataclass
class EwsOutgoing:
    """Implements `ports.Outgoing`. The receipt is the Message-ID."""

    line: Line
    pace: Pace = field(default_factory=Pace)

    def __post_init__(self) -> None:
        self._folders = Folders(self.line)
        self._vanished: set[str] = set()  # keys of mails told to go and not seen since

    def send(self, mail: OutgoingMail) -> Receipt:
        if not mail.recipients:
            raise Permanent(f"Mail {mail.message_id} has no recipient.")
        receipt = Receipt(mail.message_id)
        found = self._known(mail)
        if found is not None and not found.unsent:
            return receipt
        if found is None and mail.key in self._vanished:
            raise self._doubt(mail)
        id = found.id if found else self._made(mail)
        try:
            self._sent(id, mail)
            return receipt
        except Refused:
            payload = m("DeleteItem", m("ItemIds", item_id(id)), DeleteType="SoftDelete")
            with contextlib.suppress(Transient, Permanent):  # nobody must send by hand what was refused
                self.line.ask(Request("DeleteItem", payload, _WHAT, repeatable=True))
            raise

    def find(self, mail: OutgoingMail) -> Found:
        """Asked only after a try."""
        for _ in looks(self.line):
            found = self._known(mail)
            if found is not None:
                return Answer.ABSENT if found.unsent else Receipt(mail.message_id)  # an unsent one `send` goes on with
        if mail.key in self._vanished:
            return Answer.CANNOT_TELL
        return Receipt(mail.message_id) if self._deleted(mail) else Answer.ABSENT

    def _known(self, mail: OutgoingMail) -> Known | None:
        """A draft that somebody threw away counts as never made; what lies in the Outbox is on its way."""
        folders = self._folders.well_known()
        for one in known(self.line, mail):
            if one.unsent and one.folder == folders.get("outbox"):
                return replace(one, unsent=False)
            if not one.unsent or one.folder == folders.get("drafts"):
                return one
        return None

    def _deleted(self, mail: OutgoingMail) -> bool:
        """Sent, and then deleted for good by somebody: Exchange keeps that for some days."""
        payload = m(
            "GetFolder",
            m("FolderShape", t("BaseShape", "IdOnly")),
            m("FolderIds", self._folders.known(DELETED_FOR_GOOD)),
        )
        try:
            reply = self.line.ask(Request("GetFolder", payload, _WHAT)).replies[0].element
            folder = next(iter(reply.iter("{*}FolderId")), None)
            ids = (folder.get("Id", ""),) if folder is not None else ()
            return any(not one.unsent for one in known(self.line, mail, folders=ids)) if ids else False
        except (Gone, Refused):
            return False

    def _made(self, mail: OutgoingMail) -> str:
        try:
            return created(self.line.ask(draft(self._folders, mail, mail.octets, what=_WHAT)).replies[0].element)
        except Unsure:
            found = self._known(mail)
            if found is None:
                raise
            return found.id

    def _sent(self, id: str, mail: OutgoingMail) -> None:
        fault: Transient | None = None
        for _ in range(_TRIES):
            try:
                change = self._addressed(id, mail)
                self.pace.one_more()
                self.line.ask(self._send(id, change))
                return
            except (Unsure, Changed) as error:
                fault = error
            except Gone:
                fault = Transient(f"{_WHAT}: the draft is not there any more.")
            if self._went(mail):
                return
        raise fault or Transient(f"{_WHAT} failed.")

    def _send(self, id: str, change: str) -> Request:
        saved = m("SavedItemFolderId", self._folders.known("sentitems"))
        payload = m("SendItem", m("ItemIds", item_id(id, change)), saved, SaveItemToFolder="true")
        return Request("SendItem", payload, _WHAT)

    def _addressed(self, id: str, mail: OutgoingMail) -> str:
        """Everybody the header does not name is named unseen; nobody but the recipients gets it. Answers the draft's
        change key. Raises Refused when the header, or the draft, names others.
        """
        named = header_names(mail.octets)
        unnamed = [one for one in mail.recipients if one.casefold() not in named]
        item = self._item(id)
        if unnamed and not addresses(item, "BccRecipients"):
            change = set_field(uri("message:BccRecipients"), "Message", people("BccRecipients", unnamed))
            self.line.ask(updated(item, change, what=_WHAT))
            item = self._item(id)
        shown = [one for name in _RECIPIENTS for one in addresses(item, name)]
        if not are_the_recipients(shown, named, mail):
            raise Refused(f"Mail {mail.message_id} names somebody it is not meant for.", status=0, code="")
        return id_of(item)[1]

    def _item(self, id: str) -> Element:
        return got(self.line, id, *(uri(f"message:{name}") for name in _RECIPIENTS), what=_WHAT)

    def _went(self, mail: OutgoingMail) -> bool:
        """False: it lies in Drafts still. The copy in Sent Items may come a little later. Raises Doubtful."""
        self._vanished.add(mail.key)  # until one of the looks shows it
        for _ in looks(self.line):
            seen = self._known(mail)
            if seen is not None:
                self._vanished.discard(mail.key)
                return not seen.unsent
        raise self._doubt(mail)

    @staticmethod
    def _doubt(mail: OutgoingMail) -> Doubtful:
        return Doubtful(
            f"Exchange was told to send mail {mail.message_id}, and shows it neither in Drafts nor among what was "
            "sent. Look into Sent Items or ask for a message trace, then settle it."
        )
