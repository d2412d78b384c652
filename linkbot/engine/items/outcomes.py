"""Answers in a letter: an extension granted or refused, the orders it is about, what a review changes.

Sentence by sentence; order numbers are kept as printed. Deciding what follows is not done here.
"""

from __future__ import annotations

import re

from linkbot.engine.dates.due_dates import Due, LetterDay, find_due
from linkbot.engine.dates.passages import passages, sentences
from linkbot.engine.dates.phrases import compiled
from linkbot.engine.dates.verdicts import is_past
from linkbot.model.deadline_rules import DeadlineRules
from linkbot.model.mail import Letter
from linkbot.model.reading import ItemChange, ReplyOutcome

_NUMBERS = re.compile(
    r"\b(?:orders?|items?|actions?|recommendations?|parts?|points?|steps?)\s+(?:numbers?\s+|nos?\.?\s+)?"
    r"(?P<list>(?:\(?(?:\d{1,2}|[a-hA-H])\)?(?![\w/%])(?:\s*(?:,|and|&|to|-|–|or)\s*(?:and\s+)?)?)+)",
    re.IGNORECASE,
)
_SETTLED = re.compile(
    r"\bnot\s+(?:yet\s+)?due\b|\b(?:has|have)\s+been\s+(?:complied|met|completed|satisfied|done)\b|\b(?:is|are)\s+(?:now\s+)?"
    r"(?:complete|satisfied)\b|\bsatisfied\s+with\b",
    re.IGNORECASE,
)
_NO_MORE = re.compile(r"\b(?:again|further|any\s+more|beyond\s+that|after\s+that)\b", re.IGNORECASE)
_STANDS = re.compile(
    r"\b(?:not|neither|no\s+reason\s+to)\b[^.;]{0,20}\b(?:withdraw|remove|set\s+aside|cancel)", re.IGNORECASE
)
_GIVEN_UP = re.compile(  # the date that makes room: "30 April for 31 March", "instead of 31 March", "from 31 March to"
    r"(?:20\d\d|\d(?:st|nd|rd|th)?|[a-z]{3,9})\s+for\s+(?:the\s+)?$"
    r"|\b(?:from|instead\s+of|in\s+place\s+of|rather\s+than|not|was|replac\w+)\s+(?:the\s+)?(?:date\s+of\s+)?$",
    re.IGNORECASE,
)
_ONE = re.compile(r"\b(\d{1,2}|[a-hA-H])\b\)?\s*(to\b|-|–)?")


def order_numbers(text: str) -> tuple[int, ...]:
    """The numbers in "orders 2 and 3", "orders 1 to 4", "parts A and B"."""
    found: list[int] = []
    for match in _NUMBERS.finditer(text):
        pending: int | None = None
        for one in _ONE.finditer(match["list"]):
            number = int(one[1]) if one[1].isdigit() else ord(one[1].lower()) - ord("a") + 1
            found.extend(range(pending + 1, number + 1) if pending is not None else [number])
            pending = number if one[2] else None
    return tuple(dict.fromkeys(found))


def concerned(letters: tuple[Letter, ...], *, chaser: bool) -> tuple[int, ...]:
    """The orders a letter is about; in a chaser without those it calls done or not due yet."""
    clauses = [clause for sentence in sentences_of(letters) for _, _, clause in numbered_clauses(sentence, 0)]
    if chaser:
        clauses = [clause for clause in clauses if not _SETTLED.search(clause)]
    return tuple(dict.fromkeys(number for clause in clauses for number in order_numbers(clause)))


def extension_in(letters: tuple[Letter, ...], rules: DeadlineRules) -> ReplyOutcome | None:
    """Granted or refused. A refusal outweighs a friendly word beside it, but not a new date given after it ("I cannot
    agree to four weeks; I can allow until 17 March"). None: the words do not say."""
    outcome: ReplyOutcome | None = None
    for sentence in sentences_of(letters):
        refused = compiled(rules.outcomes.refused).search(sentence)
        if refused and not _NO_MORE.search(sentence):
            outcome = ReplyOutcome.REFUSED
        elif granted := compiled(rules.outcomes.granted).search(sentence):
            dated = re.search(r"\b(?:until|to|by)\b[^.]*\d", sentence[granted.start() :]) is not None
            if outcome is None or dated:
                outcome = ReplyOutcome.GRANTED
    return outcome


def changes_in(
    letters: tuple[Letter, ...], day: LetterDay, rules: DeadlineRules, *, review: bool
) -> tuple[ItemChange, ...]:
    """Orders that a review moves or withdraws: a numbered order, and a new date or a word of withdrawal.

    In a letter that is not a `review` outcome a date needs a word that says it is new.
    """
    changes: dict[int, ItemChange] = {}
    for letter in letters:
        dues = find_due(letter.text, day, rules)
        for passage in passages(letter.text, letter.boilerplate):
            for start, end in sentences(letter.text, passage):
                sentence = letter.text[start:end]
                for number, clause_start, clause in numbered_clauses(sentence, start):
                    if compiled(rules.outcomes.withdrawn).search(clause) and not _STANDS.search(clause):
                        changes[number] = ItemChange(number, withdrawn=True)
                        continue
                    here = [
                        d
                        for d in dues
                        if clause_start <= d.date_start < clause_start + len(clause)
                        and d.on is not None
                        and not is_past(d, day)
                    ]
                    here = [d for d in here if not _given_up(letter.text, d)] or here
                    if here and (review or compiled(rules.outcomes.moved).search(sentence)):
                        due = here[-1].deadline(purpose=f"order {number}", source=letter.source)
                        changes[number] = ItemChange(number, due=due)
    return tuple(changes[number] for number in sorted(changes))


def _given_up(text: str, due: Due) -> bool:
    return _GIVEN_UP.search(text[max(0, due.date_start - 30) : due.date_start]) is not None


def numbered_clauses(sentence: str, start: int) -> list[tuple[int, int, str]]:
    """(order number, place, clause) for each order named, up to the next order named in another clause."""
    found: list[tuple[int, int, str]] = []
    marks = list(_NUMBERS.finditer(sentence))
    for position, match in enumerate(marks):
        stop = marks[position + 1].start() if position + 1 < len(marks) else len(sentence)
        clause = sentence[match.start() : stop]
        found.extend((number, start + match.start(), clause) for number in order_numbers(match[0]))
    return found


def sentences_of(letters: tuple[Letter, ...]) -> list[str]:
    """All sentences of the letters in order, boilerplate left out."""
    return [
        letter.text[start:end]
        for letter in letters
        for passage in passages(letter.text, letter.boilerplate)
        for start, end in sentences(letter.text, passage)
    ]
