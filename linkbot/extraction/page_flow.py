"""Pages of pieces to pages of text: what is printed on every page once, sentences and tables on over the page's end.

A header that repeats stays on its first page, a footer goes to the end, page numbers go: they must not stand in the
middle of a sentence. Nothing that stands on one page only is left out.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from linkbot.extraction.page_running import EDGE, without_repeats
from linkbot.extraction.page_shapes import Block, Piece
from linkbot.extraction.page_wrap import unwrap

COLUMN_NEAR = 8.0
_OPEN_END = re.compile(r"[^.!?:;”\"’)\]]\s*$")


def flowing(pages: Sequence[Sequence[Block]]) -> tuple[str, ...]:
    """One text a page."""
    sheets = [[piece for block in page for piece in block] for page in pages]
    footers = without_repeats(sheets)
    footers += _moved_from_midsentence(sheets)
    for number in range(len(sheets) - 1):
        _continue_table(sheets, number)
    texts = [_text(sheet) for sheet in unwrap(sheets)]
    if footers and texts:
        texts[-1] = "\n".join(filter(None, [texts[-1].rstrip("\n") + "\n" if texts[-1] else "", *footers]))
    return tuple(texts)


def _moved_from_midsentence(sheets: list[list[Piece]]) -> list[str]:
    """Footers of one page only, where a sentence goes on behind them on the next."""
    moved: list[str] = []
    for sheet, after in itertools.pairwise(sheets):
        if len(sheet) < 3 or not after or not re.match(r"[a-z]", after[0].text):
            continue
        for cut in range(len(sheet) - 1, max(0, len(sheet) - EDGE - 1), -1):
            above, foot = sheet[cut - 1], sheet[cut]
            if foot.top - above.bottom > 1.2 * (above.bottom - above.top) and _OPEN_END.search(above.text):
                moved += [piece.text for piece in sheet[cut:]]
                del sheet[cut:]
                break
    return moved


def _continue_table(sheets: list[list[Piece]], number: int) -> None:
    """A row that goes on over the page's end becomes whole, and the repeated head of its table goes."""
    sheet, after = sheets[number], sheets[number + 1]
    if not sheet or not after or len(sheet[-1].cells) < 2:
        return
    last = sheet[-1]
    head = last
    for piece in reversed(sheet):
        if len(piece.columns) != len(last.columns):
            break
        head = piece
    if _same_columns(last, after[0]) and after[0].cells == head.cells and head is not last:
        after.pop(0)
    while after:
        first = after[0]
        if first.cells and _same_columns(last, first) and not first.cells[0] and len(first.cells) == len(last.cells):
            more = first.cells
        elif not first.cells and (column := _column_of(first, last)) > 0:
            more = tuple(first.text if at == column else "" for at in range(len(last.cells)))
        else:
            break
        cells = tuple(" ".join(filter(None, pair)) for pair in zip(last.cells, more, strict=True))
        last = replace(last, cells=cells, text="\t".join(filter(None, cells)))
        after.pop(0)
    sheet[-1] = last


def _same_columns(one: Piece, other: Piece) -> bool:
    return len(one.columns) == len(other.columns) and all(
        abs(a - b) <= COLUMN_NEAR for a, b in zip(one.columns, other.columns, strict=True)
    )


def _column_of(piece: Piece, row: Piece) -> int:
    """The later column a loose line stands in, 0 for none."""
    if len(row.columns) != len(row.cells):
        return 0
    for at in range(len(row.columns) - 1, 0, -1):
        end = row.columns[at + 1] if at + 1 < len(row.columns) else row.right + COLUMN_NEAR
        if piece.left >= row.columns[at] - 1 and piece.right <= end + 1:
            return at
    return 0


def _text(sheet: Sequence[Piece]) -> str:
    """Lines, with an empty one where the page has more white than between the lines of a paragraph."""
    if not sheet:
        return ""
    white = [b.top - a.bottom for a, b in itertools.pairwise(sheet)]
    close = [space for space in white if 0 <= space < 60]
    usual = median(close) if close else 0.0
    lines = [sheet[0].text]
    for above, piece, space in zip(sheet, sheet[1:], white, strict=False):
        tall = 13.0 if piece.cells or above.cells else piece.bottom - piece.top
        row = bool(piece.cells) and _same_columns(above, piece)
        if not row and (space > usual + 0.35 * tall or space < -2 * tall):
            lines.append("")
        lines.append(piece.text)
    return "\n".join(lines)
