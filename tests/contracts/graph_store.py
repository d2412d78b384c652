"""What a shared mailbox of Exchange Online holds, as far as Graph shows it: folders, messages, a diary, and a log of
changes from which delta answers are made. Written from the documentation, by nobody who reads linkbot's adapter.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import getaddresses

Json = dict[str, object]
WELL_KNOWN = {
    "inbox": "Posteingang",
    "junkemail": "Junk-E-Mail",
    "deleteditems": "Gelöschte Elemente",
    "sentitems": "Gesendete Elemente",
    "drafts": "Entwürfe",
    "outbox": "Postausgang",
}
HIDDEN = "recoverableitemsdeletions"


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def people(*addresses: str) -> list[Json]:
    return [{"emailAddress": {"address": address, "name": address}} for address in addresses if address]


def addresses(listed: object) -> list[str]:
    assert isinstance(listed, list)
    return [one["emailAddress"]["address"] for one in listed]


@dataclass
class Folder:
    id: str
    name: str
    parent: str | None


@dataclass
class Message:
    id: str
    folder: str
    fields: Json
    received: datetime
    modified: datetime
    mime: bytes | None
    draft: bool = False
    change: int = 0
    marks: dict[str, str] = field(default_factory=dict)
    files: list[Json] = field(default_factory=list)
    unseen: int = 0  # so many looks do not show it yet: the copy in Sent comes late

    @property
    def etag(self) -> str:
        return f'W/"{self.id}.{self.change}"'

    def octets(self) -> bytes:
        """As Exchange would write it: what was given as MIME, else made of its parts."""
        if self.mime is not None:
            return self.mime
        made = EmailMessage(policy=SMTP)
        made["To"] = ", ".join(addresses(self.fields["toRecipients"]))
        for name, key in (("Cc", "ccRecipients"), ("Bcc", "bccRecipients")):
            if self.fields.get(key):
                made[name] = ", ".join(addresses(self.fields[key]))
        made["Subject"] = str(self.fields["subject"])
        made["Message-ID"] = str(self.fields["internetMessageId"])
        for name in ("In-Reply-To", "References"):
            if name in self.fields:
                made[name] = str(self.fields[name])
        body = self.fields["body"]
        assert isinstance(body, dict)
        made.set_content(str(body["content"]), subtype="html" if body["contentType"] == "html" else "plain")
        for file in self.files:
            kind, _, sub = str(file["contentType"]).partition("/")
            content = base64.b64decode(str(file["contentBytes"]))
            made.add_attachment(content, maintype=kind, subtype=sub, filename=str(file["name"]))
        return made.as_bytes()


@dataclass
class Event:
    id: str
    uid: str  # iCalUId
    body: Json
    marks: dict[str, str]


class Exchange:
    """`now`: its own clock. `left`: each mail that went out, with all it went to; `told`: notices to attendees."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.folders: dict[str, Folder] = {}
        self.known: dict[str, str] = {}
        self.messages: dict[str, Message] = {}
        self.purged: dict[str, Message] = {}
        self.events: dict[str, Event] = {}
        self.transactions: dict[str, str] = {}
        self.log: list[tuple[str, str]] = []  # (folder, message), in the order of change
        self.left: list[tuple[bytes, tuple[str, ...]]] = []
        self.told: list[tuple[str, Json]] = []
        self.counted = 0
        self.epoch = 1
        for name, shown in (*WELL_KNOWN.items(), (HIDDEN, "Deletions")):
            self.known[name] = self.folder(shown, hidden=name == HIDDEN).id

    def folder(self, name: str, parent: str | None = None, *, hidden: bool = False) -> Folder:
        made = Folder(self._id("folder"), name, "hidden" if hidden else parent)
        self.folders[made.id] = made
        return made

    def _id(self, kind: str) -> str:
        self.counted += 1
        return base64.urlsafe_b64encode(hashlib.sha256(f"{kind}{self.counted}".encode()).digest()).decode()

    # messages

    def arrive(self, mime: bytes, received: datetime, folder: str = "inbox", *, draft: bool = False) -> Message:
        made = Message(
            self._id("message"),
            self.known.get(folder, folder),
            fields_of(mime),
            received,
            self.now,
            mime,
            draft,
            files=files_of(mime),
        )
        if not made.fields["internetMessageId"]:
            made.fields["internetMessageId"] = f"<{made.id[:12]}@prod.outlook.example>"
        self.messages[made.id] = made
        self.log.append((made.folder, made.id))
        return made

    def reply(self, original: Message, changes: Json) -> Message:
        """As Exchange makes one: to Reply-To before From, the letter quoted below, threaded."""
        header = message_from_bytes(original.octets(), policy=SMTP)
        answer = [address for _, address in getaddresses([str(header["Reply-To"] or header["From"] or "")])]
        comment = changes.pop("comment", None)
        body = {"contentType": "html", "content": f"{comment or ''}<hr><blockquote>what was written</blockquote>"}
        own = str(original.fields["internetMessageId"])
        fields: Json = {
            "subject": f"RE: {original.fields['subject']}",
            "toRecipients": people(*answer),
            "ccRecipients": [],
            "bccRecipients": [],
            "body": body,
            "internetMessageId": "",
            "conversationId": original.fields["conversationId"],
            "In-Reply-To": own,
            "References": f"{header['References'] or ''} {own}".strip(),
        }
        made = Message(self._id("message"), self.known["drafts"], fields, self.now, self.now, None, draft=True)
        fields["internetMessageId"] = f"<{made.id[:12]}@prod.outlook.example>"
        # addresses given along are not what counts: Reply-To wins
        self.change(made, {name: value for name, value in changes.items() if name != "toRecipients"})
        self.messages[made.id] = made
        self.log.append((made.folder, made.id))
        return made

    def change(self, message: Message, changes: Json) -> None:
        for one in changes.pop("singleValueExtendedProperties", ()):  # type: ignore[attr-defined]
            message.marks[one["id"].casefold()] = one["value"]
        message.fields |= changes
        self.touch(message)

    def touch(self, message: Message) -> None:
        self.counted += 1
        message.change = self.counted
        message.modified = self.now
        self.log.append((message.folder, message.id))

    def move(self, message: Message, folder: str) -> None:
        self.log.append((message.folder, message.id))
        message.folder = self.known.get(folder, folder)
        self.touch(message)

    def purge(self, message: Message) -> None:
        self.messages.pop(message.id)
        self.purged[message.id] = message
        self.log.append((message.folder, message.id))

    def restore(self, id: str, folder: str = "inbox") -> None:
        message = self.purged.pop(id)
        self.messages[id] = message
        self.move(message, folder)

    def send(self, message: Message, *, late: int = 0) -> None:
        to = [
            one for key in ("toRecipients", "ccRecipients", "bccRecipients") for one in addresses(message.fields[key])
        ]
        self.left.append((message.octets(), tuple(to)))
        message.draft = False
        self.move(message, "sentitems")
        message.unseen = late

    def changes(self, folder: str, after: int, until: int) -> list[str]:
        """Ids of what changed in the folder, each once, in the order of its last change."""
        seen = [id for where, id in self.log[after:until] if where == folder]
        return list(reversed(dict.fromkeys(reversed(seen))))

    def within(self, folder: str) -> list[Message]:
        return [one for one in self.messages.values() if one.folder == self.known.get(folder, folder)]

    # the diary

    def invite(self, body: Json) -> Event:
        key = str(body.get("transactionId") or "")
        if key and key in self.transactions:
            return self.events[self.transactions[key]]
        marks = {one["id"].casefold(): one["value"] for one in body.pop("singleValueExtendedProperties", ())}  # type: ignore[attr-defined]
        made = Event(self._id("event"), f"040000008200E00074C5B7101A82E008{self.counted:08d}", body, marks)
        self.events[made.id] = made
        if key:
            self.transactions[key] = made.id
        if body.get("attendees"):
            self.told.append(("invited", dict(body)))
        return made

    def move_event(self, event: Event, changes: Json) -> None:
        event.marks |= {one["id"].casefold(): one["value"] for one in changes.pop("singleValueExtendedProperties", ())}  # type: ignore[attr-defined]
        event.body |= changes
        if event.body.get("attendees"):
            self.told.append(("moved", dict(event.body)))

    def cancel(self, event: Event, comment: str) -> None:
        self.events.pop(event.id)
        if event.body.get("attendees"):
            self.told.append(("cancelled", event.body | {"comment": comment}))


def fields_of(mime: bytes) -> Json:
    parsed = message_from_bytes(mime, policy=SMTP)
    assert isinstance(parsed, EmailMessage)

    def listed(name: str) -> list[Json]:
        return people(*(address for _, address in getaddresses([str(parsed[name] or "")])))

    body = parsed.get_body(("html", "plain"))
    kind = "html" if body is not None and body.get_content_type() == "text/html" else "text"
    return {
        "subject": str(parsed["Subject"] or ""),
        "internetMessageId": str(parsed["Message-ID"] or ""),
        "conversationId": hashlib.sha256(str(parsed["Subject"]).encode()).hexdigest()[:20],
        "toRecipients": listed("To"),
        "ccRecipients": listed("Cc"),
        "bccRecipients": listed("Bcc"),
        "categories": [],
        "body": {"contentType": kind, "content": str(body.get_content()) if body is not None else ""},
        "isRead": False,
    }


def files_of(mime: bytes) -> list[Json]:
    parsed = message_from_bytes(mime, policy=SMTP)
    assert isinstance(parsed, EmailMessage)
    if not parsed.is_multipart():
        return []
    return [
        {
            "name": part.get_filename() or "part",
            "contentType": part.get_content_type(),
            "contentBytes": base64.b64encode(part.get_payload(decode=True) or b"").decode(),
        }
        for part in parsed.iter_attachments()
    ]
