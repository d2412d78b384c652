"""Columns of a table that hold due dates: `What is wanted | To reach us by`, with a row for each thing below.

Sees only where such columns run, by their heads. Whether a date stands there and what for is judged elsewhere.
"""

from __future__ import annotations

import re

from linkbot.engine.dates.phrases import compiled
from linkbot.model.deadline_rules import DeadlineRules

Span = tuple[int, int]
_CUT = re.compile(r"[|\t]| {2,}")


_LONGEST_HEAD = 6  # words


def date_columns(text: str, rules: DeadlineRules) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The spans of cells below heads that set dates, and of those below heads that tell past ones."""
    due: list[Span] = []
    past: list[Span] = []
    columns: list[tuple[int, list[Span]]] = []
    for line in re.finditer(r"[^\n]+", text):
        if _CUT.search(line[0].strip()) is None:
            columns = [] if not line[0].strip() else columns
            continue
        cells = _cells(line[0], line.start())
        heads = [" ".join(text[a:b].lower().split()).strip(" .:?*") for a, b in cells]
        named = [
            (place, past if compiled(rules.past_columns).fullmatch(head) else due)
            for place, head in enumerate(heads)
            if place and (compiled(rules.past_columns).fullmatch(head) or is_due_head(head, rules))
        ]
        if named:
            columns = named
            continue
        for place, into in columns:
            if place < len(cells):
                into.append(cells[place])
    return tuple(due), tuple(past)


def is_due_head(head: str, rules: DeadlineRules) -> bool:
    """Whether a head in small letters says that due dates stand below: "needed by", "to be finished by", "target"."""
    if compiled(rules.past_columns).fullmatch(head):
        return False
    if compiled(rules.due_columns).fullmatch(head):
        return True
    if len(head.split()) > _LONGEST_HEAD or any(mark.isdigit() for mark in head):
        return False
    return any(found.start() == 0 or found.end() == len(head) for found in compiled(rules.due_heads).finditer(head))


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
