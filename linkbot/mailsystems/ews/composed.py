"""A composed mail as a draft that Exchange is to keep: its MIME as it is, with the key of the effect beside it.

One request makes the whole draft, key and all: there is never one that linkbot would not know again.
"""

from __future__ import annotations

import base64
import hashlib
from email import message_from_bytes
from email.header import Header
from email.policy import SMTP
from email.utils import getaddresses

from linkbot.mailsystems.draft_octets import threaded
from linkbot.mailsystems.ews.finding import got, has_id, search
from linkbot.mailsystems.ews.folders import Folders
from linkbot.mailsystems.ews.line import Line, Request
from linkbot.mailsystems.ews.marks import KEY, mark
from linkbot.mailsystems.ews.words import Element, every, field, first, id_of, m, t, text, truth
from linkbot.mailsystems.exchange.faults import Gone
from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Permanent

MOST = 45 * 1024 * 1024
"""Octets of a mail: a request to Web Services holds 64 MB at most, and base64 makes four of three."""
_SHORTEST_INDEX = 22


def draft(folders: Folders, mail: OutgoingMail, octets: bytes, *, what: str) -> Request:
    """Raises Permanent when it is too large."""
    if len(octets) > MOST:
        raise Permanent(f"Mail {mail.message_id} has {len(octets)} octets: Exchange takes {MOST} by this way.")
    mime = t("MimeContent", base64.b64encode(octets).decode("ascii"), CharacterSet="UTF-8")
    payload = m(
        "CreateItem",
        m("SavedItemFolderId", folders.known("drafts")),
        m("Items", t("Message", mime, mark(KEY, mail.key))),
        MessageDisposition="SaveOnly",
    )
    return Request("CreateItem", payload, what)


def created(element: Element) -> str:
    """The id of what an answer says was made."""
    item = first(element, "m:Items/*")
    return id_of(item)[0] if item is not None else ""


def in_thread(line: Line, folders: Folders, octets: bytes, in_reply_to: str | None) -> bytes:
    """The draft with the headers that thread it, and with Exchange's own (MS-OXOMSG 2.2.1.3): Outlook shows it with the
    letter. Addresses are never taken from the letter.
    """
    octets = threaded(octets, in_reply_to)
    message_id = (in_reply_to or "").strip().removeprefix("<").removesuffix(">")
    if not message_id:
        return octets
    what = "Looking for the letter"
    fields = (field("item:IsDraft"), field("item:DateTimeReceived"))
    found = [
        one for one in search(line, has_id(message_id), folders.ids(), fields, what=what) if not truth(one, "t:IsDraft")
    ]
    if not found:
        return octets
    wanted = (field("message:ConversationIndex"), field("message:ConversationTopic"))
    try:
        letter = got(line, id_of(found[0])[0], *wanted, what=what)
    except Gone:
        return octets
    return _conversation(text(letter, "t:ConversationIndex"), text(letter, "t:ConversationTopic"), octets) + octets


def _conversation(index: str, topic: str, octets: bytes) -> bytes:
    """One level below the letter: its index and five octets more."""
    try:
        above = base64.b64decode(index, validate=True)
    except ValueError:
        return b""
    if len(above) < _SHORTEST_INDEX:
        return b""
    level = hashlib.sha256(octets).digest()[:5]
    below = base64.b64encode(above + bytes((level[0] & 0x7F,)) + level[1:]).decode("ascii")
    lines = [f"Thread-Index: {below}"]
    if topic.strip():
        folded = Header(" ".join(topic.split()), "utf-8").encode(linesep="\r\n")
        lines.append(f"Thread-Topic: {folded}")
    return "".join(f"{one}\r\n" for one in lines).encode("ascii", "replace")


def header_names(octets: bytes) -> frozenset[str]:
    """Whom the header of a composed mail names, in lower case."""
    parsed = message_from_bytes(octets, policy=SMTP)
    fields = [str(value) for name in ("To", "Cc", "Bcc") for value in parsed.get_all(name, [])]
    return frozenset(address.casefold() for _, address in getaddresses(fields) if address)


def are_the_recipients(shown: list[str], named: frozenset[str], mail: OutgoingMail) -> bool:
    """Whether a draft goes to the recipients and to nobody else. Exchange may show a colleague by another address of
    theirs: as many of the same domains are the same people.
    """
    wanted = {one.casefold() for one in mail.recipients}
    if named - wanted or len(shown) != len(wanted):
        return False
    domains = {one.rpartition("@")[2] for one in wanted}
    return all(one in wanted or one.rpartition("@")[2] in domains for one in shown)


def files_of(item: Element) -> list[str]:
    """Their names."""
    return [text(one, "t:Name") for one in every(item, "t:Attachments/*")]
