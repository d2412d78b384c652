"""What a shared mailbox of an Exchange server holds, as far as Web Services show it: folders, items whose ids change
with every move and whose search keys do not, a diary, and a log of changes. Written from the documentation.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import getaddresses

WELL_KNOWN = {
    "inbox": ("Posteingang", "IPF.Note"),
    "junkemail": ("Junk-E-Mail", "IPF.Note"),
    "deleteditems": ("Gelöschte Elemente", "IPF.Note"),
    "sentitems": ("Gesendete Elemente", "IPF.Note"),
    "drafts": ("Entwürfe", "IPF.Note"),
    "outbox": ("Postausgang", "IPF.Note"),
    "calendar": ("Kalender", "IPF.Appointment"),
}
ROOT, DUMPSTER = "msgfolderroot", "recoverableitemsdeletions"


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Folder:
    id: str
    name: str
    parent: str
    kind: str = "IPF.Note"


@dataclass
class Item:
    """A mail, or an entry of the diary (`tag`). `key` is its search key; `unseen`: so many searches do not show it."""

    key: str
    id: str
    folder: str
    created: datetime
    modified: datetime
    received: datetime
    tag: str = "Message"
    mime: bytes = b""
    draft: bool = False
    submitted: bool = False
    change: int = 1
    subject: str = ""
    body: str = ""
    people: dict[str, list[str]] = field(default_factory=dict)
    message_id: str = ""
    files: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    sender: str = ""
    index: bytes = b""
    topic: str = ""
    uid: str = ""
    values: dict[str, str] = field(default_factory=dict)  # of an entry: start, end, reminder …
    unseen: int = 0

    @property
    def change_key(self) -> str:
        return base64.b64encode(f"{self.id[:6]}.{self.change}".encode()).decode()

    def octets(self) -> bytes:
        return self.mime

    def readers(self) -> tuple[str, ...]:
        return tuple(one for listed in self.people.values() for one in listed)


class Exchange:
    """`now`: its own clock. `left`: each mail that went out, with all it went to; `told`: notices to attendees."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.folders: dict[str, Folder] = {}
        self.known: dict[str, str] = {}
        self.items: dict[str, Item] = {}  # by the id they have now
        self.purged: list[Item] = []
        self.log: list[tuple[str, str, str]] = []  # (folder, id, what), in the order of change
        self.left: list[tuple[bytes, tuple[str, ...]]] = []
        self.told: list[tuple[str, dict[str, str]]] = []
        self.counted = 0
        self.epoch = 1
        self.late = 0
        for name in (ROOT, DUMPSTER):
            self.known[name] = self._new("folder")
        for name, (shown, kind) in WELL_KNOWN.items():
            self.known[name] = self.folder(shown, kind=kind).id
        self.folder("Kontakte", kind="IPF.Contact")

    def folder(self, name: str, parent: str | None = None, *, kind: str = "IPF.Note") -> Folder:
        made = Folder(self._new("folder"), name, parent or self.known[ROOT], kind)
        self.folders[made.id] = made
        return made

    def place(self, name: str) -> str:
        return self.known.get(name, name)

    def _new(self, kind: str) -> str:
        self.counted += 1
        return base64.b64encode(hashlib.sha256(f"{kind}{self.counted}".encode()).digest()).decode()

    # items

    def arrive(self, mime: bytes, received: datetime, folder: str = "inbox", *, draft: bool = False) -> Item:
        made = Item(self._new("key"), self._new("item"), self.place(folder), self.now, self.now, received, mime=mime)
        made.draft = draft
        understand(made)
        made.message_id = made.message_id or f"<{self.counted}@mail.anytown.example>"
        self.items[made.id] = made
        self._tell(made, "create")
        return made

    def _tell(self, item: Item, what: str) -> None:
        self.log.append((item.folder, item.id, what))

    def touch(self, item: Item, what: str = "update") -> None:
        item.change += 1
        item.modified = self.now
        self._tell(item, what)

    def read(self, item: Item) -> None:
        self.touch(item, "read")

    def move(self, item: Item, folder: str) -> Item:
        """As Exchange does it: another id in the other folder, the same search key."""
        self.items.pop(item.id)
        self._tell(item, "delete")
        item.folder, item.id = self.place(folder), self._new("item")
        self.items[item.id] = item
        item.change += 1
        self._tell(item, "create")
        return item

    def purge(self, item: Item) -> None:
        self.items.pop(item.id)
        self._tell(item, "delete")
        item.folder = self.known[DUMPSTER]
        self.purged.append(item)

    def send(self, item: Item, *, to: str = "sentitems") -> None:
        self.left.append((item.octets(), item.readers()))
        item.draft = False
        self.move(item, to)
        item.unseen = self.late

    def edit(self, item: Item, words: str) -> None:
        item.body = words
        self.touch(item)

    def by_key(self, key: str) -> Item | None:
        return next((one for one in self.items.values() if one.key == key), None)

    def within(self, folder: str) -> list[Item]:
        return [one for one in self.items.values() if one.folder == self.place(folder)]

    def changes(self, folder: str, after: int, until: int) -> list[str]:
        """Ids of what changed in the folder, each once, in the order of its last change."""
        seen = [id for where, id, _ in self.log[after:until] if where == folder]
        return list(reversed(dict.fromkeys(reversed(seen))))

    def kinds(self, folder: str, id: str, after: int, until: int) -> list[str]:
        return [what for where, one, what in self.log[after:until] if where == folder and one == id]

    # the diary

    def entry(self, values: dict[str, str], marks: dict[str, str], attendees: Iterable[str]) -> Item:
        made = Item(self._new("key"), self._new("item"), self.known["calendar"], self.now, self.now, self.now)
        made.tag, made.uid = "CalendarItem", f"040000008200E00074C5B7101A82E008{self.counted:08d}"
        made.values, made.marks, made.people = dict(values), dict(marks), {"RequiredAttendees": list(attendees)}
        made.subject = values.get("Subject", "")
        self.items[made.id] = made
        self._tell(made, "create")
        return made

    def notify(self, what: str, item: Item, **more: str) -> None:
        if item.readers():
            self.told.append((what, item.values | more))


def understand(item: Item) -> None:
    """What Exchange reads out of the MIME it is given."""
    parsed = message_from_bytes(item.mime, policy=SMTP)
    assert isinstance(parsed, EmailMessage)
    for name in ("To", "Cc", "Bcc"):
        listed = [address for _, address in getaddresses([str(parsed[name] or "")]) if address]
        item.people[f"{name}Recipients"] = listed
    item.subject = str(parsed["Subject"] or "")
    item.sender = next((address for _, address in getaddresses([str(parsed["From"] or "")])), "")
    item.message_id = str(parsed["Message-ID"] or "").strip()
    body = parsed.get_body(("html", "plain"))
    item.body = str(body.get_content()) if body is not None else ""
    item.index = base64.b64decode(str(parsed["Thread-Index"] or "")) or hashlib.sha256(item.mime).digest()[:22]
    item.topic = str(parsed["Thread-Topic"] or item.subject)
    attached = parsed.iter_attachments() if parsed.is_multipart() else ()
    item.files = [part.get_filename() or "part" for part in attached]
