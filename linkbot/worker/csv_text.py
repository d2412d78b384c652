"""CSV as spreadsheets and case systems write it: letters of any sort, any delimiter, rows that went wrong on the way.

What the columns mean is for whoever reads them.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass

_LINES_OF_A_CELL = 10


@dataclass(frozen=True)
class BadRow:
    """A row that is left out, by the line it ends on."""

    line: int
    reason: str


def decoded(octets: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, else line by line that or what Windows in Britain writes."""
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        return octets.decode("utf-16", "replace")
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "".join(_line(line) for line in octets.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True))


def _line(octets: bytes) -> str:
    """Exports put together by hand change their letters on the way."""
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("cp1252", "replace")


class Dialect(csv.excel):
    """Excel's habits; the delimiter is the one that the title line (or the lines down to it) holds most."""

    def __init__(self, text: str, *, lines: int = 1) -> None:
        first = "\n".join(text.split("\n", lines)[:lines])
        self.delimiter = max(",;\t|", key=first.count)
        super().__init__()


def hindrance(row: Sequence[str], *, width: int, needed: int, lines: int = _LINES_OF_A_CELL) -> str | None:
    """What is wrong with the row as a row, or None. `needed`: how many values it must have at least."""
    if any(cell.count("\n") > lines for cell in row):
        return "it runs over many lines: a quotation mark above it is not closed, and the rows in between are left out"
    if len(row) > width and any(cell.strip() for cell in row[width:]):
        return f"it has {len(row)} values for {width} columns: is a value with a comma not in quotation marks?"
    if len(row) < needed:
        return f"it has only {len(row)} of {width} values"
    return None
