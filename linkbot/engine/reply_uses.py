"""Each due date of a letter in its sentence, its clause and the lead-in its list hangs from.

The surroundings a judgement needs, cut out once. Whether the date is ours to keep is judged in `deadlines`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from linkbot.engine.due_dates import Due, LetterDay, find_due
from linkbot.engine.passages import Passage, passages, sentences
from linkbot.model.deadline_rules import DeadlineRules
from linkbot.model.mail import Letter

_CLAUSE = re.compile(r";|,?\s+\bbut\b|\s+[–—]\s+")


@dataclass(frozen=True)
class Use:
    """A due date in its sentence. `lead` is the sentence a list hangs from."""

    due: Due
    letter: int
    source: str
    sentence: str
    clause: str
    local: str  # from the date before it to its own end
    lead: str
    sentence_at: int
    clause_at: int


def uses_in(number: int, letter: Letter, day: LetterDay, rules: DeadlineRules) -> list[Use]:
    """Every date and clock of a letter in order. `number` says which of the acting letters it is."""
    text = letter.text
    dues = find_due(text, day, rules)
    uses: list[Use] = []
    for passage, lead in _with_leads(text, letter.boilerplate):
        for start, end in sentences(text, passage):
            inside = [due for due in dues if start <= due.date_start < end]
            before = start
            for due in inside:
                clause_start, clause_end = _clause(text, start, max(end, due.end), due)
                uses.append(
                    Use(
                        due=due,
                        letter=number,
                        source=letter.source,
                        sentence=text[start : max(end, due.end)],
                        clause=text[clause_start:clause_end],
                        local=text[before : due.end],
                        lead=lead,
                        sentence_at=start,
                        clause_at=clause_start,
                    )
                )
                before = due.end
    return uses


def _with_leads(text: str, skip: tuple[tuple[int, int], ...]) -> list[tuple[Passage, str]]:
    """Each passage with the lead-in that the list it is in hangs from."""
    result = []
    lead = ""
    for passage in passages(text, skip):
        if passage.style:
            result.append((passage, lead))
            continue
        words = passage.of(text)
        hangs = lead.rstrip().endswith(":") and not passage.gap
        result.append((passage, lead if hangs else ""))
        if not hangs or words.rstrip().endswith(":"):
            spans = sentences(text, passage)
            lead = text[spans[-1][0] : spans[-1][1]] if spans else ""
    return result


def _clause(text: str, start: int, end: int, due: Due) -> tuple[int, int]:
    for mark in _CLAUSE.finditer(text, start, end):
        if mark.end() <= due.start:
            start = mark.end()
        elif mark.start() >= due.end:
            end = mark.start()
            break
    return start, end
