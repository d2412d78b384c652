"""Columns of a table that hold due dates: `What is wanted | To reach us by`, with a row for each thing below.

Sees only where such columns run, by their heads. Whether a date stands there and what for is judged elsewhere.
"""

from __future__ import annotations

import re

from linkbot.engine.dates.phrases import compiled
from linkbot.model.deadline_rules import DeadlineRules

Span = tuple[int, int]
_CUT = re.compile(r"[|\t]| {2,}")


_A_DATE = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3}|\d[/.-]\d|\b20\d\d\b")  # "Not yet due | 13 May" is a row
_DAY_AT_END = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8}(?:\s+20\d\d)?|\d{1,2}[/.]\d{1,2}[/.](?:20)?\d\d)$"
)
_LONGEST_LINE = 14  # words of a row of heads
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
        if named and not any(_A_DATE.search(head) for head in heads):
            columns = named
            continue
        for place, into in columns:
            if place < len(cells):
                into.append(cells[place])
    return (*due, *_at_line_ends(text, rules)), tuple(past)


def _at_line_ends(text: str, rules: DeadlineRules) -> list[Span]:
    """A table that lost its columns: a head line ending as a due column, rows 1, 2, 3 that end on days."""
    found: list[Span] = []
    number, wanting = 0, False
    for line in re.finditer(r"[^\n]+", text):
        words = line[0].strip()
        row = re.match(r"(\d{1,2})[.)]?\s+\S", words)
        day = _DAY_AT_END.search(words)
        if number and day is not None and day.start() == 0:
            row = None
        if number and row is not None and int(row[1]) == number:
            number, wanting = number + 1, True
        elif not (number and wanting):
            number = 1 if _headed(words, rules) else 0
            continue
        if day is not None:
            found.append((line.start() + line[0].rindex(day[0]), line.end()))
            wanting = False
    return found


def _headed(words: str, rules: DeadlineRules) -> bool:
    """Whether a line is a row of heads whose last says by when."""
    head = words.lower().strip(" .:?*")
    if len(head.split()) > _LONGEST_LINE or _A_DATE.search(head) or words.endswith((".", ",", ";")):
        return False
    last = [one for one in compiled(rules.due_columns + rules.due_heads).finditer(head) if one.end() == len(head)]
    return bool(last) and last[0].start() > 0 and re.match(r"(?:no|number|item|#|ref|order)\b", head) is not None


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
