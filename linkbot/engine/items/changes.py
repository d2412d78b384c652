"""What a review changes, order by order: withdrawn, other words, another sum, another date.

Reads sentences about a numbered order, the words that follow "is replaced as follows:", and tables of what was and what
is now. An order that the review adds is an item of the letter like any other. Nothing is applied here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from linkbot.engine.dates.due_dates import Due, LetterDay, find_due
from linkbot.engine.dates.passages import Passage, passages, sentences
from linkbot.engine.dates.phrases import compiled
from linkbot.engine.dates.verdicts import is_past
from linkbot.engine.items.change_table import changed_rows
from linkbot.engine.items.money import money_in
from linkbot.engine.items.outcomes import numbered_clauses
from linkbot.engine.items.pounds import pounds_in
from linkbot.model.deadline_rules import DeadlineRules
from linkbot.model.item import ItemKind
from linkbot.model.mail import Letter
from linkbot.model.reading import ItemChange

_STANDS = re.compile(
    r"\b(?:not|neither|no\s+reason\s+to)\b[^.;]{0,20}\b(?:withdraw|remove|set\s+aside|cancel)", re.IGNORECASE
)
_GIVEN_UP = re.compile(  # the date that makes room: "30 April for 31 March", "instead of 31 March", "from 31 March to"
    r"(?:20\d\d|\d(?:st|nd|rd|th)?|[a-z]{3,9})\s+for\s+(?:the\s+)?$"
    r"|\b(?:from|instead\s+of|in\s+place\s+of|rather\s+than|not|was|replac\w+)\s+(?:the\s+)?(?:date\s+of\s+)?$",
    re.IGNORECASE,
)
_REPLACED = re.compile(
    r"\b(?:as\s+follows|to\s+read|now\s+reads?|should\s+(?:now\s+)?read|will\s+(?:now\s+)?read|with\s+the\s+following|by\s+the\s+following"
    r"|(?:replaced|substituted)\s+(?:by|with))\b[\s:,-]*",
    re.IGNORECASE,
)
_OLD_SUM = re.compile(
    r"\b(?:from|instead\s+of|rather\s+than|in\s+place\s+of|not|was|previously|originally|earlier|first)\s+(?:the\s+|of\s+)*$",
    re.IGNORECASE,
)
_BY_HOW_MUCH = re.compile(r"\bby\s+(?:a\s+further\s+)?$|\b(?:further|additional|extra|another)\s+$", re.IGNORECASE)
_OTHER_SUM = re.compile(
    r"\b(?:increas\w+|rais\w+|reduc\w+|lower\w+|chang\w+|amend\w+|vari\w+|replac\w+|substitut\w+|instead|rather\s+than|now|revis\w+)\b",
    re.IGNORECASE,
)
_REPLACES = re.compile(
    r"\b(?:amended|revised|varied)\s+(?:at|on|after|following)\s+review\b|\b(?:amended|revised)\s+(?:final\s+)?(?:determination|decision|report)\b"
    r"|\b(?:replaces|supersedes)\s+(?:our|the|my)\s+(?:\w+\s+)?(?:determination|decision|report|orders)\b"
    r"|\bin\s+place\s+of\s+(?:our|the|my)\s+(?:\w+\s+)?(?:determination|decision|report)\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(r"\bwill\s+(?:be\s+sent|follow|be\s+issued|come|send)\b|\bto\s+follow\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Clause:
    """What is said of one numbered order; `after`: where the words that follow it may stand."""

    kind: ItemKind
    number: int
    start: int
    end: int
    after: tuple[int, int] | None


def says_it_replaces(letters: tuple[Letter, ...]) -> bool:
    """Whether a determination says that it stands in place of an earlier one (and not that such a one will follow)."""
    for letter in letters:
        for match in _REPLACES.finditer(letter.text):
            if not _TO_COME.search(letter.text[match.end() : match.end() + 60]):
                return True
    return False


def changes_in(
    letters: tuple[Letter, ...], day: LetterDay, rules: DeadlineRules, *, review: bool
) -> tuple[ItemChange, ...]:
    """Changes of numbered orders and recommendations, one each, by kind and number.

    In a letter that is not a `review` outcome a date needs a word that says it is new, and sums and words are left.
    """
    changes: dict[tuple[ItemKind, int], ItemChange] = {}
    for letter in letters:
        dues = [due for due in find_due(letter.text, day, rules) if due.on is not None and not is_past(due, day)]
        if review:
            for row in changed_rows(letter, day, rules):
                changes[row.kind, row.number] = row
        for clause in _clauses(letter):
            change = _change(letter, clause, dues, rules, review=review)
            if change is not None and (clause.kind, clause.number) not in changes:
                changes[clause.kind, clause.number] = change
    return tuple(changes[key] for key in sorted(changes))


def _clauses(letter: Letter) -> Iterator[_Clause]:
    found = passages(letter.text, letter.boilerplate)
    for at, passage in enumerate(found):
        after = _following(found, at)
        if passage.style in ("order", "recommendation") and passage.number is not None:
            yield _Clause(ItemKind(passage.style), passage.number, passage.start, passage.end, after)
            continue
        for start, end in sentences(letter.text, passage):
            for number, begin, clause in numbered_clauses(letter.text[start:end], start):
                is_order = not re.match(r"recommendation", clause, re.IGNORECASE)
                kind = ItemKind.ORDER if is_order else ItemKind.RECOMMENDATION
                last = begin + len(clause) >= passage.end
                yield _Clause(kind, number, begin, begin + len(clause), after if last else None)


def _following(found: tuple[Passage, ...], at: int) -> tuple[int, int] | None:
    """The passages right below, up to the next gap: the new words of an order, with their parts."""
    if at + 1 >= len(found):
        return None
    end = at + 1
    while end + 1 < len(found) and not found[end + 1].gap:
        end += 1
    return found[at + 1].start, found[end].end


def _change(
    letter: Letter, clause: _Clause, dues: list[Due], rules: DeadlineRules, *, review: bool
) -> ItemChange | None:
    words = letter.text[clause.start : clause.end]
    if compiled(rules.outcomes.withdrawn).search(words) and not _STANDS.search(words):
        return ItemChange(clause.number, withdrawn=True, kind=clause.kind)
    span = (clause.start, clause.end)
    text: str | None = None
    if review and (replaced := _REPLACED.search(words)) is not None:
        inside = words[replaced.end() :].strip(" \n\"“”‘’'.")
        if len(inside.split()) > 3:
            text = inside
        elif clause.after is not None:
            text, span = letter.text[slice(*clause.after)], clause.after
    text = " ".join(text.split()).strip('"“”') if text else None
    amount = (money_in(text).amount_gbp if text else _new_sum(words)) if review else None
    here = [due for due in dues if span[0] <= due.date_start < span[1]]
    here = [due for due in here if not _given_up(letter.text, due)] or here
    said = letter.text[max(0, clause.start - 60) : clause.end]
    dated = here and (review or compiled(rules.outcomes.moved).search(said))
    if not (text or amount or dated):
        return None
    due = here[-1].deadline(purpose=f"{clause.kind.value} {clause.number}", source=letter.source) if dated else None
    return ItemChange(clause.number, due=due, text=text, amount_gbp=amount, kind=clause.kind)


def _given_up(text: str, due: Due) -> bool:
    return _GIVEN_UP.search(text[max(0, due.date_start - 30) : due.date_start]) is not None


def _new_sum(words: str) -> Decimal | None:
    """ "… is increased from £200 to £350", "£375 (instead of £225)"; not "increased by £100"."""
    if not _OTHER_SUM.search(words):
        return None
    found = pounds_in(words)
    if any(_BY_HOW_MUCH.search(words[max(0, one.start - 20) : one.start]) for one in found):
        return None
    new = [one for one in found if not _OLD_SUM.search(words[max(0, one.start - 30) : one.start])]
    return new[0].value if len(new) == 1 else None
