"""Outlook's .msg file to a `MapiMail`: an OLE compound file with a storage for each recipient and attachment.

Every stream is read under one budget of octets, because a hostile file can name the same sectors many times over.
Layout: [MS-OXMSG]; the compound file itself is olefile's business.
"""

from __future__ import annotations

import re
import struct
from collections import defaultdict
from io import BytesIO

from olefile import OleFileIO

from linkbot.extraction.limits import LARGEST_PACKAGE, MOST_MEMBERS, Unreadable
from linkbot.extraction.mapi import DATA, WANTED, MapiFile, MapiMail, Value, Values
from linkbot.model.mail import TextStatus

DEEPEST = 7  # mails in mails: more than are read, so that what lies deeper is seen and said to be there

_PROPERTIES = "__properties_version1.0"
_STREAM = re.compile(r"__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})", re.IGNORECASE)
_EMBEDDED = f"__substg1.0_{DATA:04X}000D"
_ATTACHED, _RECIPIENT = "__attach_version1.0_", "__recip_version1.0_"
_TEXT_WIDE, _TEXT_NARROW, _BINARY = 0x001F, 0x001E, 0x0102
_FIXED = {0x0002: "<h", 0x0003: "<i", 0x000B: "<?", 0x0040: "<Q"}
_TOO_MUCH = "The saved mail unpacks to far more than a letter needs. Please open it with care and say what it is."

_Path = tuple[str, ...]


def read_msg(content: bytes) -> MapiMail:
    """The mail with everything in it. Raises Unreadable over a limit, OSError and others for a broken file."""
    with OleFileIO(BytesIO(content)) as ole:
        return _Reader(ole).mail((), 0)


class _Reader:
    def __init__(self, ole: OleFileIO) -> None:
        self._ole, self._left, self._damaged = ole, LARGEST_PACKAGE, False
        self._streams: dict[_Path, list[str]] = defaultdict(list)
        self._storages: dict[_Path, list[str]] = defaultdict(list)
        for path in ole.listdir(streams=True, storages=False):
            self._streams[tuple(path[:-1])].append(path[-1])
        for path in ole.listdir(streams=False, storages=True):
            self._storages[tuple(path[:-1])].append(path[-1])

    def mail(self, at: _Path, depth: int) -> MapiMail:
        """The mail in a storage; the file's own properties have 8 octets more before them than an embedded one's."""
        before, self._damaged = self._damaged, False
        values = self._values(at, header=24 if at else 32)
        storages = sorted(self._storages[at])
        recipients = [self._values((*at, one), header=8) for one in storages if one.lower().startswith(_RECIPIENT)]
        attached = [one for one in storages if one.lower().startswith(_ATTACHED)]
        if len(attached) > MOST_MEMBERS:
            raise Unreadable(TextStatus.REFUSED, _TOO_MUCH)
        files = [self._file((*at, one), depth) for one in attached]
        promised = self._promised(at)
        damaged = self._damaged or promised is None or len(attached) < promised
        self._damaged = before
        return MapiMail(values, tuple(recipients), tuple(files), damaged)

    def _file(self, at: _Path, depth: int) -> MapiFile:
        values = self._values(at, header=8)
        inner = (*at, _EMBEDDED)
        if _PROPERTIES in self._streams[inner]:
            return MapiFile(values, inside=self.mail(inner, depth + 1) if depth + 1 < DEEPEST else MapiMail({}))
        content = values.get(DATA, b"")
        return MapiFile(values, content if isinstance(content, bytes) else b"")

    def _values(self, at: _Path, *, header: int) -> Values:
        found: dict[int, Value] = {}
        for name in self._streams[at]:
            match = _STREAM.fullmatch(name)
            number, sort = (int(match[1], 16), int(match[2], 16)) if match else (0, 0)
            if number in WANTED and sort in (_TEXT_WIDE, _TEXT_NARROW, _BINARY):
                octets = self._octets((*at, name))
                found[number] = octets.decode("utf-16-le", "replace") if sort == _TEXT_WIDE else octets
        if _PROPERTIES in self._streams[at]:
            found.update(_fixed(self._octets((*at, _PROPERTIES))[header:]))
        else:
            self._damaged = True
        return found

    def _promised(self, at: _Path) -> int | None:
        """How many attachments the mail says it has."""
        head = self._octets((*at, _PROPERTIES))[:24] if _PROPERTIES in self._streams[at] else b""
        return int(struct.unpack_from("<I", head, 20)[0]) if len(head) == 24 else None

    def _octets(self, path: _Path) -> bytes:
        size = self._ole.get_size(list(path))
        self._left -= size
        if self._left < 0:
            raise Unreadable(TextStatus.REFUSED, _TOO_MUCH)
        try:
            octets: bytes = self._ole.openstream(list(path)).read()
        except (OSError, ValueError, IndexError):
            octets = b""
        if len(octets) < size:
            self._damaged = True
        return octets


def _fixed(entries: bytes) -> dict[int, Value]:
    """Numbers and times, which stand in the table itself: entries of 16 octets."""
    found: dict[int, Value] = {}
    for start in range(0, len(entries) - 15, 16):
        sort, number = struct.unpack_from("<HH", entries, start)
        if number in WANTED and sort in _FIXED:
            found[number] = int(struct.unpack_from(_FIXED[sort], entries, start + 8)[0])
    return found
