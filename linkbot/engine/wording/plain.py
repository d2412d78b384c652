"""Foreign text made fit to stand in a mail of ours: one line or clean lines, nothing a terminal or mail program obeys.

It cleans characters only; escaping for HTML is the template engine's, quoting of headers is `engine.wording.headers`'.
"""

from __future__ import annotations

import unicodedata

# Directions and joins that make text look like other text; the soft hyphen hides inside words.
_INVISIBLE = dict.fromkeys(
    (0xAD, 0x61C, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)), None
)
_LINE_ENDS = str.maketrans(dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\n"))


def clean_lines(text: str) -> str:
    """The text with LF line ends and without control, direction and unpaired surrogate characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_ENDS).replace("\t", " ").translate(_INVISIBLE)
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))


def one_line(text: str) -> str:
    """The same on one line, runs of white space made one space."""
    return " ".join(clean_lines(text).split())


def shortened(text: str, length: int) -> str:
    """One line of at most `length` characters, cut at a word and marked."""
    line = one_line(text)
    if len(line) <= length:
        return line
    return line[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
