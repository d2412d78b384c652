"""The cursor of a mailbox made of files: which of the files now there have been handed over.

A file may arrive today with last year's time, a clock may step back, names are random: no watermark of times or names
tells old from new without a risk of skipping. So the cursor is a set of short digests, one for each file that still
exists; what leaves the mailbox leaves the set. Ten thousand messages make about 107 kB.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

_WIDTH = 8  # octets of a digest: among 100,000 files a new one is mistaken for a known one with a chance below 1e-14
_MARK = "files1:"


def fingerprint(*facts: str | int) -> bytes:
    """A short digest of what makes a file this file: its name, its size, perhaps its time."""
    text = "\0".join(str(fact) for fact in facts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:_WIDTH]


@dataclass(frozen=True)
class Covered:
    fingerprints: frozenset[bytes] = frozenset()

    @classmethod
    def read(cls, cursor: str | None) -> Covered:
        """A cursor that is not ours or is damaged covers nothing: everything is offered again."""
        if cursor is None or not cursor.startswith(_MARK):
            return cls()
        try:
            octets = base64.b64decode(cursor.removeprefix(_MARK), validate=True)
        except (binascii.Error, ValueError):
            return cls()
        if len(octets) % _WIDTH:
            return cls()
        return cls(frozenset(octets[at : at + _WIDTH] for at in range(0, len(octets), _WIDTH)))

    def write(self) -> str:
        """The same set is always the same text, so that an unchanged cursor need not be stored again."""
        return _MARK + base64.b64encode(b"".join(sorted(self.fingerprints))).decode("ascii")

    def after(self, *, there: Iterable[bytes], handed_over: Iterable[bytes]) -> Covered:
        """The next cursor: what it covered and still exists, and what has been handed over now."""
        return Covered((self.fingerprints & frozenset(there)) | frozenset(handed_over))

    def __contains__(self, one: object) -> bool:
        return one in self.fingerprints
