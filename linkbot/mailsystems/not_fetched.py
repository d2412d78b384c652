"""What stands for a message too large to be fetched: its own header, a mark that the reader knows, and no body.

The reader sees the mark as a defect, the gate for oversized mail shows the message to a person; nothing is acted on.
"""

from __future__ import annotations

from linkbot.model.mail import NOT_FETCHED

LARGEST = 100 * 1024 * 1024
"""Octets of a message that is fetched whole, as in rules/gates.toml."""
HEADER_OCTETS = 262_144


def stand_in(header: bytes, size: int | str) -> bytes:
    """`header` as the server gave it, perhaps cut short: what stands after its last whole line is left out.

    `size` in octets, or words that say why there is no more of it.
    """
    lines = header.replace(b"\r\n", b"\n").rstrip(b"\n").split(b"\n")
    whole = lines if len(header) < HEADER_OCTETS else lines[:-1]
    kept = b"".join(line + b"\r\n" for line in whole if line)
    told = f"{size} octets" if isinstance(size, int) else size
    return f"{NOT_FETCHED}: {told}\r\n".encode() + kept + b"\r\n"
