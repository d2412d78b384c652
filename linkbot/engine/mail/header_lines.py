"""Where the lines of a header block end, and whether everybody would agree on it.

Servers and mail programs differ on a carriage return or a line feed that stands alone: what is one long field to the
server that checked the signature may be a field, an empty line and a body to us. It only tells; nothing is repaired.
"""

from __future__ import annotations

import re

_MOST = 1024 * 1024  # octets of a header block that are looked at
_END = re.compile(rb"\r\n\r\n|\n\r?\n|\r\r")
_LONE_RETURN = re.compile(rb"\r(?!\n)")
_LONE_FEED = re.compile(rb"(?<!\r)\n")


def odd_line_ends(octets: bytes) -> str | None:
    """What is odd about the line ends up to the first empty line, in words; None when all are of one usual kind."""
    end = _END.search(octets, 0, _MOST)
    head = octets[: end.end() if end else _MOST]
    if _LONE_RETURN.search(head):
        return "the header block holds a bare carriage return"
    if b"\r\n" in head and _LONE_FEED.search(head):
        return "the header block has two kinds of line ends"
    return None
