"""The parts a mail of ours is built of, as octets: text, calendar, files, a letter as it came, and their bundles.

Everything is 7-bit and every boundary follows from the effect's key: the same inputs give the same octets, and a letter
that goes along is not changed by a byte.
"""

from __future__ import annotations

import base64
import quopri
import re
from dataclasses import dataclass

from linkbot.engine.wording.headers import header_line

_LONGEST_LINE = 998
_SAFE_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_MEDIA_TYPE = re.compile(r"(?!multipart/|message/)[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}")
_ANY = "application/octet-stream"


@dataclass(frozen=True)
class Enclosure:
    """A file that goes along. `message/rfc822` is enclosed as a message where its octets allow it."""

    filename: str
    media_type: str
    octets: bytes


@dataclass(frozen=True)
class Part:
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def octets(self) -> bytes:
        return b"".join(header_line(name, value) for name, value in self.headers) + b"\r\n" + self.body


def text_part(text: str, subtype: str) -> Part:
    """Quoted-printable: readable in transit, and no line of it can look like a boundary."""
    encoded = quopri.encodestring(text.replace("\r\n", "\n").encode("utf-8")).replace(b"\n", b"\r\n")
    return Part(
        (("Content-Type", f'text/{subtype}; charset="utf-8"'), ("Content-Transfer-Encoding", "quoted-printable")),
        encoded,
    )


def calendar_part(octets: bytes, *, method: str) -> Part:
    """The part Outlook takes for an invitation: no disposition, the method in the type (RFC 6047)."""
    kind = f"text/calendar; method={method}; charset=UTF-8; component=VEVENT"
    return Part((("Content-Type", kind), ("Content-Transfer-Encoding", "base64")), _base64(octets))


def enclosure_part(enclosure: Enclosure) -> Part:
    """An attachment; its name is reduced to letters every mail program takes."""
    disposition = ("Content-Disposition", f'attachment; filename="{file_name(enclosure.filename)}"')
    if enclosure.media_type == "message/rfc822" and is_7bit(enclosure.octets):
        return Part((("Content-Type", "message/rfc822"), disposition), enclosure.octets)
    # An 8-bit message may not be base64 as a message (RFC 2046 5.2.1), and not every relay takes 8 bits: so it is a
    # file, which mail programs open by its name.
    # The same for a type that could not stand in a header, or would have the file read as parts of our mail.
    kind = enclosure.media_type if _MEDIA_TYPE.fullmatch(enclosure.media_type) else _ANY
    headers = (("Content-Type", kind), disposition, ("Content-Transfer-Encoding", "base64"))
    return Part(headers, _base64(enclosure.octets))


def file_name(foreign: str) -> str:
    """Letters, digits, dots and hyphens, no folder, no device; the end is kept, for it says what the file is."""
    name = _SAFE_NAME.sub("-", foreign)[-100:].strip("-.") or "attachment"
    return f"file-{name}" if _DEVICE.fullmatch(name) else name


def bundle(kind: str, parts: tuple[Part, ...], *, key: str) -> Part:
    """`multipart/kind` of the parts. The boundary cannot occur in quoted-printable or base64 (`=_`)."""
    boundary = f"=_{kind}_{key[:40]}"
    fence = f"--{boundary}".encode()
    body = b"".join(fence + b"\r\n" + part.octets + b"\r\n" for part in parts) + fence + b"--\r\n"
    return Part((("Content-Type", f'multipart/{kind};\r\n boundary="{boundary}"'),), body)


def _base64(octets: bytes) -> bytes:
    return base64.encodebytes(octets).replace(b"\n", b"\r\n")


def is_7bit(octets: bytes) -> bool:
    lines = octets.split(b"\r\n")
    bare = any(b"\n" in line or b"\r" in line for line in lines)
    return octets.isascii() and b"\0" not in octets and not bare and max(map(len, lines)) <= _LONGEST_LINE
