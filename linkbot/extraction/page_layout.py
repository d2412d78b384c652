"""Words in boxes to blocks of text in the order a person reads them: lines, columns side by side, tables.

Knows no PDF and no English, only white and ruled lines: white that goes down through several lines with words on both
sides of it divides columns. What columns mean is `page_rows`' question, what a drawn grid holds is `page_grid`'s.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from linkbot.extraction.page_grid import grids
from linkbot.extraction.page_rows import read_columns
from linkbot.extraction.page_shapes import Block, Line, Piece, Rule, Word, height_of, lines_of

BLANK = 0.55  # of the height: wider than this is no blank between two words of running text
RIVER = 0.4  # of the height: what all lines of a region must leave open
WIDE = 1.0  # of the height: white no justified line has
FAR = 1.5  # of the height: white that means something in a line by itself
LONE = 4.0  # of the height: lines further apart than this have nothing to do with each other
TIGHT = 1.3  # of the height: from one line of a paragraph to the next

_Gap = tuple[float, float]


@dataclass
class _Region:
    lines: list[Line]
    gaps: list[_Gap]


def blocks_of(words: Sequence[Word], rules: Sequence[Rule]) -> list[Block]:
    """The page from top to bottom."""
    tables = grids(rules, words)
    free = [word for word in words if not any(table.holds(word) for table in tables)]
    blocks = [list(table.rows) for table in tables]
    for part in _parts(lines_of(free)):
        if isinstance(part, _Region):
            blocks.append(read_columns(part.lines, [(left + right) / 2 for left, right in part.gaps], rules))
        else:
            blocks.append([line_piece(part)])
    return sorted((block for block in blocks if block), key=lambda block: min(piece.top for piece in block))


def _parts(lines: Sequence[Line]) -> list[Line | _Region]:
    """Single lines, and runs of lines divided by the same white."""
    parts: list[Line | _Region] = []
    at = 0
    while at < len(lines):
        region = _region(lines, at)
        if region is None:
            parts.append(lines[at])
            at += 1
            continue
        at += len(region.lines)
        while parts and not isinstance(above := parts[-1], _Region) and _heads_a_later_column(above, region):
            region.lines.insert(0, above)
            parts.pop()
        parts.append(region)
    return parts


def _region(lines: Sequence[Line], at: int) -> _Region | None:
    """The lines from `at` on that leave the same white open; None when they are running text."""
    live = _gaps(lines[at])
    end, divided, wide = at + 1, at, False
    while live and end < len(lines):
        line = lines[end]
        if line[0].top - max(word.bottom for word in lines[end - 1]) > LONE * height_of(line):
            break
        kept = _meet(live, _open(line), RIVER * height_of(line))
        if not kept or (len(kept) < len(live) and end - at >= 2):
            break
        live, end = kept, end + 1
        if _divided(line, live):
            divided = end - 1
    if not live or divided == at:
        return None
    count = sum(_divided(line, live) for line in lines[at : divided + 1])
    wide = all(right - left > WIDE * height_of(lines[at]) for left, right in live)
    if not wide and count < 3:
        return None
    # below the last line with words on both sides: the rest of its cells, not the text after the columns
    last = divided + 1
    while last < end and (lines[last][0].left >= live[0][0] or _goes_on(lines[last - 1], lines[last], live[0][0])):
        last += 1
    return _Region(list(lines[at:last]), live)


def _heads_a_later_column(line: Line, region: _Region) -> bool:
    """A line above that begins a later column, higher than the first one begins."""
    left, right = line[0].left, line[-1].right
    crosses = any(left < a and right > b for a, b in region.gaps)
    return left >= region.gaps[0][0] and not crosses and _close(line, region.lines[0])


def _goes_on(above: Line, line: Line, edge: float) -> bool:
    """The next line of a cell in the first column; nothing goes on below a number."""
    cell = [word for word in above if word.right <= edge + 1]
    return bool(cell) and not (len(cell) == 1 and cell[0].text.rstrip(".)").isdigit()) and _close(above, line)


def _close(above: Line, line: Line) -> bool:
    tall = max(height_of(above), height_of(line))
    return line[0].top - above[0].top <= TIGHT * tall


def _divided(line: Line, gaps: Sequence[_Gap]) -> bool:
    """Words on both sides of some white."""
    return any(line[0].left < left and line[-1].right > right for left, right in gaps)


def _gaps(line: Line) -> list[_Gap]:
    """White in a line wider than its blanks, justified ones included."""
    between = [(a.right, b.left) for a, b in itertools.pairwise(line)]
    usual = median(right - left for left, right in between) if len(between) >= 5 else 0.0
    least = max(BLANK * height_of(line), 1.8 * usual)
    return [(left, right) for left, right in between if right - left > least]


def _open(line: Line) -> list[_Gap]:
    inner = [(a.right, b.left) for a, b in itertools.pairwise(line)]
    return [(float("-inf"), line[0].left), *inner, (line[-1].right, float("inf"))]


def _meet(live: Sequence[_Gap], free: Sequence[_Gap], least: float) -> list[_Gap]:
    met = []
    for left, right in live:
        best = max(((max(left, a), min(right, b)) for a, b in free), key=lambda gap: gap[1] - gap[0])
        if best[1] - best[0] >= least:
            met.append(best)
    return met


def line_piece(line: Line) -> Piece:
    """One line; white far wider than a blank becomes a tab."""
    text, far = line[0].text, FAR * height_of(line)
    for before, word in itertools.pairwise(line):
        text += ("\t" if word.left - before.right > far else " ") + word.text
    return Piece.of(line, text)
