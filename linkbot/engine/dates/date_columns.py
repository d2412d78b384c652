"""Columns of a table that hold due dates: `What is wanted | To reach us by`, with a row for each thing below.

Sees only where such columns run, by their heads. Whether a date stands there and what for is judged elsewhere.
"""

from __future__ import annotations

import re

from linkbot.engine.dates.phrases import compiled
from linkbot.model.deadline_rules import DeadlineRules

Span = tuple[int, int]
_CUT = re.compile(r"[|\t]| {2,}")


def date_columns(text: str, rules: DeadlineRules) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The spans of cells below a head that sets dates, and of those below a head that tells past ones."""
    due: list[Span] = []
    past: list[Span] = []
    at: int | None = None
    into = due
    for line in re.finditer(r"[^\n]+", text):
        if _CUT.search(line[0].strip()) is None:
            at = None if not line[0].strip() else at
            continue
        cells = _cells(line[0], line.start())
        heads = [" ".join(text[a:b].lower().split()).strip(" .:?*") for a, b in cells]
        for place, head in enumerate(heads):
            if len(cells) < 2 or place == 0:
                continue
            if compiled(rules.past_columns).fullmatch(head):
                at, into = place, past
            elif compiled(rules.due_columns).fullmatch(head):
                at, into = place, due
            else:
                continue
            break
        else:
            if at is not None and at < len(cells):
                into.append(cells[at])
    return tuple(due), tuple(past)


def _cells(line: str, start: int) -> list[Span]:
    """The places of the cells of a line, borders left out."""
    left = len(line) - len(line.lstrip(" |"))
    cells, begin = [], left
    for cut in _CUT.finditer(line, left, len(line.rstrip(" |"))):
        if line[begin : cut.start()].strip():
            cells.append((start + begin, start + cut.start()))
        begin = cut.end()
    if line[begin:].strip(" |"):
        cells.append((start + begin, start + len(line.rstrip(" |"))))
    return cells
