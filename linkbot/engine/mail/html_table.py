"""One table row as text: a row of data on one line with tabs, a row that only lays out the page as blocks.

Orders stand in tables (number, order, due date), so the cells of a row must stay together; letters are also wrapped
in tables by mail programs, and there the lines of a cell must stay apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linkbot.engine.mail.normalise import plain

LONGEST_CELL = 2_000
MOST_LINES = 25


@dataclass(frozen=True)
class Cell:
    """The text of a cell; `layout` when it holds a table of its own."""

    text: str
    layout: bool = False


def row_text(cells: Sequence[Cell]) -> str:
    """Cells joined by a tab, the lines of a cell by a space; empty cells are left out."""
    filled = [(plain(cell.text).strip(), cell.layout) for cell in cells]
    filled = [(text, layout) for text, layout in filled if text]
    if not filled:
        return ""
    if len(filled) == 1:
        return filled[0][0]
    if any(layout or len(text) > LONGEST_CELL or text.count("\n") > MOST_LINES for text, layout in filled):
        return "\n".join(text for text, _ in filled)
    return "\t".join(" ".join(text.split()) for text, _ in filled)
