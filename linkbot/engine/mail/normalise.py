"""Plain text out of whatever a mail or a document holds: one kind of blank, one kind of line end, nothing invisible.

Words, case and punctuation stay as they were written, so that a quote is still a quote. Doing it twice changes nothing.
Only what no letter holds is cut short: endless blanks, rows of dashes, "words" of a thousand signs. Patterns that look
for words are quick on everything shorter, and nobody can keep linkbot busy with one mail.
"""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_BLANKS = dict.fromkeys((0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
# Soft hyphens, zero-width and direction marks, private-use bullets: invisible or meaningless outside their font.
_NOTHING = dict.fromkeys(
    (0xAD, 0x34F, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF)
)
_LINES = {0x0B: "\n", 0x0C: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
_BULLETS = dict.fromkeys((0xF0B7, 0xF0A7, 0xF0D8, 0xF02D), "•")  # Symbol and Wingdings bullets of Word
_CONTROLS = dict.fromkeys((*(c for c in range(0x20) if c not in (0x09, 0x0A)), *range(0x7F, 0xA0)))
_TABLE: dict[int, str | None] = {**_CONTROLS, **_LIGATURES, **_BLANKS, **_NOTHING, **_LINES, **_BULLETS}
_SURROGATES = re.compile("[\ud800-\udfff]")

# Each begins with the sign it is about and then looks back: so most of a text is passed over at once.
_ENDLESS_GAP = re.compile(r"([ \t](?<![ \t]{2})[ \t]{39})[ \t]+")
_ENDLESS_MARKS = re.compile(r"(\W(?<!\W{2})\W{119})\W+(?=\W{2})")  # the end stays: a line may begin there
_ENDLESS_WORD = re.compile(r"(?<!\S)(\S{1000})\S+")
_NEVER_ENDLESS = 40
_EMPTY_LINES = re.compile(r"\n{3,}")


def plain(text: str) -> str:
    """NFC, plain spaces, `\\n` ends, no invisible characters, no trailing blanks, at most one empty line in a row."""
    if text.isascii() and text.isprintable():  # one plain line, as most header fields are
        return _ending(text).rstrip(" ")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = unicodedata.normalize("NFC", _SURROGATES.sub("�", text))
    text = _ending(text.translate(_TABLE))
    text = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    return _EMPTY_LINES.sub("\n\n", text).strip("\n")


def _ending(text: str) -> str:
    """The text with what is endless cut short."""
    if len(text) <= _NEVER_ENDLESS:
        return text
    for endless in (_ENDLESS_GAP, _ENDLESS_MARKS, _ENDLESS_WORD):
        text = endless.sub(r"\1", text)
    return text


def plain_line(text: str) -> str:
    """One line of plain text: blanks and line ends of any kind become one space."""
    return " ".join(plain(text).split())
