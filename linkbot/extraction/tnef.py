"""Outlook's winmail.dat (TNEF) to a `MapiMail`. The walk over its attributes is here, their properties are tnefparse's.

tnefparse's own walk gives up the whole file for one octet of a foreign code page, or a missing one; here such text
stays octets. Layout: [MS-OXTNEF].
"""

from __future__ import annotations

import logging
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from tnefparse.mapi import IMESSAGE_SIG, TNEFMAPI_Attribute, decode_mapi
from tnefparse.tnef import TNEF

from linkbot.extraction.limits import LARGEST_PACKAGE, MOST_MEMBERS, Unreadable
from linkbot.extraction.mapi import (
    BODY,
    CODEPAGE,
    DATA,
    FILENAME,
    MEETING,
    MESSAGE_CLASS,
    WANTED,
    MapiFile,
    MapiMail,
    Value,
)
from linkbot.extraction.msg import DEEPEST
from linkbot.model.mail import TextStatus

MOST_ATTRIBUTES = 20_000
_HEAD = struct.Struct("<BHHI")  # level, name, type, length
_NUMBERS = frozenset({0x0002, 0x0003, 0x000B, 0x0014, 0x0040})
_NARROW = 0x001E
_OF_MEETINGS, _THE_MEETING = UUID("6ed8da90-450b-101b-98da-00aa003f1305"), (0x23, 0x3)
_NEUTRAL = "latin-1"  # every octet is a letter of it, so that text comes back as the octets it was
_TOO_MUCH = "winmail.dat holds far more than a letter needs. Please open the mail in Outlook and say what it is."


def read_tnef(content: bytes) -> MapiMail:
    """The mail in it. Raises Unreadable over a limit, ValueError when it is none."""
    logging.getLogger("tnefparse").setLevel(logging.CRITICAL)  # what it gives up is told by `damaged`
    return _read(content, 0)


@dataclass
class _File:
    values: dict[int, Value] = field(default_factory=dict)
    content: bytes = b""


def _read(content: bytes, depth: int) -> MapiMail:
    if len(content) < 6 or struct.unpack_from("<I", content)[0] != TNEF.TNEF_SIGNATURE:
        raise ValueError("no TNEF signature")
    values: dict[int, Value] = {}
    recipients: list[dict[int, Value]] = []
    files: list[_File] = []
    whole = True
    for level, name, data, sound in _attributes(content):
        whole = whole and sound
        if name == TNEF.ATTATTACHRENDDATA:
            files.append(_File())
        elif level == TNEF.LVL_ATTACHMENT and files:
            whole = _of_file(files[-1], name, data) and whole
        elif name == TNEF.ATTMAPIPROPS:
            found, complete = _properties(data)
            values.update(found)
            whole = whole and complete
        elif name == TNEF.ATTOEMCODEPAGE and len(data) >= 4:
            values.setdefault(CODEPAGE, struct.unpack_from("<I", data)[0])
        elif name == TNEF.ATTBODY:
            values.setdefault(BODY, data.rstrip(b"\0"))
        elif name == TNEF.ATTMESSAGECLASS:
            values.setdefault(MESSAGE_CLASS, data.rstrip(b"\0"))
        elif name == TNEF.ATTRECIPTABLE and depth:  # the outer mail's own headers name its recipients
            recipients = _rows(data)
    return MapiMail(values, tuple(recipients), tuple(_file(one, depth) for one in files), not whole)


def _attributes(content: bytes) -> Iterator[tuple[int, int, bytes, bool]]:
    """Level, name, octets, and whether they are all there and sum up as they say."""
    at, count = 6, 0
    while at + _HEAD.size <= len(content):
        level, name, _, length = _HEAD.unpack_from(content, at)
        start = at + _HEAD.size
        data = content[start : start + length]
        at = start + length + 2
        total = content[start + length : at]
        yield level, name, data, len(total) == 2 and sum(data) & 0xFFFF == int.from_bytes(total, "little")
        count += 1
        if count > MOST_ATTRIBUTES:
            raise Unreadable(TextStatus.REFUSED, _TOO_MUCH)


def _of_file(file: _File, name: int, data: bytes) -> bool:
    """Take in one attribute of an attachment; False when it could not be read to its end."""
    if name == TNEF.ATTATTACHDATA:
        file.content = data
    elif name == TNEF.ATTATTACHTITLE:
        file.values.setdefault(FILENAME, data.rstrip(b"\0"))
    elif name == TNEF.ATTATTACHMENT:
        found, complete = _properties(data)
        file.values.update(found)
        return complete
    return True


def _file(found: _File, depth: int) -> MapiFile:
    inner = found.values.pop(DATA, b"")
    if isinstance(inner, bytes) and inner.startswith(IMESSAGE_SIG):
        inside = _read(inner[len(IMESSAGE_SIG) :], depth + 1) if depth + 1 < DEEPEST else MapiMail({})
        return MapiFile(found.values, inside=inside)
    return MapiFile(found.values, found.content or (inner if isinstance(inner, bytes) else b""))


def _properties(data: bytes) -> tuple[dict[int, Value], bool]:
    """Those that are wanted, and whether all that were announced could be read."""
    if len(data) < 4:
        return {}, False
    announced = struct.unpack_from("<I", data)[0]
    count = min(announced, len(data) // 4)  # a false count would be counted to its end
    found: list[TNEFMAPI_Attribute] = decode_mapi(struct.pack("<I", count) + data[4:], _NEUTRAL)
    return _values(found), announced == count and len(found) >= announced


def _rows(data: bytes) -> list[dict[int, Value]]:
    rows: list[dict[int, Value]] = []
    at = 4
    for _ in range(min(struct.unpack_from("<I", data)[0], MOST_MEMBERS) if len(data) >= 4 else 0):
        if at + 4 > len(data) or struct.unpack_from("<I", data, at)[0] > len(data) // 4:
            break
        at, found = decode_mapi(data, _NEUTRAL, starting_offset=at)
        rows.append(_values(found))
    return rows


def _values(attributes: Iterable[TNEFMAPI_Attribute]) -> dict[int, Value]:
    found: dict[int, Value] = {}
    left = LARGEST_PACKAGE
    for one in attributes:
        raw: bytes | list[bytes | str] = one.raw_data
        number = MEETING if _names_the_meeting(one) else one.name
        if number not in (MEETING, *WANTED) or number in found or raw is None:
            continue
        if isinstance(raw, bytes):
            if one.attr_type in _NUMBERS:
                found[number] = int.from_bytes(raw, "little")
        elif raw:
            first = raw[0]
            left -= len(first)
            if left < 0:
                raise Unreadable(TextStatus.REFUSED, _TOO_MUCH)
            narrow = isinstance(first, str) and one.attr_type == _NARROW
            found[number] = first.encode(_NEUTRAL).rstrip(b"\0") if narrow and isinstance(first, str) else first
    return found


def _names_the_meeting(one: TNEFMAPI_Attribute) -> bool:
    return one.guid == _OF_MEETINGS and one.guid_prop in _THE_MEETING
