"""The far sides of the mailbox contract: each lets a test play the server, the postman and the staff."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol

from linkbot.mailsystems.folder import FolderMailbox
from linkbot.mailsystems.intake_folder import IntakeMailbox, prepare
from linkbot.mailsystems.intake_message import digest_of
from linkbot.mailsystems.maildir import MaildirMailbox
from linkbot.mailsystems.memory import MemoryMailbox
from linkbot.model.mail import RawMessage
from linkbot.ports import Mailbox


def a_message(number: int, received_at: datetime) -> bytes:
    """Message `number` of the day, as its receiver left it."""
    return (
        f"Received: from mx.example.org by mx.anytown.example; {format_datetime(received_at)}\r\n"
        f"Message-ID: <m{number}@example.org>\r\n"
        "From: Ines Castell <ines.castell@example.org>\r\n"
        f"Subject: Letter {number}\r\n"
        "\r\n"
        f"Body of letter {number}.\r\n"
    ).encode()


class World(Protocol):
    mailbox: Mailbox

    def arrive(self, octets: bytes, received_at: datetime) -> str: ...
    def read_by_staff(self, handle: str) -> None: ...
    def moved_by_staff(self, handle: str) -> None: ...
    def brought_back(self, handle: str) -> str:
        """The handle under which it lies there from now on."""
        ...

    def close(self) -> None:
        """Hang up, where there is a line."""

    def kept(self, octets: bytes) -> bytes:
        """What arrived as this far side holds it: the same octets, but for what its protocol cannot hold."""
        ...

    def filed(self, folder: str) -> list[bytes]: ...


def holds(message: RawMessage, octets: bytes) -> bool:
    """Whether a message is what arrived: octet for octet, or as the one file of a message made around it."""
    if message.octets == octets:
        return True
    if not message.mailbox.startswith("intake:"):
        return False
    (part,) = message_from_bytes(message.octets, policy=default).iter_attachments()
    return part.get_payload(decode=True) == octets


class MemoryWorld:
    def __init__(self, _: Path) -> None:
        self.mailbox = MemoryMailbox("memory")
        self._away: dict[str, tuple[bytes, datetime]] = {}

    def arrive(self, octets: bytes, received_at: datetime) -> str:
        handle = self.mailbox.arrive(octets, received_at)
        self._away[handle] = (octets, received_at)
        return handle

    def read_by_staff(self, handle: str) -> None:
        """Nothing that a mailbox shows: linkbot knows no seen flag."""

    def moved_by_staff(self, handle: str) -> None:
        self.mailbox.vanish(handle)

    def brought_back(self, handle: str) -> str:
        return self.mailbox.arrive(*self._away[handle], handle=handle)

    def kept(self, octets: bytes) -> bytes:
        return octets

    def close(self) -> None:
        """There is no line."""

    def filed(self, folder: str) -> list[bytes]:
        return [message.octets for where, message in self.mailbox.filed.values() if where == folder]


class MaildirWorld:
    def __init__(self, path: Path) -> None:
        self.root = path / "Maildir"
        for place in ("tmp", "new", "cur"):
            (self.root / place).mkdir(parents=True)
        (path / "elsewhere").mkdir()
        self._elsewhere = path / "elsewhere"
        self.mailbox = MaildirMailbox(self.root, "maildir", leave=("Processed",))
        self._count = 0

    def arrive(self, octets: bytes, received_at: datetime) -> str:
        self._count += 1
        unique = f"1790000000.M{self._count}P7.mx"
        written = self.root / "tmp" / unique
        written.write_bytes(octets)
        os.utime(written, (received_at.timestamp(),) * 2)
        written.rename(self.root / "new" / unique)
        return unique

    def read_by_staff(self, handle: str) -> None:
        path = self._path(handle)
        flags = path.name.partition(":2,")[2]
        path.rename(self.root / "cur" / f"{handle}:2,{'' if 'S' in flags else 'S'}")

    def moved_by_staff(self, handle: str) -> None:
        self._path(handle).rename(self._elsewhere / handle)

    def brought_back(self, handle: str) -> str:
        (self._elsewhere / handle).rename(self.root / "cur" / f"{handle}:2,S")
        return handle

    def kept(self, octets: bytes) -> bytes:
        return octets

    def close(self) -> None:
        """There is no line."""

    def filed(self, folder: str) -> list[bytes]:
        return [path.read_bytes() for path in (self.root / f".{folder}" / "cur").glob("*")]

    def _path(self, handle: str) -> Path:
        return next(p for place in ("new", "cur") for p in (self.root / place).iterdir() if p.name.startswith(handle))


class FolderWorld:
    def __init__(self, path: Path) -> None:
        self.root = path / "mail"
        self.root.mkdir()
        (path / "elsewhere").mkdir()
        self._elsewhere = path / "elsewhere"
        self.mailbox = FolderMailbox(
            self.root, "folder", leave=("Processed", "Done"), now=lambda: 0.0, pause=lambda _: None
        )
        self._count = 0

    def arrive(self, octets: bytes, received_at: datetime) -> str:
        self._count += 1
        name = f"letter {self._count}.eml"
        (self.root / name).write_bytes(octets)
        os.utime(self.root / name, (received_at.timestamp(),) * 2)
        return name

    def read_by_staff(self, handle: str) -> None:
        (self.root / handle).read_bytes()

    def moved_by_staff(self, handle: str) -> None:
        (self.root / handle).rename(self._elsewhere / handle)

    def brought_back(self, handle: str) -> str:
        (self._elsewhere / handle).rename(self.root / handle)
        return handle

    def kept(self, octets: bytes) -> bytes:
        return octets

    def close(self) -> None:
        """There is no line."""

    def filed(self, folder: str) -> list[bytes]:
        return [path.read_bytes() for path in (self.root / folder).glob("*.eml")]


class IntakeWorld:
    """People drop files; what is offered is made around them, and counts as received when it is found."""

    def __init__(self, path: Path) -> None:
        prepare(path / "intake", ("ho",))
        self.root = path / "intake" / "ho"
        (path / "elsewhere").mkdir()
        self._elsewhere = path / "elsewhere"
        self.mailbox = IntakeMailbox(path / "intake", "ho", settle_seconds=30, now=lambda: 0.0)
        self._count = 0

    def arrive(self, octets: bytes, received_at: datetime) -> str:
        self._count += 1
        name = f"letter {self._count:03d}.txt"
        (self.root / name).write_bytes(octets)
        os.utime(self.root / name, (received_at.timestamp(),) * 2)
        return f"{name}#{digest_of('ho', [(name, octets)])[:16]}"

    def read_by_staff(self, handle: str) -> None:
        (self.root / handle.partition("#")[0]).read_bytes()

    def moved_by_staff(self, handle: str) -> None:
        name = handle.partition("#")[0]
        (self.root / name).rename(self._elsewhere / name)

    def brought_back(self, handle: str) -> str:
        name = handle.partition("#")[0]
        (self._elsewhere / name).rename(self.root / name)
        return handle

    def kept(self, octets: bytes) -> bytes:
        return octets

    def close(self) -> None:
        """There is no line."""

    def filed(self, folder: str) -> list[bytes]:
        return [path.read_bytes() for path in (self.root / "read" / folder).glob("*.txt")]


QUICK_WORLDS: tuple[type[World], ...] = (MemoryWorld, MaildirWorld, FolderWorld, IntakeWorld)
MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
