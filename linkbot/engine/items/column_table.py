"""An orders table whose columns stand side by side with blanks between them, as typewritten mail and some PDFs have it.

Cuts each line at the columns of the header line and puts the cells together again, row by row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from linkbot.engine.dates.date_columns import is_due_head
from linkbot.engine.dates.phrases import compiled
from linkbot.engine.items.sections import Section, section_of
from linkbot.model.deadline_rules import DeadlineRules

_ACTION = re.compile(
    r"(?:what\b.*|(?:the\s+)?(?:orders?|actions?|remed(?:y|ies)|requirements?|steps?|tasks?|details?|description|agreed\s+action|to\s+do)\b.*)$",
    re.IGNORECASE,
)
_COURSE = re.compile(  # "If you don't: we write to the chair": the table tells what will happen, and orders nothing
    r"\W*(?:if\s+(?:you|it|they|not|nothing)|we|i|otherwise|(?:the\s+)?(?:ombudsman|regulator)\s+(?:will|may))\b",
    re.IGNORECASE,
)
_GAP = re.compile(r"[ \t]{2,}")


@dataclass(frozen=True)
class ColumnRow:
    start: int
    end: int
    number: int
    action: str
    due: str


def column_rows(text: str, rules: DeadlineRules) -> tuple[ColumnRow, ...]:
    """The rows under a header line with both columns on it; nothing when the text has no such header."""
    if barred := _barred_rows(text, rules):
        return () if any(_COURSE.match(row.action) for row in barred) else barred
    found = _header(text, rules)
    if found is None:
        return ()
    after, what_at, due_at = found
    rows: list[ColumnRow] = []
    for match in re.finditer(r"[^\n]*\n?", text[after:]):
        line, start = match[0].rstrip("\n"), after + match.start()
        if not line.strip():
            continue
        section = section_of(line, rules)
        number = re.match(r"\s*(\d{1,2})\b", line[:what_at])
        if section not in (None, Section.ORDERS) or (rows and not line.startswith(" ") and number is None):
            break
        action, due = _cells(line, what_at, due_at)
        end = start + len(line)
        if number is not None:
            rows.append(ColumnRow(start, end, int(number[1]), action, due))
        elif rows and re.search(r"\w", line):
            last = rows[-1]
            rows[-1] = ColumnRow(last.start, end, last.number, f"{last.action} {action}", f"{last.due} {due}")
    return tuple(rows)


def is_header(cells: list[str], rules: DeadlineRules) -> tuple[int, int] | None:
    """Which cell of a head line says what must be done, and which by when; None when it is no such line."""
    tidy = [" ".join(cell.lower().split()).strip(" .:?*") for cell in cells]
    due = next((n for n, cell in enumerate(tidy) if n and is_due_head(cell, rules)), None)
    if due is None:
        return None
    named = [n for n, cell in enumerate(tidy) if n != due and compiled(rules.items.table_headers).search(cell)]
    alike = [n for n, cell in enumerate(tidy) if n != due and _ACTION.match(cell)]
    if not named and not alike:
        return None
    return (named or [n for n in alike if tidy[n].startswith("what")] or alike[-1:])[0], due


def _barred_rows(text: str, rules: DeadlineRules) -> tuple[ColumnRow, ...]:
    """Rows of a table typed with bars or tabs: `1 | Apology order | 12 March 2027`."""
    rows: list[ColumnRow] = []
    head: tuple[int, int] | None = None
    width, mark = 0, "|"
    for line in re.finditer(r"[^\n]+", text):
        if head is None:
            mark = "|" if "|" in line[0] else "\t"
            if mark in line[0].strip():
                named = _split(line[0], mark)
                head, width = is_header(named, rules), len(named)
            continue
        cells = _split(line[0], mark)
        at = 1 if mark == "\t" and len(cells) == width + 1 and re.fullmatch(r"\d{1,2}[.)]?", cells[0]) else 0
        # the column of numbers needs no name, and a document's empty cell leaves no tab
        if len(cells) <= max(head):
            if mark == "\t" and (not rows or _goes_on(text[line.end() :], max(head))):
                return ()  # a cell of several lines: read as running text
            if rows:
                break
        elif re.search(r"\w", cells[head[0]]):
            number = re.match(r"\d{1,2}\b", cells[0])
            printed = int(number[0]) if number else len(rows) + 1
            rows.append(ColumnRow(line.start(), line.end(), printed, cells[head[0] + at], cells[head[1] + at]))
    return tuple(rows)


def _goes_on(rest: str, last: int) -> bool:
    """Whether more rows of a tabbed table follow."""
    return any(len(_split(line, "\t")) > last for line in rest.split("\n"))


def _split(line: str, mark: str) -> list[str]:
    return [cell.strip() for cell in line.strip(" |" if mark == "|" else " ").split(mark)]


def _header(text: str, rules: DeadlineRules) -> tuple[int, int, int] | None:
    """(end of the header line, column of the action, column of the date)."""
    for line in re.finditer(r"[^\n]+", text):
        if not _GAP.search(line[0].strip()):
            continue
        places = [(cell.start(), cell[0]) for cell in re.finditer(r"\S+(?:[ \t]\S+)*", line[0])]
        found = is_header([words for _, words in places], rules)
        if found is not None and places[found[0]][0] > 2:
            return line.end() + 1, places[found[0]][0], places[found[1]][0]
    return None


def _cells(line: str, what_at: int, due_at: int) -> tuple[str, str]:
    """The action and the date of one line; a cut that would fall inside a word moves to the blanks before it."""
    cut = due_at
    gap = list(re.finditer(r"[ \t]{2,}", line))
    near = [g for g in gap if abs(g.end() - due_at) <= 6]
    if near:
        cut = near[-1].end()
    elif len(line) <= due_at or (line[due_at - 1 : due_at].strip() and line[due_at : due_at + 1].strip()):
        cut = len(line) if len(line) <= due_at + 6 else due_at
    return line[what_at:cut].strip(), line[cut:].strip()
