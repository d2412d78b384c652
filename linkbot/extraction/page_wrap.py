"""Lines wrapped by the typesetter become one line again, those a person ended stay apart.

A line was wrapped when the first word of the next would not have fitted behind it. Where the right margin cannot be
told, nothing is joined.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from linkbot.extraction.page_shapes import Piece

PROSE = 6  # words: shorter lines say nothing about the margin
FEWEST = 3  # such lines
BLANK = 0.22  # of the height, about
SLACK = 1.0  # points
_BEGINS = re.compile(
    r"(?:[•‣◦▪●○■□\uf0b7\uf0a7\uf0d8·*–—-]|o|\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivx]{1,5})[.)])\s|\d{1,2}\s+[A-Z]"
)
_BROKEN = ("\x02", "\ufffe", "-")  # what `join_hyphens` looks at
_ENDED = re.compile(r"[.:!?;][”\"’)]?$")
_HEADING = re.compile(r"[A-Z][\w’'-]*(?: [\w’'()&/-]+){0,4}$")  # few words without a stop
_LABEL = re.compile(r"[A-Z][\w /’']{1,30}:(?:\s|$)")


def unwrap(sheets: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """The same pages with whole paragraphs where that is sure."""
    margins = [_rights(sheet) for sheet in sheets]
    widest = [right for rights in margins for right in rights]
    if len(widest) < FEWEST:
        return [list(sheet) for sheet in sheets]
    return [
        _paragraphs(sheet, max(rights if len(rights) >= FEWEST else widest), _pitch(sheet))
        for sheet, rights in zip(sheets, margins, strict=True)
    ]


def _rights(sheet: Sequence[Piece]) -> list[float]:
    """Where the lines of prose end."""
    return [p.right for p in sheet if not p.cells and "\t" not in p.text and p.text.count(" ") >= PROSE]


def _pitch(sheet: Sequence[Piece]) -> float:
    """From one line of a paragraph to the next: the closest lines of prose stand to each other, near enough."""
    steps = sorted(
        b.top - a.top
        for a, b in itertools.pairwise(sheet)
        if a.text.count(" ") >= PROSE and not b.cells and b.top > a.top
    )
    return steps[len(steps) // 5] if steps else 0.0


def _paragraphs(sheet: Sequence[Piece], margin: float, pitch: float) -> list[Piece]:
    found: list[Piece] = []
    last: Piece | None = None
    for piece in sheet:
        if last is not None and _continues(found[-1], last, piece, margin, pitch):
            whole = found[-1]
            found[-1] = replace(
                whole,
                text=whole.text + "\n" + piece.text if whole.text.endswith(_BROKEN) else f"{whole.text} {piece.text}",
                right=max(whole.right, piece.right),
                bottom=piece.bottom,
            )
        else:
            found.append(piece)
        last = piece
    return found


def _continues(paragraph: Piece, above: Piece, piece: Piece, margin: float, pitch: float) -> bool:
    if piece.cells or above.cells or "\t" in above.text or "\t" in piece.text:
        return False
    tall, other = above.bottom - above.top, piece.bottom - piece.top
    if abs(tall - other) > 0.2 * tall or not 0 < piece.top - above.top <= min(1.12 * pitch, 2.2 * tall):
        return False
    if piece.left < paragraph.left - 2 or _BEGINS.match(piece.text) or _LABEL.match(piece.text):
        return False
    if piece.lead == 0 or above.right + BLANK * tall + piece.lead <= margin - SLACK:
        return False
    if _ENDED.search(above.text) and _HEADING.match(piece.text):
        return False
    return above.text.count(" ") >= PROSE - 2
