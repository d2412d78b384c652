"""How far the mailbox is read: a link for each folder (delta link, sync state), what was handed over lately, and what
is still owed.

Opaque to everybody else, and bounded. Somebody who reads a mail changes it, and each change is told: what was handed
over lately is therefore remembered by short digests and not fetched again; forgetting one costs a repeat.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

_WIDTH = 8
MOST_HANDED = 2_000
MOST_OWED = 50
_LARGEST = 8 * 1024 * 1024


@dataclass(frozen=True)
class Spot:
    """One folder. `since`: an hour of the far side's clock at which it had been read to its end. `bound`: set while it
    is read anew after the far side forgot the link; what came and changed before it is left out.
    """

    link: str | None = None
    since: str | None = None
    bound: str | None = None


@dataclass(frozen=True)
class Owed:
    """A message whose octets could not be had; the others do not wait for it."""

    id: str
    place: str
    received: str
    item: str = ""


def fingerprint(id: str, place: str) -> bytes:
    """The id of a message stays when it is moved; where it lies counts (junk or not), so that is part of it."""
    return hashlib.sha256(f"{place}\0{id}".encode()).digest()[:_WIDTH]


@dataclass(frozen=True)
class Cursor:
    """`account` says whose it is, and after its protocol: `graph1:ombudsman@…`."""

    account: str
    spots: Mapping[str, Spot] = field(default_factory=dict)  # by folder id
    handed: tuple[bytes, ...] = ()  # oldest first
    owed: tuple[Owed, ...] = ()
    turn: str | None = None  # the folder at which the next page goes on

    @classmethod
    def read(cls, text: str | None, account: str) -> Cursor:
        """One that is not ours, is damaged, or is of another mailbox covers nothing: everything is offered again."""
        mark, colon, held = (text or "").partition(":")
        if not colon or mark != _protocol(account):
            return cls(account)
        try:
            packed = zlib.decompressobj()
            octets = packed.decompress(base64.b64decode(held, validate=True), _LARGEST)
            said = json.loads(octets)
            if said["account"] != _whose(account):
                return cls(account)
            digests = base64.b64decode(said["handed"], validate=True)
            return cls(
                account,
                {str(id): Spot(*_three(spot)) for id, spot in said["spots"].items()},
                tuple(digests[at : at + _WIDTH] for at in range(0, len(digests) - _WIDTH + 1, _WIDTH)),
                tuple(Owed(*(str(part) for part in one)) for one in said["owed"]),
                said["turn"] if isinstance(said["turn"], str) else None,
            )
        except (ValueError, KeyError, TypeError, AttributeError, zlib.error):
            return cls(account)

    def write(self) -> str:
        """The same state is always the same text, so that an unchanged cursor need not be stored again."""
        said = {
            "account": _whose(self.account),
            "spots": {id: [spot.link, spot.since, spot.bound] for id, spot in sorted(self.spots.items())},
            "handed": base64.b64encode(b"".join(self.handed[-MOST_HANDED:])).decode("ascii"),
            "owed": [[one.id, one.place, one.received, one.item] for one in self.owed],
            "turn": self.turn,
        }
        packed = base64.b64encode(zlib.compress(json.dumps(said, separators=(",", ":")).encode(), 6)).decode()
        return f"{_protocol(self.account)}:{packed}"


def _protocol(account: str) -> str:
    return account.partition(":")[0]


def _three(spot: list[str | None]) -> tuple[str | None, str | None, str | None]:
    link, since, bound = (part if isinstance(part, str) else None for part in spot)
    return link, since, bound


def _whose(account: str) -> str:
    return account.partition(":")[2]
