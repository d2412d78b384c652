"""Columns without ruled cells: a table whose rows stay together, a list, or blocks that stand beside each other.

Rows are told apart by ruled lines, by white across all columns, or by numbers in the first column. Where no rows are to
be seen, the columns are read one after the other, as an address and the references beside it.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect
from collections.abc import Sequence

from linkbot.engine.mail.html_table import Cell, row_text
from linkbot.extraction.page_grid import NEAR, cell_text
from linkbot.extraction.page_shapes import Block, Line, Piece, Rule, Word, height_of, lines_of, words_text

_MARKER = re.compile(
    r"(?:[•‣◦▪●○■□\uf0b7\uf0a7\uf0d8·*–—-]|o|\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxlc]{1,6})[.)]?)$"
)
_NUMBER = re.compile(r"\d{1,2}[.)]?$")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b")
APART = 0.22  # of the height: more white than this between two rows than between two lines of a cell
_Cells = list[list[Word]]


def read_columns(lines: Sequence[Line], cuts: Sequence[float], rules: Sequence[Rule]) -> Block:
    """The pieces in reading order. `cuts`: where one column ends and the next begins."""
    split = [_split(line, cuts) for line in lines]
    if _is_list(split):
        return [Piece.of(line, words_text(line)) for line in lines]
    drawn = _ruled(lines, rules)
    starts = drawn or _starts(lines, split)
    if _labels(split):
        starts = list(range(len(lines)))
    elif not drawn and not _is_table(split, starts):
        return _one_after_the_other(lines, cuts)
    return _rows(lines, cuts, starts)


def _split(line: Line, cuts: Sequence[float]) -> _Cells:
    cells: _Cells = [[] for _ in range(len(cuts) + 1)]
    for word in line:
        cells[bisect(cuts, word.middle)].append(word)
    return cells


def _is_list(split: Sequence[_Cells]) -> bool:
    """Two columns, the first of which holds only the marks of list items."""
    first = [words_text(cells[0]) for cells in split if cells[0]]
    return len(split[0]) == 2 and all(_MARKER.match(text) for text in first)


def _ruled(lines: Sequence[Line], rules: Sequence[Rule]) -> list[int]:
    """Rows begun by a line drawn across most of the columns; none when fewer than two are."""
    left, right = min(line[0].left for line in lines), max(line[-1].right for line in lines)
    across = [r.top for r in rules if not r.stands and r.right - r.left > 0.6 * (right - left) and r.left < right]
    starts = [0]
    for number, line in enumerate(lines[1:], 1):
        above, here = lines[number - 1], line[0].top + NEAR
        if any(above[0].bottom - NEAR <= y <= here for y in across):
            starts.append(number)
    return starts if len(starts) >= 3 else []


def _starts(lines: Sequence[Line], split: Sequence[_Cells]) -> list[int]:
    """Rows begun by white above all columns, or else by a number in the first."""
    white = [min(w.top for w in b) - max(w.bottom for w in a) for a, b in itertools.pairwise(lines)]
    least = max(min(white, default=0.0), 0.0)  # lines of two columns may overlap
    apart = [n for n, space in enumerate(white, 1) if space > least + APART * height_of(lines[n])]
    numbers = [n for n, cells in enumerate(split) if cells[0] and _NUMBER.match(words_text(cells[0]))]
    if 1 not in apart and _is_head(split):
        apart.insert(0, 1)
    # white above a cell's second paragraph begins no row: nothing stands in the first column there
    begun = [
        start for start, stop in _spans([0, *apart], len(lines)) if not start or any(c[0] for c in split[start:stop])
    ]
    held = [sum(start <= n < stop for n in numbers) for start, stop in _spans(begun, len(lines))]
    if numbers and (max(held) > 1 or 0 in held[1:]):
        return sorted({0, *numbers})
    if len(begun) == 1 and all(all(cells) for cells in split) and not _is_prose(split):
        return list(range(len(lines)))
    return begun


def _is_head(split: Sequence[_Cells]) -> bool:
    """Each column has a first line, and beneath it one that begins anew: the columns' names, set close."""
    return (
        len(split) > 1
        and all(split[0])
        and all(
            cell and not cell[0].text[0].islower() and not words_text(above).endswith((".", ",", ";", ":"))
            for above, cell in zip(split[0], split[1], strict=True)
        )
    )


def _spans(starts: Sequence[int], end: int) -> list[tuple[int, int]]:
    return list(zip(starts, [*starts[1:], end], strict=True))


def _is_prose(split: Sequence[_Cells]) -> bool:
    """Two columns of running text: their lines go on in lower case."""
    if len(split) < 4:
        return False
    going_on = [sum(cells[at][0].text[0].islower() for cells in split[1:]) for at in range(len(split[0]))]
    return all(count * 5 >= 2 * (len(split) - 1) for count in going_on)


def _labels(split: Sequence[_Cells]) -> bool:
    """`Our ref:  …` under `Date:  …`: each line is a row."""
    first = [cells[0][-1].text for cells in split if cells[0] and any(cells[1:])]
    return len(first) >= 2 and sum(text.endswith(":") for text in first) * 2 > len(first)


def _is_table(split: Sequence[_Cells], starts: Sequence[int]) -> bool:
    """Whether the rows found are rows: each has something in the first column and in another."""
    if len(starts) < 2:
        return False
    columns = ["\n".join(words_text(cells[at]) for cells in split) for at in range(len(split[0]))]
    if any(_POSTCODE.search(column) for column in columns) or (len(columns) == 2 and _named_values(split)):
        return False
    rows = [split[start:stop] for start, stop in _spans(starts, len(split))]
    whole = sum(any(cells[0] for cells in row) and any(any(cells[1:]) for cells in row) for row in rows)
    return whole >= 0.75 * len(rows)


def _named_values(split: Sequence[_Cells]) -> bool:
    """The second column says of itself what its lines are: `Our ref: 23 012 345`. It stands beside something else."""
    second = [words_text(cells[1]) for cells in split if cells[1]]
    return sum(":" in text[:-1] for text in second) * 2 > len(second)


def _one_after_the_other(lines: Sequence[Line], cuts: Sequence[float]) -> Block:
    block: Block = []
    words = [word for line in lines for word in line]
    for at in range(len(cuts) + 1):
        column = [word for word in words if bisect(cuts, word.middle) == at]
        block += [Piece.of(line, words_text(line)) for line in lines_of(column)]
    return block


def _rows(lines: Sequence[Line], cuts: Sequence[float], starts: Sequence[int]) -> Block:
    rows: Block = []
    words = [word for line in lines for word in line]
    columns = tuple(
        min((w.left for w in words if bisect(cuts, w.middle) == at), default=0.0) for at in range(len(cuts) + 1)
    )
    for start, stop in _spans(starts, len(lines)):
        here = [word for line in lines[start:stop] for word in line]
        cells = tuple(
            cell_text([word for word in here if bisect(cuts, word.middle) == at]) for at in range(len(cuts) + 1)
        )
        rows.append(Piece.of(here, row_text([Cell(cell) for cell in cells]), cells=cells, columns=columns))
    return rows
