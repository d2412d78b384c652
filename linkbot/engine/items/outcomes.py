"""Answers in a letter: an extension granted or refused, the orders it is about.

Sentence by sentence; order numbers are kept as printed. What a review changes is read in `changes`.
"""

from __future__ import annotations

import re

from linkbot.engine.dates.passages import passages, sentences
from linkbot.engine.dates.phrases import compiled
from linkbot.model.deadline_rules import DeadlineRules
from linkbot.model.mail import Letter
from linkbot.model.reading import ReplyOutcome

_NUMBERS = re.compile(
    r"\b(?P<noun>orders?|items?|actions?|recommendations?|parts?|points?|steps?)\s+(?:numbers?\s+|nos?\.?\s+)?"
    r"(?P<list>(?:\(?(?:\d{1,2}|[a-hA-H])\)?(?![\w/%])(?:\s*(?:,|and|&|to|-|–|or)\s*(?:and\s+)?)?)+)",
    re.IGNORECASE,
)
_SETTLED = re.compile(
    r"\bnot\s+(?:yet\s+)?due\b|\b(?:has|have)\s+been\s+(?:complied|met|completed|satisfied|done)\b|\b(?:is|are)\s+(?:now\s+)?"
    r"(?:complete|satisfied)\b|\bsatisfied\s+with\b",
    re.IGNORECASE,
)
_NO_MORE = re.compile(r"\b(?:again|further|any\s+more|beyond\s+that|after\s+that)\b", re.IGNORECASE)
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
