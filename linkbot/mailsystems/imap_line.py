"""One signed-in IMAP connection in typed words: IMAPClient does the protocol, this says what linkbot asks of it.

Reading opens folders by EXAMINE and fetches with PEEK, so that nothing is ever marked. Folder names stay as the server
spells them (modified UTF-7): what came from the server always leads back to it.
"""

from __future__ import annotations

import contextlib
import imaplib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from imapclient import IMAPClient
from imapclient.response_parser import parse_response

from linkbot.mailsystems.imap_faults import LineLost, Refused, told

SLICE = 50_000
"""Messages whose UIDs are asked for at once: a line of an answer stays well below a megabyte."""
Criterion = str | int | date


@dataclass(frozen=True)
class Listed:
    name: str
    flags: frozenset[str]  # in lower case, with their backslash
    delimiter: str | None


@dataclass(frozen=True)
class Status:
    """What a folder stands at; equal means that nothing came, went or (with a modseq) was marked."""

    uidvalidity: int
    uidnext: int
    messages: int
    modseq: int | None


@dataclass(frozen=True)
class Opened:
    uidvalidity: int
    messages: int
    read_only: bool


@dataclass(frozen=True)
class Facts:
    at: datetime | None
    size: int


class Line:
    """Every method raises `LineLost` or `Refused`. `where` names the server in them."""

    def __init__(self, client: IMAPClient, where: str) -> None:
        self._client, self._where = client, where
        self._open: str | None = None
        self._writes = False
        self._opened: Opened | None = None

    def offers(self, capability: str) -> bool:
        with told(self._where):
            return bool(self._client.has_capability(capability))

    def folders(self) -> tuple[Listed, ...]:
        with told(self._where):
            listing = self._client.list_folders()
        return tuple(
            Listed(_text(name), frozenset(_text(flag).lower() for flag in flags), _text(mark) if mark else None)
            for flags, mark, name in listing
        )

    def namespaces(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The prefixes of the account's own folders, and those of other people's and shared ones."""
        if not self.offers("NAMESPACE"):
            return (), ()
        with told(self._where):
            own, *others = self._client.namespace()
            return _prefixes(own), tuple(prefix for one in others for prefix in _prefixes(one))

    def status(self, name: str) -> Status:
        """Of a folder that is not open (RFC 3501 6.3.10): whatever is open is left first."""
        self.leave()
        wanted = ["UIDVALIDITY", "UIDNEXT", "MESSAGES", *(["HIGHESTMODSEQ"] if self.offers("CONDSTORE") else [])]
        with told(self._where):
            said = {bytes(key).upper(): int(value) for key, value in self._client.folder_status(name, wanted).items()}
            return Status(said[b"UIDVALIDITY"], said[b"UIDNEXT"], said[b"MESSAGES"], said.get(b"HIGHESTMODSEQ"))

    def open(self, name: str, *, write: bool = False) -> Opened:
        with told(self._where):
            self._open = None
            try:
                said = self._client.select_folder(name, readonly=not write)
            except imaplib.IMAP4.readonly as error:
                raise Refused("[NOPERM] the folder may only be read") from error
            opened = Opened(int(said[b"UIDVALIDITY"]), int(said[b"EXISTS"]), b"READ-WRITE" not in said)
        self._open, self._writes, self._opened = name, write, opened
        return opened

    def stay(self, name: str) -> Opened:
        """Opened for reading, or left open as it is: how many messages it holds may be out of date, nothing else."""
        return self._opened if self._opened and self._open == name and not self._writes else self.open(name)

    def leave(self) -> None:
        """Never by a CLOSE on a folder opened for writing: that would expunge what staff only marked."""
        if self._open is None:
            return
        name, self._open = self._open, None
        with told(self._where):
            if self._client.has_capability("UNSELECT"):
                self._client.unselect_folder()
                return
            if self._writes:
                self._client.select_folder(name, readonly=True)
            self._client.close_folder()

    def all_uids(self, opened: Opened, *criteria: Criterion) -> frozenset[int]:
        """Of every message of the open folder that meets the criteria."""
        found: list[int] = []
        for first in range(1, opened.messages + 1, SLICE):
            last = min(first + SLICE - 1, opened.messages)
            found += self.uids(f"{first}:{last}" if last > first else str(first), *criteria)
        return frozenset(found)

    def uids(self, *criteria: Criterion) -> tuple[int, ...]:
        with told(self._where):
            return tuple(int(uid) for uid in self._client.search(list(criteria)))

    def facts(self, uids: Sequence[int]) -> dict[int, Facts]:
        """Of those still there."""
        with told(self._where):
            said = self._client.fetch(list(uids), ["INTERNALDATE", "RFC822.SIZE"])
        return {
            uid: Facts(at if isinstance(at := one.get(b"INTERNALDATE"), datetime) else None, int(one[b"RFC822.SIZE"]))
            for uid, one in said.items()
            if b"RFC822.SIZE" in one
        }

    def octets(self, uids: Sequence[int], section: str = "", *, at_most: int) -> dict[int, bytes]:
        """The first octets of those still there, `at_most` each, whatever sizes the server told before."""
        with told(self._where):
            said = self._client.fetch(list(uids), [f"BODY.PEEK[{section}]<0.{at_most}>"])
        key = f"BODY[{section}]<0>".upper().encode()
        return {uid: bytes(one[key]) for uid, one in said.items() if isinstance(one.get(key), bytes)}

    def append(self, name: str, octets: bytes, flags: Iterable[str]) -> None:
        with told(self._where):
            self._client.append(name, octets, flags=tuple(flags))

    def create(self, name: str) -> None:
        """A server that keeps no subscriptions is well too."""
        with told(self._where):
            self._client.create_folder(name)
        with contextlib.suppress(Refused), told(self._where):
            self._client.subscribe_folder(name)

    def move(self, uids: Sequence[int], name: str) -> None:
        with told(self._where):
            self._client.move(list(uids), name)

    def copy(self, uids: Sequence[int], name: str) -> None:
        with told(self._where):
            self._client.copy(list(uids), name)

    def mark(self, uids: Sequence[int], *flags: str) -> None:
        with told(self._where):
            self._client.add_flags(list(uids), list(flags), silent=True)

    def expunge(self, uids: Sequence[int]) -> None:
        with told(self._where):
            self._client.uid_expunge(list(uids))

    def rights(self, name: str) -> str | None:
        """Our own (RFC 4314), None where the server does not tell. IMAPClient has no word for it, imaplib has."""
        if not self.offers("ACL"):
            return None
        with told(self._where):
            answer, data = self._client._imap.myrights(f'"{name}"')
            if answer != "OK" or not data or not isinstance(data[0], bytes):
                return None
            return _text(parse_response(data)[-1])

    def close(self) -> None:
        with contextlib.suppress(LineLost, Refused), told(self._where):
            self._client.logout()
        self.hang_up()

    def hang_up(self) -> None:
        with contextlib.suppress(OSError):
            self._client.shutdown()


def _prefixes(namespaces: object) -> tuple[str, ...]:
    return tuple(_text(prefix) for prefix, _ in namespaces) if isinstance(namespaces, tuple) else ()


def _text(value: object) -> str:
    """Latin-1, so that no octet of a server is lost on the way back."""
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def in_chunks(uids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for first in range(0, len(uids), size):
        yield uids[first : first + size]
