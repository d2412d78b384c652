"""Tables drawn with lines: which ruled lines make a grid, and which words stand in which of its cells.

A box around a page or a paragraph is no table; a table with a page of text in one cell only lays out the page.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from linkbot.engine.mail.html_table import LONGEST_CELL, Cell, row_text
from linkbot.engine.mail.typeset import join_hyphens
from linkbot.extraction.page_shapes import Piece, Rule, Word, lines_of, words_text

NEAR = 3.0  # points: lines that meet, or are meant to be one
MOST_COLUMNS = 12  # more are the boxes of a form for single letters
COVERS = 0.6  # of the width: a line across the table, not under one cell


@dataclass(frozen=True)
class Grid:
    left: float
    right: float
    top: float
    bottom: float
    rows: tuple[Piece, ...]

    def holds(self, word: Word) -> bool:
        middle = (word.top + word.bottom) / 2
        return self.left <= word.middle <= self.right and self.top <= middle <= self.bottom


def grids(rules: Sequence[Rule], words: Sequence[Word]) -> list[Grid]:
    """Every drawn table of the page with at least two columns of words."""
    found: list[Grid] = []
    for lines in _meeting(rules):
        grid = _grid(lines, words)
        if grid is not None and not any(
            grid.left >= other.left
            and grid.right <= other.right
            and grid.top >= other.top
            and grid.bottom <= other.bottom
            for other in found
        ):
            found.append(grid)
    return found


def _meeting(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Lines that touch each other, directly or by others; those with most lines first."""
    standing, lying = [r for r in rules if r.stands], [r for r in rules if not r.stands]
    group = {rule: number for number, rule in enumerate({*standing, *lying})}
    members = {number: [rule] for rule, number in group.items()}
    for post in {*standing}:
        for bar in lying:
            if (
                bar.left - NEAR <= post.left <= bar.right + NEAR
                and post.top - NEAR <= bar.top <= post.bottom + NEAR
                and group[post] != group[bar]
            ):
                keep, drop = group[post], group[bar]
                if len(members[keep]) < len(members[drop]):
                    keep, drop = drop, keep
                for rule in members[drop]:
                    group[rule] = keep
                members[keep] += members.pop(drop)
    return sorted((lines for lines in members.values() if len(lines) >= 5), key=len, reverse=True)


def _grid(lines: Sequence[Rule], words: Sequence[Word]) -> Grid | None:
    posts, bars = [r for r in lines if r.stands], [r for r in lines if not r.stands]
    xs = _places([post.left for post in posts])
    if not 3 <= len(xs) <= MOST_COLUMNS + 1:
        return None
    left, right = xs[0], xs[-1]
    ys = [y for y in _places([bar.top for bar in bars]) if _covered(bars, y) >= COVERS * (right - left)]
    if len(ys) < 2:
        return None
    rows: list[Piece] = []
    inside = [w for w in words if left <= w.middle <= right and ys[0] <= (w.top + w.bottom) / 2 <= ys[-1]]
    for top, bottom in itertools.pairwise(ys):
        here = [word for word in inside if top <= (word.top + word.bottom) / 2 < bottom]
        middle = (top + bottom) / 2
        cuts = [x for x in xs if any(abs(p.left - x) <= NEAR and p.top <= middle <= p.bottom for p in posts)]
        if here:
            rows.append(_row(here, cuts, tuple(xs[:-1])))
    cells = [cell for row in rows for cell in row.cells]
    if max(map(len, cells), default=0) > LONGEST_CELL or not any(sum(map(bool, row.cells)) >= 2 for row in rows):
        return None
    return Grid(left, right, ys[0], ys[-1], tuple(rows))


def _row(words: Sequence[Word], cuts: Sequence[float], columns: tuple[float, ...]) -> Piece:
    edges = [float("-inf"), *cuts[1:-1], float("inf")]
    cells = tuple(
        cell_text([word for word in words if left <= word.middle < right]) for left, right in itertools.pairwise(edges)
    )
    return Piece.of(words, row_text([Cell(cell) for cell in cells]), cells=cells, columns=columns)


def cell_text(words: Sequence[Word]) -> str:
    """The lines of a cell as one, words broken at a line's end joined again."""
    return " ".join(join_hyphens("\n".join(words_text(line) for line in lines_of(words))).split())


def _places(values: Sequence[float]) -> list[float]:
    """Values in order, those that are nearly the same once."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > NEAR:
            places.append(value)
    return places


def _covered(bars: Sequence[Rule], y: float) -> float:
    """How much of the width is ruled at this height."""
    total, reached = 0.0, float("-inf")
    for bar in sorted((bar for bar in bars if abs(bar.top - y) <= NEAR), key=lambda bar: bar.left):
        if bar.right > reached:
            total += bar.right - max(bar.left, reached)
            reached = bar.right
    return total
