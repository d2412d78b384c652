"""Reading the outermost level of a mail that the standard parser cannot take: too many parts inside parts."""

from __future__ import annotations

import re
from email.message import Message as MimePart
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32

from linkbot.engine.mail.transfer import raw_octets

MOST_PARTS = 200


def shallow(octets: bytes) -> MimePart:
    """The message with its direct parts; a part that is itself too deep stays one opaque text."""
    part = BytesHeaderParser(policy=compat32).parsebytes(octets)
    boundary = part.get_param("boundary")
    if not isinstance(boundary, str):
        return part
    mark = re.compile(rb"^--" + re.escape(boundary.encode("utf-8", "surrogateescape")) + rb"(?:--)?[ \t]*\r?$", re.M)
    chunks = mark.split(raw_octets(part))[1 : MOST_PARTS + 1]
    children: list[MimePart | str] = [_child(chunk.lstrip(b"\r\n")) for chunk in chunks if chunk.strip()]
    if children:
        part.set_payload(children)
    return part


def _child(octets: bytes) -> MimePart:
    try:
        return BytesParser(policy=compat32).parsebytes(octets)
    except RecursionError:
        return BytesHeaderParser(policy=compat32).parsebytes(octets)
