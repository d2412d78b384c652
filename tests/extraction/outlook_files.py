"""Outlook's .msg and winmail.dat, written for tests from one description of a mail. Invented people only."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from tests.extraction.compound_file import Tree, compound_file

WIDE, NARROW, BINARY, NUMBER, TIME, OBJECT = 0x001F, 0x001E, 0x0102, 0x0003, 0x0040, 0x000D
Property = tuple[int, int, bytes]  # number, type, octets

_IMESSAGE = bytes.fromhex("0703020000000000c000000000000046")


@dataclass(frozen=True)
class Mail:
    subject: str = "Information request 23 012 345"
    body: str = ""
    html: bytes = b""
    rtf: bytes = b""  # compressed
    sender: tuple[str, str] = ("Ines Okoro", "i.okoro@lgo.org.uk")
    to: tuple[tuple[str, str], ...] = (("Complaints", "complaints@anytown.gov.uk"),)
    sent: datetime = datetime(2027, 3, 3, 9, 30, tzinfo=UTC)
    headers: str = ""
    kind: str = "IPM.Note"
    codepage: int = 0  # with one, text is written in it and not in UTF-16
    files: tuple[File, ...] = ()
    more: tuple[Property, ...] = ()


@dataclass(frozen=True)
class File:
    name: str
    content: bytes = b""
    media_type: str = "application/octet-stream"
    cid: str = ""
    inside: Mail | None = None
    more: tuple[Property, ...] = field(default=())


def _text(mail: Mail, number: int, text: str) -> Property:
    if mail.codepage:
        return number, NARROW, text.encode(f"cp{mail.codepage}", "replace") + b"\0"
    return number, WIDE, text.encode("utf-16-le")


def _ticks(when: datetime) -> bytes:
    return struct.pack("<Q", int((when - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000)


def number(id: int, value: int) -> Property:
    return id, NUMBER, struct.pack("<I", value)


def time(id: int, when: datetime) -> Property:
    return id, TIME, _ticks(when)


def _of_mail(mail: Mail) -> list[Property]:
    found = [_text(mail, 0x001A, mail.kind), _text(mail, 0x0037, mail.subject)]
    name, address = mail.sender
    if address:
        found += [_text(mail, 0x0042, name), _text(mail, 0x5D02, address)]
        found.append((0x0039, TIME, _ticks(mail.sent)))
    if mail.body:
        found.append(_text(mail, 0x1000, mail.body))
    if mail.html:
        found.append((0x1013, BINARY, mail.html))
    if mail.rtf:
        found.append((0x1009, BINARY, mail.rtf))
    if mail.headers:
        found.append(_text(mail, 0x007D, mail.headers))
    if mail.codepage:
        found += [number(0x3FFD, mail.codepage), number(0x3FDE, mail.codepage)]
    return [*found, *mail.more]


def _of_recipient(mail: Mail, name: str, address: str) -> list[Property]:
    return [_text(mail, 0x3001, name), _text(mail, 0x39FE, address), number(0x0C15, 1)]


def _of_file(mail: Mail, file: File) -> list[Property]:
    found = [_text(mail, 0x3707, file.name), _text(mail, 0x370E, file.media_type)]
    if file.cid:
        found.append(_text(mail, 0x3712, file.cid))
    return [*found, number(0x3705, 5 if file.inside else 1), *file.more]


def msg(mail: Mail) -> bytes:
    return compound_file(_storage(mail, outermost=True))


def _storage(mail: Mail, *, outermost: bool) -> Tree:
    counts = struct.pack("<8xIIII", len(mail.to), len(mail.files), len(mail.to), len(mail.files))
    tree: dict[str, bytes | Tree] = dict(_streams(_of_mail(mail), counts + bytes(8 if outermost else 0)))
    for place, (name, address) in enumerate(mail.to):
        tree[f"__recip_version1.0_#{place:08X}"] = _streams(_of_recipient(mail, name, address), bytes(8))
    for place, file in enumerate(mail.files):
        inside = dict(_streams(_of_file(mail, file), bytes(8)))
        if file.inside is not None:
            inside["__substg1.0_3701000D"] = _storage(file.inside, outermost=False)
        else:
            inside["__substg1.0_37010102"] = file.content
        tree[f"__attach_version1.0_#{place:08X}"] = inside
    return tree


def _streams(properties: list[Property], header: bytes) -> dict[str, bytes | Tree]:
    table, found = header, dict[str, bytes | Tree]()
    for id, sort, octets in properties:
        if sort in (NUMBER, TIME):
            table += struct.pack("<HHI", sort, id, 6) + octets.ljust(8, b"\0")
        else:
            table += struct.pack("<HHIII", sort, id, 6, len(octets), 0)
            found[f"__substg1.0_{id:04X}{sort:04X}"] = octets
    return {**found, "__properties_version1.0": table}


def tnef(mail: Mail, *, codepage: int | None = 1252) -> bytes:
    """The mail as winmail.dat holds it; `codepage` None leaves out what all text is written in."""
    out = struct.pack("<IH", 0x223E9F78, 1) + _attribute(1, 0x9006, 8, struct.pack("<I", 0x10000))
    if codepage is not None:
        out += _attribute(1, 0x9007, 6, struct.pack("<II", codepage, 0))
    out += _attribute(1, 0x8008, 7, mail.kind.encode() + b"\0")
    out += _attribute(1, 0x8004, 1, mail.subject.encode("cp1252", "replace") + b"\0")
    out += _attribute(1, 0x9003, 6, _mapi(_of_mail(mail)))
    for file in mail.files:
        properties = _of_file(mail, file)
        if file.inside is not None:
            properties.append((0x3701, OBJECT, _IMESSAGE + tnef(file.inside)))
        out += _attribute(2, 0x9002, 6, bytes(14))
        out += _attribute(2, 0x8010, 1, file.name.encode("ascii", "replace") + b"\0")
        if file.inside is None:
            out += _attribute(2, 0x800F, 6, file.content)
        out += _attribute(2, 0x9005, 6, _mapi(properties))
    return out


def _attribute(level: int, name: int, sort: int, octets: bytes) -> bytes:
    return struct.pack("<BHHI", level, name, sort, len(octets)) + octets + struct.pack("<H", sum(octets) & 0xFFFF)


def _mapi(properties: list[Property]) -> bytes:
    out = struct.pack("<I", len(properties))
    for id, sort, octets in properties:
        out += struct.pack("<HH", sort, min(id, 0x8005))
        if id > 0xFFFF:  # one with a name: of meetings, and its number there
            out += bytes.fromhex("90dad86e0b451b1098da00aa003f1305") + struct.pack("<II", 0, id & 0xFF)
        if sort == WIDE:
            octets += b"\0\0"
        if sort in (NUMBER, TIME):
            out += octets
        else:
            out += struct.pack("<II", 1, len(octets)) + octets + bytes(-len(octets) % 4)
    return out


def nested(depth: int, innermost: Mail) -> Mail:
    """`innermost` with that many mails around it."""
    mail = innermost
    for level in range(depth):
        mail = replace(Mail(subject=f"level {level}", body=f"around {level}"), files=(File("inner", inside=mail),))
    return mail
