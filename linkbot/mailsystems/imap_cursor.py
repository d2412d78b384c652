"""What of an IMAP account has been handed over: of each folder its UIDVALIDITY and the very UIDs taken.

Not a highest UID alone: servers of several machines show an older UID after a newer one now and then. What is gone from
a folder leaves its set. A thousand messages in a row cost a dozen characters.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_MARK = "imap1:"


@dataclass(frozen=True)
class Taken:
    uidvalidity: int
    uids: frozenset[int]


@dataclass(frozen=True)
class Covered:
    """`account` tells one mailbox from another that counts its UIDs alike."""

    account: str
    folders: Mapping[str, Taken] = field(default_factory=dict)

    @classmethod
    def read(cls, cursor: str | None, account: str) -> Covered:
        """A cursor that is damaged, not ours or another account's covers nothing: everything is offered again."""
        nothing = cls(account)
        if cursor is None or not cursor.startswith(_MARK):
            return nothing
        try:
            told = json.loads(zlib.decompress(base64.b64decode(cursor.removeprefix(_MARK), validate=True)))
            if told["account"] != account:
                return nothing
            return cls(account, {name: Taken(int(one[0]), numbers(one[1])) for name, one in told["folders"].items()})
        except (binascii.Error, zlib.error, ValueError, TypeError, LookupError, AttributeError):
            return nothing

    def write(self) -> str:
        """The same folders and UIDs are always the same text, so that an unchanged cursor need not be stored again."""
        told = {name: [one.uidvalidity, ranges(one.uids)] for name, one in sorted(self.folders.items())}
        text = json.dumps({"account": self.account, "folders": told}, separators=(",", ":"))
        return _MARK + base64.b64encode(zlib.compress(text.encode())).decode("ascii")

    def of(self, folder: str, uidvalidity: int) -> frozenset[int]:
        """Nothing when the server counts anew: then every UID may be another message."""
        taken = self.folders.get(folder)
        return taken.uids if taken and taken.uidvalidity == uidvalidity else frozenset()


def account_mark(host: str, username: str) -> str:
    return hashlib.sha256(f"{username}@{host}".casefold().encode()).hexdigest()[:12]


def ranges(uids: Iterable[int]) -> str:
    """`1:50,53`: as IMAP writes sets."""
    runs: list[list[int]] = []
    for uid in sorted(uids):
        if runs and uid == runs[-1][1] + 1:
            runs[-1][1] = uid
        else:
            runs.append([uid, uid])
    return ",".join(str(first) if first == last else f"{first}:{last}" for first, last in runs)


def numbers(text: str) -> frozenset[int]:
    """Raises ValueError for what `ranges` never wrote."""
    found: set[int] = set()
    for run in text.split(",") if text else ():
        first, _, last = run.partition(":")
        found.update(range(int(first), int(last or first) + 1))
    return frozenset(found)
