"""Word 97-2003 documents to text by their piece table: body, notes, headers, text boxes, in the order they are kept.

Tracked deletions and hidden text are left out, a table's row stays on one line. Automatic numbers are not in the text
of such a file and are not made up. Structures by Microsoft's published MS-DOC; what does not fit is a question.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from io import BytesIO

import olefile

from linkbot.engine.mail.html_table import Cell, row_text
from linkbot.extraction.limits import LARGEST_FILE, MOST_CHARACTERS, Unreadable
from linkbot.model.mail import TextStatus

_DAMAGED = "The Word document is damaged or unusual. Please save it as .docx or PDF and reply with that."
_OLD = "A Word document of before 1997. Please save it as .docx or PDF and reply with that."
_LOCKED = "The document needs a password. Please open it and save it without one."
_ROW, _EDGE = "\x1c", "\x1d"  # our own marks: a row ends, a table begins or ends
_SIGNS = {0x0B: "\n", 0x0C: "\n", 0x0D: "\n", 0x1E: "-", 0x1F: "", 0xA0: " ", 0x0E: "\n"}
_UNSEEN = dict.fromkeys((*range(0x07), 0x08, *range(0x0F, 0x13), *range(0x16, 0x1E)))
_MARKS = (0x0800, 0x083C)  # sprmCFRMarkDel, sprmCFVanish: one octet, on or off
_IN_TABLE, _ROW_END = 0x2416, 0x2417  # sprmPFInTable, sprmPFTtp
_OPERANDS = (1, 1, 2, 4, 2, 2, 0, 3)  # octets by the kind of property; 0: the first octet says how many
_Spans = list[tuple[int, int]]


def read_word97(content: bytes) -> str:
    """Raises Unreadable."""
    try:
        with olefile.OleFileIO(BytesIO(content)) as ole:
            main = _stream(ole, "WordDocument")
            flags = _word(main, 0x0A)
            if flags & 0x0100:
                raise Unreadable(TextStatus.LOCKED, _LOCKED)
            if _word(main, 0) != 0xA5EC or _word(main, 2) < 0xC0:
                raise Unreadable(TextStatus.UNSUPPORTED, _OLD)
            return _text(main, _stream(ole, "1Table" if flags & 0x0200 else "0Table"))
    except (OSError, struct.error, IndexError, ValueError, OverflowError, RecursionError) as error:
        raise Unreadable(TextStatus.FAILED, _DAMAGED) from error


def _stream(ole: olefile.OleFileIO, name: str) -> bytes:
    if not ole.exists(name) or ole.get_size(name) > LARGEST_FILE:
        raise Unreadable(TextStatus.UNSUPPORTED, "An old Office file without a Word document. Please save it as PDF.")
    octets: bytes = ole.openstream(name).read()
    return octets


def _text(main: bytes, table: bytes) -> str:
    unseen = sorted(_marked(main, table, 0xFA, _MARKS))
    rows = sorted(_marked(main, table, 0x102, (_ROW_END,)))
    tables = sorted(_marked(main, table, 0x102, (_IN_TABLE, _ROW_END)))
    signs: list[str] = []
    within = False
    for first, count, wide in _pieces(main, table):
        octets = main[first : first + count * (2 if wide else 1)]
        text = octets.decode("utf-16-le" if wide else "cp1252", "replace")
        step = 2 if wide else 1
        for at, sign in enumerate(text):
            place = first + at * step
            if _inside(tables, place) != within:
                within = not within
                signs.append(_EDGE)
            if sign == "\x07":
                signs.append(_ROW if _inside(rows, place) else "\x07")
            elif not _inside(unseen, place):
                signs.append(sign)
        if len(signs) > MOST_CHARACTERS:
            raise Unreadable(TextStatus.REFUSED, "The Word document is far longer than a letter. Please open it.")
    return _lines(_shown("".join(signs)))


def _pieces(main: bytes, table: bytes) -> Iterator[tuple[int, int, bool]]:
    """Where each run of text lies in the document, how many signs it has, and whether each takes two octets."""
    at, size = _long(main, 0x1A2), _long(main, 0x1A6)
    clx = table[at : at + size]
    at = 0
    while clx[at] == 1:  # properties of pieces, not needed
        at += 3 + _word(clx, at + 1)
    if clx[at] != 2:
        raise ValueError("no piece table")
    size = _long(clx, at + 1)
    plan = clx[at + 5 : at + 5 + size]
    count = (size - 4) // 12
    for number in range(count):
        start, end = _long(plan, 4 * number), _long(plan, 4 * number + 4)
        where = _long(plan, 4 * (count + 1) + 8 * number + 2)
        wide = not where & 0x40000000
        first = where & 0x3FFFFFFF
        if end < start:
            raise ValueError("a piece that ends before it begins")
        yield (first if wide else first // 2), end - start, wide


def _marked(main: bytes, table: bytes, entry: int, wanted: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where in the document text has one of the wanted properties switched on, by its pages of properties."""
    at, size = _long(main, entry), _long(main, entry + 4)
    plan = table[at : at + size]
    count = max(0, (size - 4) // 8)
    of_signs = entry == 0xFA
    for number in range(count):
        page = main[(_long(plan, 4 * (count + 1) + 4 * number) & 0x3FFFFF) * 512 :][:512]
        if len(page) < 512:
            continue
        runs = page[511]
        for run in range(runs):
            start, end = _long(page, 4 * run), _long(page, 4 * run + 4)
            place = 2 * page[4 * (runs + 1) + run * (1 if of_signs else 13)]
            if place and any(
                found in wanted and on for found, on in _properties(_properties_at(page, place, of_signs))
            ):
                yield start, end


def _properties_at(page: bytes, place: int, of_signs: bool) -> bytes:
    if of_signs:
        return page[place + 1 : place + 1 + page[place]]
    size = 2 * page[place] - 1 if page[place] else 2 * page[place + 1]
    start = place + (1 if page[place] else 2)
    return page[start + 2 : start + size]  # after the number of the style


def _properties(octets: bytes) -> Iterator[tuple[int, int]]:
    at = 0
    while at + 3 <= len(octets):
        found = _word(octets, at)
        size = _OPERANDS[found >> 13]
        yield found, octets[at + 2] & 1
        at += 2 + (size or (1 + octets[at + 2] if found != 0xD608 else 1 + _word(octets, at + 2)))


def _inside(spans: _Spans, place: int) -> bool:
    at = bisect_right(spans, (place, 0xFFFFFFFF)) - 1
    return at >= 0 and spans[at][0] <= place < spans[at][1]


def _shown(text: str) -> str:
    """Fields by what they show: `\\x13 instruction \\x14 result \\x15`, one inside another."""
    kept: list[str] = []
    hidden: list[bool] = []
    for sign in text:
        if sign == "\x13":
            hidden.append(True)
        elif sign == "\x14" and hidden:
            hidden[-1] = False
        elif sign == "\x15" and hidden:
            hidden.pop()
        elif not any(hidden):
            kept.append(sign)
    return "".join(kept)


def _lines(text: str) -> str:
    """Paragraphs, and the rows of tables with their cells on one line."""
    pieces: list[str] = []
    for number, part in enumerate(text.split(_EDGE)):
        if number % 2 == 0:
            pieces.append(part.replace("\x07", "\n"))
            continue
        for row in part.split(_ROW):
            cells = [Cell(cell.translate(_SIGNS).translate(_UNSEEN)) for cell in row.split("\x07")]
            pieces.append(row_text(cells) + "\r" if row else "")
    return "".join(pieces).translate(_SIGNS).translate(_UNSEEN)


def _word(octets: bytes, at: int) -> int:
    value: int = struct.unpack_from("<H", octets, at)[0]
    return value


def _long(octets: bytes, at: int) -> int:
    value: int = struct.unpack_from("<I", octets, at)[0]
    return value
