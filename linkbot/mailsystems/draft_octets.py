"""What makes a mail a draft on the letter it answers: the headers that thread it."""

from __future__ import annotations

from linkbot.engine.wording.headers import message_ids
from linkbot.mailsystems.received_at import header


def threaded(octets: bytes, in_reply_to: str | None) -> bytes:
    """The draft with In-Reply-To and References to the letter, where the composer has not written them already.

    An id that could not stand in a header is left out: the letter's sender chose it.
    """
    target = message_ids((in_reply_to.strip().removeprefix("<").removesuffix(">"),)) if in_reply_to else ""
    if not target:
        return octets
    missing = [name for name in ("In-Reply-To", "References") if header(octets, name) is None]
    return b"".join(f"{name}: {target}\r\n".encode() for name in missing) + octets


def unsent(octets: bytes) -> bytes:
    """With the header by which Outlook opens an .eml file as a draft to be sent, not as mail received."""
    return octets if header(octets, "X-Unsent") else b"X-Unsent: 1\r\n" + octets
