"""Drafts in the shared mailbox, threaded on the letter they answer: what staff did with one is theirs.

A draft is addressed exactly as it was composed, which is looked at afterwards: the letter's Reply-To and copies never
count. The letter is not quoted below: what goes out is what was composed.
"""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

from linkbot.mailsystems.ews.composed import created, draft, files_of, in_thread
from linkbot.mailsystems.ews.finding import Known, by, fields, got, has_id, known, looks
from linkbot.mailsystems.ews.folders import Folders
from linkbot.mailsystems.ews.line import Line, Request
from linkbot.mailsystems.ews.marks import WHOLE, mark, mark_of, mark_uri
from linkbot.mailsystems.ews.moving import updated
from linkbot.mailsystems.ews.words import (
    Element,
    addresses,
    delete_field,
    field,
    item_id,
    m,
    people,
    set_field,
    text,
    truth,
)
from linkbot.mailsystems.exchange.faults import Changed, Gone, Unsure
from linkbot.mailsystems.exchange.listed import moment
from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Answer, Found, Permanent, Receipt, Transient

_WHAT = "Saving a draft"
_RECIPIENTS = ("ToRecipients", "CcRecipients", "BccRecipients")
_LOOK = (
    "item:Subject",
    "item:Body",
    "item:Attachments",
    "item:LastModifiedTime",
    *(f"message:{name}" for name in _RECIPIENTS),
)
_TRIES = 4
AT_ONCE = timedelta(seconds=2)
"""Nobody edits a draft so soon after it was made."""
GOING = "going "
"""Before a look: it is being taken back."""
THEIRS = "theirs"
"""Instead of a look: linkbot never takes it back."""


class EwsDrafts:
    """Implements `ports.Drafts`. The receipt is the Message-ID, which stays when a person moves or sends the draft."""

    def __init__(self, line: Line) -> None:
        self._line, self._folders = line, Folders(line)

    def save(self, mail: OutgoingMail, in_reply_to: str | None) -> Receipt:
        """What is half made is completed; what is whole, was sent or thrown away is left as people made it."""
        found = self._known(mail)
        if found is None:
            self._complete(self._made(mail, in_reply_to), mail)
        elif found.whole is None and found.unsent:
            self._complete(found.id, mail)
        return Receipt(mail.message_id)

    def find(self, mail: OutgoingMail) -> Found:
        """Asked only after a try."""
        for _ in looks(self._line):
            found = self._known(mail)
            if found is not None:
                half = found.whole is None and found.unsent  # completed by `save`
                return Answer.ABSENT if half else Receipt(mail.message_id)
        return Answer.ABSENT

    def remove(self, receipt: Receipt) -> None:
        drafts = self._folders.well_known().get("drafts")
        if not receipt.reference or drafts is None:
            return
        for one in by(self._line, has_id(receipt.reference), (drafts,)):
            self._remove(one.id)

    def _remove(self, id: str) -> None:
        """Only as linkbot saved it, and if nobody changes it meanwhile: the word that it goes is refused then."""
        try:
            item = self._item(id)
            whole, look = mark_of(item, WHOLE), _look(item)
            if not truth(item, "t:IsDraft") or whole not in (look, GOING + look):
                return
            gone = set_field(mark_uri(WHOLE), "Message", mark(WHOLE, GOING + look))
            self._line.ask(updated(item, gone, what="Taking back a draft"))
            self._line.ask(_deleted(id, "Taking back a draft"))
        except (Gone, Changed):
            return

    def _known(self, mail: OutgoingMail) -> Known | None:
        return next(iter(known(self._line, mail)), None)

    def _made(self, mail: OutgoingMail, in_reply_to: str | None) -> str:
        """A lost answer is looked for once; what is not seen then is asked for at the next try, never made again at
        once.
        """
        octets = in_thread(self._line, self._folders, mail.octets, in_reply_to)
        try:
            return created(self._line.ask(draft(self._folders, mail, octets, what=_WHAT)).replies[0].element)
        except Unsure:
            found = self._known(mail)
            if found is None:
                raise
            return found.id

    def _complete(self, id: str, mail: OutgoingMail) -> None:
        """Addressed exactly as composed, then the mark that nothing is missing; of one that people were faster with the
        mark says that it is theirs.

        Raises Permanent, and leaves nothing, when Exchange addresses it otherwise.
        """
        fault: Transient | None = None
        ours = False
        for _ in range(_TRIES):
            item = self._item(id)
            if mark_of(item, WHOLE) is not None:
                return
            theirs = not ours and _touched(item)
            try:
                if theirs or _addressed(item) == sorted(one.casefold() for one in mail.recipients):
                    look = THEIRS if theirs else _look(item)
                    self._line.ask(updated(item, set_field(mark_uri(WHOLE), "Message", mark(WHOLE, look)), what=_WHAT))
                    return
                self._line.ask(updated(item, *_addressing(mail), what=_WHAT))
                ours, fault = True, None
            except (Unsure, Changed) as error:
                ours, fault = False, error
        if fault is not None:
            raise fault
        self._line.ask(_deleted(id, _WHAT))
        raise Permanent("Exchange addressed the draft otherwise than it was composed. It was taken away again.")

    def _item(self, id: str) -> Element:
        return got(self._line, id, *(field(name) for name in _LOOK), *fields(), what="Looking at a draft")


def _deleted(id: str, what: str) -> Request:
    """Not for good: Exchange keeps it for some days."""
    payload = m("DeleteItem", m("ItemIds", item_id(id)), DeleteType="SoftDelete")
    return Request("DeleteItem", payload, what, repeatable=True)


def _touched(item: Element) -> bool:
    """Whether somebody may have written into it since it was made."""
    made, changed = moment(text(item, "t:DateTimeCreated")), moment(text(item, "t:LastModifiedTime"))
    return made is None or changed is None or changed - made > AT_ONCE


def _addressing(mail: OutgoingMail) -> tuple[Element, ...]:
    to = set_field(field("message:ToRecipients"), "Message", people("ToRecipients", mail.recipients))
    return (to, *(delete_field(f"message:{name}") for name in ("CcRecipients", "BccRecipients")))


def _addressed(item: Element) -> list[str]:
    return sorted(address for name in _RECIPIENTS for address in addresses(item, name))


def _look(item: Element) -> str:
    """What a person could have changed, as a digest. Flags, categories and having read it are no change."""
    words = text(item, "t:Body").replace("\r\n", "\n")
    seen = [text(item, "t:Subject"), words, [addresses(item, name) for name in _RECIPIENTS], files_of(item)]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()
