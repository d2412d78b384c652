"""The way back to a message of an IMAP account: the relative URL of RFC 5092, `INBOX;UIDVALIDITY=3/;UID=20`.

Good for as long as the message stays where it is; it names no account.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

_FORM = re.compile(r"(.+);UIDVALIDITY=(\d+)/;UID=(\d+)")


@dataclass(frozen=True)
class Whereabouts:
    folder: str  # in the server's spelling
    uidvalidity: int
    uid: int

    @property
    def handle(self) -> str:
        folder = quote(self.folder, safe="/ &,.'()+-_~", encoding="latin-1")
        return f"{folder};UIDVALIDITY={self.uidvalidity}/;UID={self.uid}"


def whereabouts(handle: str) -> Whereabouts | None:
    """None for a handle that no IMAP account gave."""
    found = _FORM.fullmatch(handle)
    return Whereabouts(unquote(found[1], encoding="latin-1"), int(found[2]), int(found[3])) if found else None
