"""An orders table whose columns stand side by side with blanks between them, as typewritten mail and some PDFs have it.

Cuts each line at the columns of the header line and puts the cells together again, row by row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from linkbot.engine.phrases import compiled
from linkbot.engine.sections import Section, section_of
from linkbot.model.deadline_rules import DeadlineRules

_DUE = re.compile(
    r"(?<=[ \t]{2})(?:due|completion|compliance)\s+date|(?<=[ \t]{2})deadline|(?<=[ \t]{2})by\s+when", re.IGNORECASE
)

_DUE_CELL = re.compile(r"(?:(?:due|completion|compliance)\s+date|deadline|by\s+when|date\s+due)$", re.IGNORECASE)


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
        return barred
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


def _barred_rows(text: str, rules: DeadlineRules) -> tuple[ColumnRow, ...]:
    """Rows of a table typed with bars: `1 | Apology order | 12 March 2027`."""
    rows: list[ColumnRow] = []
    what = due = -1
    for line in re.finditer(r"[^\n]+", text):
        cells = [cell.strip() for cell in line[0].strip().strip("|").split("|")]
        if what < 0:
            heads = [n for n, cell in enumerate(cells) if compiled(rules.items.table_headers).search(cell)]
            dues = [n for n, cell in enumerate(cells) if _DUE_CELL.match(cell)]
            if len(cells) > 1 and heads and dues:
                what, due = heads[0], dues[0]
        elif len(cells) <= max(what, due):
            if rows:
                break
        elif re.search(r"\w", cells[what]):
            number = re.match(r"\d{1,2}\b", cells[0])
            rows.append(
                ColumnRow(
                    line.start(), line.end(), int(number[0]) if number else len(rows) + 1, cells[what], cells[due]
                )
            )
    return tuple(rows)


def _header(text: str, rules: DeadlineRules) -> tuple[int, int, int] | None:
    """(end of the header line, column of the action, column of the date)."""
    for line in re.finditer(r"[^\n]+", text):
        what = compiled(rules.items.table_headers).search(line[0])
        due = _DUE.search(line[0], what.end()) if what else None
        if what is not None and due is not None and what.start() > 2:
            return line.end() + 1, what.start(), due.start()
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
