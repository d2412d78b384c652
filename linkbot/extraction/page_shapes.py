"""What a page is made of once no PDF library is needed any more: words in boxes, ruled lines, pieces of text in order.

Points, measured downwards from the top and to the right; no file format is known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Word(NamedTuple):
    """One word, or words set in one go with nothing but blanks between them: then `lead` is how wide the first is."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    lead: float = 0.0

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 1.0)

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line: standing when it is taller than wide."""

    left: float
    right: float
    top: float
    bottom: float

    @property
    def stands(self) -> bool:
        return self.bottom - self.top > self.right - self.left


Line = list[Word]


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of text, or a row of a table with its cells; `columns` say where a table's columns begin, `lead` how wide
    the first word is."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    cells: tuple[str, ...] = ()
    columns: tuple[float, ...] = ()
    lead: float = 0.0

    @classmethod
    def of(
        cls, words: Sequence[Word], text: str, *, cells: tuple[str, ...] = (), columns: tuple[float, ...] = ()
    ) -> Piece:
        return cls(
            text,
            min(word.left for word in words),
            max(word.right for word in words),
            min(word.top for word in words),
            max(word.bottom for word in words),
            cells,
            columns,
            words[0].lead or words[0].right - words[0].left,
        )


Block = list[Piece]
"""Pieces that are read one after the other; beside each other on the page, perhaps."""


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Words that stand on one line together, from left to right; lines from top to bottom."""
    lines: list[Line] = []
    for word in sorted(words, key=lambda word: (word.top + word.bottom, word.left)):
        if lines and _shared(lines[-1][0], word) >= 0.6:
            lines[-1].append(word)
        else:
            lines.append([word])
    bands: list[Line] = []
    for line in (_once(sorted(line, key=lambda word: word.left)) for line in lines):
        if bands and _shared(bands[-1][0], line[0]) >= 0.3 and _apart(bands[-1], line):
            bands[-1] = sorted(bands[-1] + line, key=lambda word: word.left)
        else:
            bands.append(line)
    return bands


def _shared(one: Word, other: Word) -> float:
    """The share of the lower one's height that both stand at."""
    least = min(one.bottom - one.top, other.bottom - other.top)
    return (min(one.bottom, other.bottom) - max(one.top, other.top)) / max(least, 0.1)


def _apart(one: Line, other: Line) -> bool:
    """Another column, whose lines need not stand at the same height."""
    far = max(one[0].height, other[0].height)
    return one[-1].right + far < other[0].left or other[-1].right + far < one[0].left


def _once(line: Line) -> Line:
    """A word printed twice over itself, to make it bold, is one word."""
    kept: Line = []
    for word in line:
        twin = kept[-1] if kept else None
        if twin is None or twin.text != word.text or abs(twin.left - word.left) > word.height / 5:
            kept.append(word)
    return kept


def height_of(line: Line) -> float:
    return max(max(word.bottom - word.top for word in line), 1.0)


def words_text(line: Sequence[Word]) -> str:
    return " ".join(word.text for word in line)
