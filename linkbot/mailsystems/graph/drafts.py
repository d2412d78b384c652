"""Drafts in the shared mailbox, threaded on the letter they answer: what staff did with one is theirs.

A reply is made by Exchange (so that Outlook shows the thread) and then addressed exactly as it was composed: the
letter's Reply-To and copies never count. The letter is not quoted below: what goes out is what was composed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json

from linkbot.mailsystems.draft_octets import threaded
from linkbot.mailsystems.exchange.faults import Changed, Gone, Refused, Unsure
from linkbot.mailsystems.graph.attaching import attach, names
from linkbot.mailsystems.graph.composed import Content, as_mime, content_of
from linkbot.mailsystems.graph.folders import Folders
from linkbot.mailsystems.graph.known import Known, by, has_id, known, looked_at
from linkbot.mailsystems.graph.line import Json, Line, Request, encoded
from linkbot.mailsystems.graph.marks import KEY, PROPERTIES, WHOLE, mark_of, marks, with_marks
from linkbot.mailsystems.graph.paging import text
from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Answer, Found, Permanent, Receipt

_LOOK = "subject,body,toRecipients,ccRecipients,bccRecipients,isDraft,parentFolderId"
_WHAT = "Saving a draft"
COMPLETED_LATER = "completed later"
"""In place of a digest: no look of the draft is ever like it."""


class GraphDrafts:
    """Implements `ports.Drafts`. The receipt is the immutable id, which stays when a person sends the draft."""

    def __init__(self, line: Line) -> None:
        self._line, self._folders = line, Folders(line)

    def save(self, mail: OutgoingMail, in_reply_to: str | None) -> Receipt:
        """What is half made is completed; what is whole, was sent or thrown away is left as people made it."""
        found = self._known(mail)
        if found is None:
            content = content_of(mail.octets)
            self._complete(self._made(mail, content, in_reply_to), mail, content, untouched=True)
        elif found.whole is None and found.unsent:
            self._complete(found.id, mail, content_of(mail.octets), untouched=False)
            return Receipt(found.id)
        made = found or self._known(mail)
        if made is None:
            raise Unsure(f"{_WHAT}: Exchange does not show it yet.")
        return Receipt(made.id)

    def find(self, mail: OutgoingMail) -> Found:
        found = self._known(mail)
        if found is None or (found.whole is None and found.unsent):
            return Answer.ABSENT  # one that is half made is completed by `save`
        return Receipt(found.id)

    def remove(self, receipt: Receipt) -> None:
        for id in self._ids(receipt.reference):
            self._remove(id)

    def _remove(self, id: str) -> None:
        """Only as linkbot saved it, in Drafts, and if nobody changes it meanwhile."""
        try:
            item = self._item(id)
            whole = mark_of(item, WHOLE)
            drafts = self._folders.well_known().get("drafts")
            if item.get("isDraft") is not True or text(item, "parentFolderId") != drafts:
                return
            if whole is None or whole != self._look(id, item):
                return
            etag = text(item, "@odata.etag") or None
            self._line.ask(Request("DELETE", f"/messages/{encoded(id)}", "Taking back a draft", if_match=etag))
            for_good = f"/messages/{encoded(id)}/permanentDelete"
            self._line.ask(Request("POST", for_good, "Taking back a draft", repeatable=True))
        except (Gone, Changed):
            return

    def _ids(self, reference: str) -> tuple[str, ...]:
        """After a restore a receipt may be a Message-ID."""
        if "@" not in reference:
            return (reference,) if reference else ()
        return tuple(one.id for one in by(self._line, has_id(reference)))

    def _known(self, mail: OutgoingMail) -> Known | None:
        return next(iter(known(self._line, mail)), None)

    def _made(self, mail: OutgoingMail, content: Content, in_reply_to: str | None) -> str:
        """The id of a draft that bears the key, or at least the Message-ID. A lost answer is looked for once; what is
        not seen then is asked for at the next try, never made again at once.
        """
        letter = self._letter(in_reply_to)
        if letter:
            request = self._reply(letter, mail, content)
        else:
            mime, _ = as_mime(threaded(mail.octets, in_reply_to))
            request = Request("POST", "/messages", _WHAT, mime=mime)
        try:
            return text(self._line.ask(request).body, "id")
        except Unsure:
            found = self._known(mail)
            if found is None:
                raise
            return found.id

    def _letter(self, message_id: str | None) -> str | None:
        if not message_id:
            return None
        found = by(self._line, has_id(message_id.strip().removeprefix("<").removesuffix(">")))
        return next((one.id for one in found if not one.unsent), None)

    @staticmethod
    def _reply(letter: str, mail: OutgoingMail, content: Content) -> Request:
        message: Json = {**_words(mail, content), PROPERTIES: marks(KEY=mail.key)}
        return Request("POST", f"/messages/{encoded(letter)}/createReply", _WHAT, json={"message": message})

    def _complete(self, id: str, mail: OutgoingMail, content: Content, *, untouched: bool) -> None:
        """Addresses and subject exactly as composed, the files that are missing, then the mark that it is whole.

        One that lay half made for a while may hold words of staff (not `untouched`): it is never taken back.
        Raises Permanent, and leaves nothing, when Exchange addresses it otherwise.
        """
        body: Json = {**_addresses(mail), "subject": content.subject, PROPERTIES: marks(KEY=mail.key)}
        self._line.ask(Request("PATCH", f"/messages/{encoded(id)}", _WHAT, json=body, repeatable=True))
        self._named(id, mail)
        attach(self._line, id, content.files)
        item = self._item(id)
        if sorted(_all_addresses(item)) != sorted(one.casefold() for one in mail.recipients):
            self._line.ask(Request("POST", f"/messages/{encoded(id)}/permanentDelete", _WHAT, repeatable=True))
            raise Permanent("Exchange addressed the draft otherwise than it was composed. It was taken away again.")
        whole: Json = {PROPERTIES: marks(WHOLE=self._look(id, item) if untouched else COMPLETED_LATER)}
        etag = text(item, "@odata.etag") or None
        try:
            self._line.ask(Request("PATCH", f"/messages/{encoded(id)}", _WHAT, json=whole, if_match=etag))
        except Unsure:
            now = looked_at(self._line, id)
            if now is None or now.whole is None:
                raise

    def _named(self, id: str, mail: OutgoingMail) -> None:
        """With our own Message-ID, by which answers to it are known; Exchange need not take it."""
        body: Json = {"internetMessageId": f"<{mail.message_id}>"}
        with contextlib.suppress(Refused):
            self._line.ask(Request("PATCH", f"/messages/{encoded(id)}", _WHAT, json=body, repeatable=True))

    def _item(self, id: str) -> Json:
        query = (("$select", _LOOK), ("$expand", with_marks(KEY, WHOLE)))
        return self._line.ask(Request("GET", f"/messages/{encoded(id)}", "Looking at a draft", query)).body

    def _look(self, id: str, item: Json) -> str:
        """What a person could have changed, as a digest. Flags, categories and having read it are no change."""
        body = item.get("body")
        words = text(body, "content") if isinstance(body, dict) else ""
        seen = [text(item, "subject"), words.replace("\r\n", "\n"), _all_addresses(item), names(self._line, id)]
        return hashlib.sha256(json.dumps(seen).encode()).hexdigest()


def _words(mail: OutgoingMail, content: Content) -> Json:
    return {
        **_addresses(mail),
        "subject": content.subject,
        "body": {"contentType": content.kind, "content": content.body},
    }


def _addresses(mail: OutgoingMail) -> Json:
    to = [{"emailAddress": {"address": address}} for address in mail.recipients]
    return {"toRecipients": to, "ccRecipients": [], "bccRecipients": []}


def _all_addresses(item: Json) -> list[str]:
    found: list[str] = []
    for name in ("toRecipients", "ccRecipients", "bccRecipients"):
        listed = item.get(name)
        for one in listed if isinstance(listed, list) else ():
            address = one.get("emailAddress") if isinstance(one, dict) else None
            found.append(text(address, "address").casefold() if isinstance(address, dict) else "?")
    return found
