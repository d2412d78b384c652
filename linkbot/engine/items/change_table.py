"""A table of what an order was and what it is now: `Order | Was | Is now | By`, with bars or tabs between the cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from linkbot.engine.dates.due_dates import LetterDay, find_due
from linkbot.engine.dates.phrases import compiled
from linkbot.engine.dates.verdicts import is_past
from linkbot.engine.items.money import money_in
from linkbot.engine.items.pounds import pounds_in
from linkbot.model.deadline_rules import DeadlineRules
from linkbot.model.item import ItemKind
from linkbot.model.mail import Letter
from linkbot.model.reading import ItemChange

_NOW = re.compile(
    r"(?:it\s+)?(?:is|are|will\s+be|as)?\s*(?:now|new|amended|revised|changed(?:\s+to)?|replaced\s+(?:by|with)|after(?:\s+the)?\s+review"
    r"|becomes)(?:\s+(?:order|wording|text|terms|order\s+reads|reads))?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?P<what>order|recommendation)?\s*(?:no\.?\s*)?(?P<n>\d{1,2})\b", re.IGNORECASE)
_AS_IT_WAS = re.compile(
    r"\W*(?:no\s+change|unchanged|not\s+changed|as\s+(?:it\s+was|before)|stands|same|n/?a)?\W*", re.IGNORECASE
)


@dataclass(frozen=True)
class _Head:
    now: int
    due: int | None


def changed_rows(letter: Letter, day: LetterDay, rules: DeadlineRules) -> Iterator[ItemChange]:
    """One change a row whose order number is printed; nothing when no head line has a column for what is now."""
    head: _Head | None = None
    for line in letter.text.split("\n"):
        cells = _cells(line)
        if head is None:
            head = _head(cells, rules)
            continue
        number = _NUMBER.match(cells[0]) if cells else None
        if number is None or len(cells) <= head.now:
            continue
        kind = ItemKind((number["what"] or "order").lower())
        words = cells[head.now]
        if compiled(rules.outcomes.withdrawn).search(words):
            yield ItemChange(int(number["n"]), withdrawn=True, kind=kind)
            continue
        date_cell = cells[head.due] if head.due is not None and len(cells) > head.due else words
        dues = [due for due in find_due(date_cell, day, rules) if due.on is not None and not is_past(due, day)]
        due = dues[-1].deadline(purpose=f"{kind.value} {number['n']}", source=letter.source) if dues else None
        text = None if _AS_IT_WAS.fullmatch(words) else words
        sums = pounds_in(text) if text else ()
        amount = money_in(text).amount_gbp if text else None
        if text and amount is None and len(sums) == 1:
            amount = sums[0].value  # a bare sum in the column of what is now
        if text or due:
            says = len(text.split()) > 3 if text else False  # "£350" alone is a sum, and no words of an order
            yield ItemChange(int(number["n"]), due=due, text=text if says else None, amount_gbp=amount, kind=kind)


def _cells(line: str) -> list[str]:
    mark = "|" if "|" in line else "\t"
    return [" ".join(cell.split()) for cell in line.strip(" |").split(mark)] if mark in line.strip(" |") else []


def _head(cells: list[str], rules: DeadlineRules) -> _Head | None:
    now = next((at for at, cell in enumerate(cells) if at and _NOW.fullmatch(cell.strip(" :?"))), None)
    if now is None:
        return None
    due = next(
        (
            at
            for at, cell in enumerate(cells)
            if at > now and compiled(rules.due_columns).fullmatch(cell.strip(" :?").lower())
        ),
        None,
    )
    return _Head(now, due)
