"""What a confirmation says is satisfied and what it leaves open, each in the words that name it.

"Thank you for the apology, which completes that part" names the apology, not its tail. Which task a name means is
decided where the tasks are known.
"""

from __future__ import annotations

import re

from linkbot.engine.dates.phrases import compiled
from linkbot.engine.items.outcomes import order_numbers, sentences_of
from linkbot.model.deadline_rules import DeadlineRules
from linkbot.model.mail import Letter
from linkbot.model.reading import Confirmation

_CLAUSES = re.compile(
    r";|,?\s+\bbut\b|,\s+(?=(?:both\s+of\s+|all\s+of\s+|for\s+)?which\b|although\b|however\b|though\b"
    r"|and\s+(?:these|those|they|that|this|both|it)\b"
    r"|so\s+(?:these|those|they|that|both|all)\b)|\bexcept\b|\s+[–—-]\s+",
    re.IGNORECASE,
)
_NOTHING_OPEN = re.compile(
    r"\b(?:no|nothing|not|last\s+thing|none)\b[^.]{0,40}\boutstanding\b|was\s+the\s+last", re.IGNORECASE
)
_LEADS = re.compile(
    r"\W*(?:(?:many\s+)?thank(?:s|\s+you)(?:\s+very\s+much)?(?:\s+again)?\s+for(?:\s+sending(?:\s+(?:me|us))?)?"
    r"|(?:i|we)(?:\s+have|['’]ve)?(?:\s+now)?"
    r"\s+(?:had|seen|received|got|checked|looked\s+at|read|considered)|further\s+to|having\s+(?:seen|read"
    r"|considered|checked)|with|on|that\s+(?:just\s+|only\s+)?leaves"
    r"|which\s+(?:just\s+|only\s+)?leaves|(?:i|we)\s+(?:am|are|['’]m|['’]re)\s+(?:pleased|glad"
    r"|happy)\s+to\s+(?:say|confirm|record)(?:\s+that)?"
    r"|(?:i|we)(?:\s+am|\s+are|['’]m|['’]re)?\s+(?:now\s+)?(?:satisfied|content|persuaded|happy)\s+(?:that"
    r"|with)|(?:i|we)\s+(?:accept|record|note)(?:\s+that)?"
    r"|(?:i|we)\s+(?:still\s+|now\s+only\s+)?(?:need|await|want|are\s+waiting\s+for|am\s+waiting\s+for)"
    r"|still\s+to\s+come(?:\s+(?:is|are))?|and|so)\b[\s:,]*",
    re.IGNORECASE,
)
_BEING = re.compile(
    r"(?:(?:\s+|^)(?:is|are|was|were|has|have|been|being|both|all|now|therefore|still|not|i|we|am)\b"
    r"|[\s:,])*\s*$",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(r"\W*(?:those|these|them|it|both|that|this)\b(?!\s+\w+\s+of\b)", re.IGNORECASE)
_DATE = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+(?:\s+20\d\d)?|\b\d{1,2}/\d{1,2}(?:/\d+)?")
_BY_WHEN = re.compile(r"\b(?:(?:and\s+)?(?:is|are|not|yet)\s+)*(?:due|until|by|on)\b.*", re.IGNORECASE | re.DOTALL)


def confirmation_in(letters: tuple[Letter, ...], rules: DeadlineRules) -> Confirmation | None:
    """What is satisfied and what is not. Complete only when nothing is left open."""
    satisfied: list[str] = []
    outstanding: list[str] = []
    everything = False
    before = ""
    for sentence in sentences_of(letters):
        for clause in _CLAUSES.split(sentence):
            open_word = compiled(rules.outcomes.outstanding).search(clause)
            done_word = compiled(rules.outcomes.satisfied).search(clause)
            if open_word is not None and not _NOTHING_OPEN.search(clause):
                outstanding += (named := _names(clause, before, open_word, rules))
                before = " and ".join(named)
            elif done_word is not None:
                satisfied += (named := _names(clause, before, done_word, rules))
                before = " and ".join(named)
                everything = everything or compiled(rules.outcomes.everything).search(clause) is not None
            elif _content(clause, rules):
                before = clause
    if not satisfied and not outstanding:
        return None
    return Confirmation(
        complete=bool(satisfied) and not outstanding and (everything or not order_numbers(" ".join(satisfied))),
        satisfied=tuple(dict.fromkeys(satisfied)),
        outstanding=tuple(dict.fromkeys(outstanding)),
    )


def _names(clause: str, before: str, status: re.Match[str], rules: DeadlineRules) -> list[str]:
    """The orders named by number, else the words that name the thing: what stands before the word of status, what
    stands after it, and where both only point back, what the clause before was about."""
    numbers = order_numbers(clause)
    if numbers:
        return [f"order {number}" for number in numbers]
    subject = _BEING.sub("", clause[: status.start()])
    if _content(subject, rules):
        return [_tidy(subject)]
    after = _BY_WHEN.sub("", clause[status.end() :])
    points_back = _POINTS_BACK.match(after) is not None
    if _content(after, rules) and not (points_back and before):
        return [_tidy(after)]
    earlier = order_numbers(before)
    if earlier:
        return [f"order {number}" for number in earlier]
    return [_tidy(before or clause)]


def _content(words: str, rules: DeadlineRules) -> bool:
    """Whether the words name anything at all."""
    return (
        re.search(r"[A-Za-z]{2}|\d", compiled(rules.outcomes.nameless).sub(" ", _DATE.sub(" ", _tidy(words))))
        is not None
    )


def _tidy(words: str) -> str:
    words = " ".join(words.split())
    while (lead := _LEADS.match(words)) is not None and lead.end() > 0:
        words = words[lead.end() :]
    words = words.strip(" .,:;–—-")
    words = re.sub(r"^(?:(?:that|with|as|of|for)\s+)+|\s+(?:and|or)$", "", words, flags=re.IGNORECASE)
    return words.strip(" .,:;–—-")
