"""The orders table of a determination, however it was flattened: mail text, PDF lines, DOCX cells, one long line.

`Order | What the landlord must do | Due date`: rows begin with a number and a heading such as "Apology order" and end
with their date. An "Orders" heading without any row gives nothing.
"""

from __future__ import annotations

import re

from linkbot.engine.dates.phrases import compiled
from linkbot.engine.items.column_table import ColumnRow, column_rows, is_header
from linkbot.engine.items.sections import Section, section_of
from linkbot.engine.mail.raw_items import RawItem
from linkbot.model.deadline_rules import DeadlineRules
from linkbot.model.item import ItemKind

_HEADING = r"(?:[A-Z][A-Za-z'’/&()-]*(?:[ ,]+[A-Za-z'’/&()-]+){0,6}?\s+[Oo]rder)\b"
_DUE_HEADER = re.compile(
    r"\b(?:due|completion|compliance)\s+(?:date|by)\b|\bdeadline\b|\bby\s+when\b|\bdate\s+due\b", re.IGNORECASE
)
_HEAD_LINE = re.compile(
    r"(?m)^[ \t]*(?:no\.?|number|#|ref\.?|item)?[ \t]*(?P<head>(?:order|action|what|remedy|requirement|step"
    r"|task)s?\b[^\n.;]{0,70}?)[ \t]*\n"
    r"(?=\s*1[.)]?[ \t]*\S|\s*1[.)]?\s*\n)",
    re.IGNORECASE,
)
_ROW = re.compile(rf"(?:(?<=\s)|^)(?P<n>\d{{1,2}})[.)]?\s+(?P<h>{_HEADING})(?=\s)")
_NAMED_ROW = re.compile(rf"(?m)^[ \t]*(?P<h>{_HEADING})[ \t]*(?=[\n\t:])")
_Start = tuple[int, int | None, str | None, int]
_DATE_BEFORE = re.compile(r"20\s?\d\s?\d\s*$|\d[/.-]\d{1,2}[/.-]\d\d\s*$|\bdate\s*$", re.IGNORECASE)


def find_table(text: str, rules: DeadlineRules) -> tuple[RawItem, ...]:
    """The rows of the table as orders; nothing when the letter has none."""
    if columns := column_rows(text, rules):
        return tuple(_of_columns(row) for row in columns)
    header = _header(text, rules)
    begin = header if header is not None else 0
    end = _end(text, begin, rules) if header is not None else len(text)
    starts = _starts(text, begin, end, strict=header is None)
    if not starts:
        return ()
    rows = []
    bounds = [at for at, _, _, _ in starts] + [end if header is not None else _end(text, starts[-1][0], rules)]
    for (at, number, heading, body), stop in zip(starts, bounds[1:], strict=True):
        while stop > body and text[stop - 1].isspace():
            stop -= 1
        rows.append(
            RawItem(
                kind=ItemKind.ORDER,
                text=text[body:stop],
                start=at,
                end=stop,
                spans=((body, stop),),
                number=number,
                heading=heading,
                bare_date=True,
                listed=True,
                in_table=True,
            )
        )
    return tuple(rows)


def _of_columns(row: ColumnRow) -> RawItem:
    headed = re.match(rf"\s*(?P<h>{_HEADING})\s*[.:–-]?\s+", row.action)
    return RawItem(
        kind=ItemKind.ORDER,
        text=row.action[headed.end() :] if headed else row.action,
        start=row.start,
        end=row.end,
        spans=((row.start, row.end),),
        number=row.number,
        heading=" ".join(headed["h"].split()) if headed else None,
        listed=True,
        in_table=True,
        due_text=row.due,
    )


def _header(text: str, rules: DeadlineRules) -> int | None:
    """Where the header row ends: "Due date" within reach of the column that says what must be done."""
    for line in _HEAD_LINE.finditer(text):
        # "No Order What is needed By" without any column left between the words, and row 1 right below
        words = line["head"].split()
        for cut in range(len(words) - 1, max(0, len(words) - 5), -1):
            if is_header([" ".join(words[:cut]), " ".join(words[cut:])], rules) is not None:
                return line.end("head")
    for match in compiled(rules.items.table_headers).finditer(text):
        due = _DUE_HEADER.search(text, match.end(), match.end() + 60)
        if due is not None and not text[match.end() : due.start()].strip(" \t\n|:"):
            return due.end()
    return None


def _end(text: str, begin: int, rules: DeadlineRules) -> int:
    """Where the table ends: at the next heading that is not a row's."""
    at = begin
    for line in re.finditer(r"[^\n]+", text[begin:]):
        found = section_of(line[0], rules)
        if found is not None and found is not Section.ORDERS:
            return begin + line.start()
        at = begin + line.end()
    return at


def _starts(text: str, begin: int, end: int, *, strict: bool) -> list[_Start]:
    """(start, printed number, heading, start of the body) of each row."""
    named: list[_Start] = [
        (row.start("n"), int(row["n"]), " ".join(row["h"].split()), row.end("h"))
        for row in _ROW.finditer(text, begin, end)
        if "\n\n" not in row[0]
    ]
    if strict:
        dated = re.search(r"\bno\s+later\s+than\b|\bdue\s+date\b", text, re.IGNORECASE)
        return list(named) if dated else []
    if not named:
        headed = list(_NAMED_ROW.finditer(text, begin, end))
        if headed:
            return [(row.start(), None, " ".join(row["h"].split()), row.end("h")) for row in headed]
    return _with_numbers_alone(text, begin, end, named)


def _with_numbers_alone(text: str, begin: int, end: int, named: list[_Start]) -> list[_Start]:
    """Add rows that begin with the next number but have no heading: at the top, or right after the date before."""
    rows: list[_Start] = []
    at, number = begin, 1
    while True:
        known = next((row for row in named if row[1] == number and row[0] >= at), None)
        alone = next(
            (
                mark
                for mark in re.compile(rf"(?:(?<=\s)|^)0?{number}[.)]?\s+(?=[A-Z(])").finditer(text, at, end)
                if _may_begin(text, begin, mark.start(), number)
            ),
            None,
        )
        if known is not None and (alone is None or known[0] <= alone.start()):
            rows.append(known)
            at = known[3]
        elif alone is not None:
            rows.append((alone.start(), number, None, alone.end()))
            at = alone.end()
        else:
            later = [row for row in named if row[0] >= at and (row[1] or 0) > number]
            if not later:
                return rows
            number = min(row[1] or 0 for row in later)  # a row is missing: the others stand, and somebody is asked
            continue
        number += 1


def _may_begin(text: str, begin: int, at: int, number: int) -> bool:
    before = text[begin:at].strip(" \t\n|")
    if number == 1:
        return not before
    return _DATE_BEFORE.search(before) is not None
