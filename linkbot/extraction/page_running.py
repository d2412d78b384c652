"""Headers, footers and page numbers: lines that stand at the same place of several pages, set apart from the text.

They may differ by the page's number only, written as one. A line that tells any other figure is no such line.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from linkbot.extraction.page_shapes import Piece

EDGE = 4  # pieces at the top and at the bottom that may be a header or footer
NEAR = 6.0  # points: the same place on two pages
SET_APART = 0.4  # of the height, more white than usual
_Mark = tuple[str, int]


def without_repeats(sheets: list[list[Piece]]) -> list[str]:
    """Takes headers and footers out of the sheets, but for a header where it first stands; answers the footers."""
    if len(sheets) < 2:
        return []
    first, count = 1 + _offset(sheets), len(sheets)
    marks = Counter[_Mark]()
    for number, sheet in enumerate(sheets, first):
        marks.update({_mark(piece, number, count) for run in _edges(sheet) for piece in run})
    footers: list[str] = []
    seen: set[str] = set()
    for number, sheet in enumerate(sheets, first):
        gone: list[Piece] = []
        for at_top, run in zip((True, False), _edges(sheet), strict=True):
            for piece in _running(run, sheet, number, count, marks):
                words = _words(piece, number, count)
                if not at_top and _says(words) and words not in footers:
                    footers.insert(0, words)
                if not at_top or words in seen or not _says(words):
                    gone.append(piece)
                seen.add(words)
            gone += [piece for piece in run[:1] if re.sub(r"\W", "", piece.text) == str(number)]
        sheet[:] = [piece for piece in sheet if not any(piece is one for one in gone)]
    return footers


def _edges(sheet: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The outermost pieces from the top down, and from the bottom up; a table's rows are none."""
    ordered = sorted(sheet, key=lambda piece: piece.top)
    return list(_loose(ordered)), list(_loose(ordered[::-1]))


def _loose(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for piece in pieces[:EDGE]:
        if piece.cells:
            return
        yield piece


def _running(
    run: Sequence[Piece], sheet: Sequence[Piece], number: int, count: int, marks: Counter[_Mark]
) -> list[Piece]:
    """Those at the edge that repeat, up to the white between them and the text."""
    repeating: list[Piece] = []
    for piece in run:
        words, place = _mark(piece, number, count)
        if sum(marks[words, place + step] for step in (-1, 0, 1)) < 2:
            break
        repeating.append(piece)
    usual = _usual_white(sheet)
    inner = [piece for piece in sheet if not any(piece is one for one in repeating)]
    while repeating:
        last = repeating[-1]
        white = min((_white(last, piece) for piece in inner), default=float("inf"))
        if white > usual + SET_APART * (last.bottom - last.top):
            break
        inner.append(repeating.pop())
    return repeating


def _usual_white(sheet: Sequence[Piece]) -> float:
    ordered = sorted(sheet, key=lambda piece: piece.top)
    white = [b.top - a.bottom for a, b in itertools.pairwise(ordered) if b.top >= a.bottom - 3]
    return max(median(white), 0.0) if white else 0.0


def _white(one: Piece, other: Piece) -> float:
    return max(one.top - other.bottom, other.top - one.bottom)


def _offset(sheets: Sequence[Sequence[Piece]]) -> int:
    """By how much the printed page numbers differ from the count of pages: a cover bears none."""
    told = Counter[int]()
    for number, sheet in enumerate(sheets, 1):
        edge = " ".join(piece.text for run in _edges(sheet) for piece in run)
        told.update({int(n) - number for n in re.findall(r"(?<!\S)\d{1,3}(?!\S)", edge) if abs(int(n) - number) <= 20})
    common = told.most_common(1)
    return common[0][0] if common and common[0][1] >= 2 and common[0][1] * 2 > len(sheets) else 0


def _words(piece: Piece, number: int, count: int) -> str:
    """The text without the number of its page: `Page 2`, `2 of 4`, or `2` at either end."""
    text = re.sub(rf"(?i)\b(?:page|p\.?)\s*{number}(?:\s*(?:of|/)\s*\d{{1,3}})?\b", "", piece.text)
    text = re.sub(rf"(?<!\S){number}\s*(?:of|/)\s*(?:{count}|{count - 1})(?!\S)", "", text)
    return " ".join(re.sub(rf"^-?\s?{number}\s?-?(?!\S)|(?<!\S)-?\s?{number}\s?-?$", "", text.strip()).split())


def _mark(piece: Piece, number: int, count: int) -> _Mark:
    return _words(piece, number, count), round(piece.top / NEAR)


def _says(words: str) -> bool:
    return bool(re.search(r"\w", words))
