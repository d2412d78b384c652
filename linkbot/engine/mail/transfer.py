"""Undoing a part's transfer encoding. Damaged base64 is read up to the first bad line, and said to be."""

from __future__ import annotations

import binascii
import quopri
import re
from copy import copy
from email.message import Message as MimePart

_PLAIN = frozenset({"", "7bit", "8bit", "binary"})
_BASE64 = re.compile(rb"[A-Za-z0-9+/]*={0,2}")


def decoded(part: MimePart, encoding: str) -> tuple[bytes, str | None]:
    """The octets of a leaf part and what was wrong with them, if anything."""
    octets = raw_octets(part)
    if encoding == "base64":
        return salvage_base64(octets)
    if encoding == "quoted-printable":
        return from_printable(octets)
    if encoding in ("x-uuencode", "uuencode", "uue", "x-uue"):
        found = part.get_payload(decode=True)
        return (found if isinstance(found, bytes) else octets), None
    return octets, None if encoding in _PLAIN else f"unknown transfer encoding {encoding[:40]!r}: taken as it stands"


def raw_octets(part: MimePart) -> bytes:
    """The part as it was sent. Asked for it plainly, the standard parser replaces 8-bit octets by question marks."""
    bare = copy(part)
    del bare["content-transfer-encoding"]
    octets = bare.get_payload(decode=True)
    return octets if isinstance(octets, bytes) else b""


def from_printable(octets: bytes) -> tuple[bytes, str | None]:
    """Quoted-printable; it has no faults that are worth telling."""
    return quopri.decodestring(octets), None


def salvage_base64(octets: bytes) -> tuple[bytes, str | None]:
    """Good base64 whole; else every good line up to the first bad one."""
    packed = b"".join(octets.split())
    if _BASE64.fullmatch(packed) and len(packed) % 4 == 0:
        return binascii.a2b_base64(packed), None
    if _BASE64.fullmatch(packed):
        return _padded(packed.rstrip(b"=")), "base64 was cut short"
    good = bytearray()
    for line in octets.split(b"\n"):
        line = line.strip()
        if not _BASE64.fullmatch(line):
            break
        good += line.rstrip(b"=")
        if line.endswith(b"="):
            break
    return _padded(bytes(good)), "base64 was damaged: read up to the first bad line"


def _padded(packed: bytes) -> bytes:
    usable = packed[: len(packed) - 1] if len(packed) % 4 == 1 else packed
    return binascii.a2b_base64(usable + b"=" * (-len(usable) % 4))
