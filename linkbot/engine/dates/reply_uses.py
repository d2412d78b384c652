"""Each due date of a letter in its sentence, its clause and the lead-in its list hangs from.

The surroundings a judgement needs, cut out once. Whether the date is ours to keep is judged in `deadlines`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from linkbot.engine.dates.due_dates import Due, LetterDay, find_due
from linkbot.engine.dates.passages import Passage, passages, sentences
from linkbot.engine.facts.spans import Spans
from linkbot.model.deadline_rules import DeadlineRules
from linkbot.model.mail import Letter

_CLAUSE = re.compile(r";|,?\s+\bbut\b|\s+[–—-]{1,2}\s+")
_QUOTED = re.compile(r"\"[^\"\n]{3,}(?:\n(?!\s*\n)[^\"\n]*){0,3}\"|“[^”]{3,300}”")
_INSTEAD = re.compile(
    r"\b(?:instead\s+of|rather\s+than|not|from|in\s+place\s+of|was|were)\s+(?:the\s+)?$", re.IGNORECASE
)

_REPLACES = re.compile(
    r"[\s,(]*(?:and\s+)?(?:instead\s+of|rather\s+than|in\s+place\s+of|not)\s+(?:the\s+)?(?:\w+day\s+)?(?:the\s+)?\d",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:from|between)\s+(?:the\s+)?$", re.IGNORECASE)
_TO = re.compile(r"\s*(?:to|until|till|and|-|–)\s*(?:the\s+)?\d", re.IGNORECASE)
_IN_TURN = re.compile(
    r"\W*(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|the\s+(?:other|rest|second|third)|last(?:ly)?|finally)\b",
    re.IGNORECASE,
)


_ROUND = 4_000  # of a paragraph without end, what is near


@dataclass(frozen=True)
class Use:
    """A due date in its sentence. `lead` is the sentence a list hangs from, `before` the sentence before this one,
    `around` the paragraph up to the date, `quoted`: somebody else's words."""

    due: Due
    letter: int
    source: str
    sentence: str
    clause: str
    local: str  # from the date before it to its own end
    lead: str
    sentence_at: int
    clause_at: int
    before: str = ""
    around: str = ""
    quoted: bool = False
    element: int | None = None  # where the list element begins that it stands in

    @property
    def in_turn(self) -> bool:
        """Whether the paragraph counts things up: "First, … Secondly, …" have each their own date."""
        return _IN_TURN.match(self.around) is not None

    @property
    def in_place_of(self) -> bool:
        """Whether the date replaces another: "19 March instead of 12 March"."""
        return _REPLACES.match(self.clause, max(0, self.due.end - self.clause_at)) is not None

    @property
    def opens_a_stretch(self) -> bool:
        """Whether it is the first day of one: "the records from 5 May to 30 September"."""
        before = self.clause[: max(0, self.due.date_start - self.clause_at)]
        after = self.clause[max(0, self.due.end - self.clause_at) :]
        return _FROM.search(before) is not None and _TO.match(after) is not None

    @property
    def clause_is_instead(self) -> bool:
        """Whether the date is the one given up: "instead of 11 August"."""
        return _INSTEAD.search(self.clause[: max(0, self.due.date_start - self.clause_at)]) is not None


def uses_in(number: int, letter: Letter, day: LetterDay, rules: DeadlineRules) -> list[Use]:
    """Every date and clock of a letter in order. `number` says which of the acting letters it is."""
    text = letter.text
    dues = find_due(text, day, rules)
    if not dues:
        return []
    quotes = Spans.covering(mark.span() for mark in _QUOTED.finditer(text))
    uses: list[Use] = []
    previous = ""
    for passage, lead in _with_leads(text, letter.boilerplate):
        for start, end in sentences(text, passage):
            before = start
            for due in dues[bisect_left(dues, start, key=_place) : bisect_left(dues, end, key=_place)]:
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
                        before=previous,
                        around=text[max(passage.start, due.end - _ROUND) : due.end],
                        quoted=quotes.overlaps(due.date_start, due.date_start + 1),
                        element=passage.start if passage.style else None,
                    )
                )
                before = due.end
            previous = text[start:end]
    return uses


def _place(due: Due) -> int:
    return due.date_start


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
