"""What became of every date of a letter, and which of them nobody has accounted for.

A date in a sentence that tells us to do something, neither taken nor explained, is a doubt: a person is asked. So is
more time that is only held out. Which dates count is judged in `verdicts`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from linkbot.engine.dates.demands import commands
from linkbot.engine.dates.due_dates import Due, LetterDay
from linkbot.engine.dates.passages import passages, sentences
from linkbot.engine.dates.phrases import any_of, compiled
from linkbot.engine.dates.reply_uses import Use
from linkbot.engine.dates.set_aside import conditional
from linkbot.engine.dates.verdicts import Judged, Verdict, is_past
from linkbot.model.deadline import DateDoubt, DateMention, Deadline
from linkbot.model.deadline_rules import DeadlineRules
from linkbot.model.mail import Letter

_PROOF = re.compile(r"\b(?:evidence|proof|confirm\w*|show\w*|tell|report\w*)\b", re.IGNORECASE)
_OUGHT_TO_HAVE = re.compile(  # what was not done in its time; "should have the works finished by" is a duty
    r"\b(?:should|ought\s+to|could|might)\s+(?:not\s+)?(?:also\s+|then\s+|at\s+least\s+)?have\s+"
    r"(?!the\b|its\b|their\b|a\b|an\b|this\b|these\b|those\b|all\b|any\b|in\b|no\b|it\b|them\b|your\b|our\b)\w+",
    re.IGNORECASE,
)
_LONGEST = 160
_OPENS = 3  # words: a date so near the beginning heads its clause


def mention(use: Use, judged: Judged, day: LetterDay, rules: DeadlineRules) -> DateMention:
    """What became of one date, before the items are known. `open` when an instruction names it and nothing explains
    why it is no deadline."""
    due = use.due
    undecided = judged.verdict is Verdict.NO and not judged.told and _to_come(due, day)
    tells = undecided and instructs(use, rules) and not _OUGHT_TO_HAVE.search(use.sentence)
    return DateMention(
        phrase=due.phrase,
        on=due.on,
        anchor=_anchor(due),
        taken=judged.verdict is Verdict.LIVE,
        why=judged.why,
        source=use.source,
        sentence=" ".join(use.sentence.split()),
        start=due.start,
        open=tells,
        column=due.cue == "column" and _to_come(due, day),
        for_all=due.on is not None and (judged.verdict is Verdict.LIVE or undecided) and _of_all_orders(use, rules),
    )


def settled(one: DateMention, deadlines: Sequence[Deadline], *, inside: bool) -> DateMention:
    """The mention once orders and recommendations are known: a date of theirs, or in their text, is accounted for."""
    if one.on is not None and any(one.on == each.on for each in deadlines):
        own = next(each for each in deadlines if each.on == one.on)
        return replace(one, open=False) if one.taken else replace(one, open=False, why=f"the date for {own.purpose}")
    if inside and one.column and one.on is not None:
        return replace(
            one, open=True, taken=False, why="no order has it"
        )  # a second column of dates, beside the one the orders have
    if inside and not one.taken:
        return replace(one, open=False, why="in the words of an order or recommendation")
    return replace(one, taken=False, why="in the words of an order or recommendation") if inside else one


def unaccounted(mentions: Sequence[DateMention]) -> tuple[DateDoubt, ...]:
    """A doubt for each date left open."""
    return tuple(
        DateDoubt(
            "unaccounted",
            f"a date in the letter is not accounted for: “{_short(each.sentence)}”",
            each.phrase,
            each.source,
        )
        for each in mentions
        if each.open
    )


def at_odds(mentions: Sequence[DateMention], items: Sequence[Deadline]) -> tuple[DateDoubt, ...]:
    """A covering mail that says when all orders are due, where the orders themselves say another day."""
    own = {each.on for each in items if each.on is not None}
    return tuple(
        DateDoubt(
            "two_for_one", f"two dates for the orders: {one.phrase}, and {items[0].phrase}", one.phrase, one.source
        )
        for one in mentions
        if one.for_all and own and one.on not in own
    )


def held_out(letters: Sequence[Letter], rules: DeadlineRules) -> tuple[DateDoubt, ...]:
    """More time that depends on something, in an answer to a request for time."""
    return tuple(
        DateDoubt("conditional", f"more time is only held out: “{_short(sentence)}”", _short(sentence), letter.source)
        for letter in letters
        for passage in passages(letter.text, letter.boilerplate)
        for start, end in sentences(letter.text, passage)
        if conditional(sentence := " ".join(letter.text[start:end].split()), rules)
    )


def instructs(use: Use, rules: DeadlineRules) -> bool:
    """Whether the clause tells us to do something: asks, commands, or says what must be done."""
    if use.quoted or any(compiled(each).search(use.clause) for each in (rules.narrative, rules.promises)):
        return False
    at = max(0, use.due.end - use.clause_at)
    opens = len(use.clause[: max(0, use.due.start - use.clause_at)].split()) < _OPENS
    words = use.clause if opens else use.clause[:at]
    if commands(use, rules) or compiled(rules.strong_asks).search(words):
        return True  # not a threat: "failing that a summons will be issued on 16 March" tells what follows
    return _bound(rules).search(words) is not None


@lru_cache(maxsize=8)
def _bound(rules: DeadlineRules) -> re.Pattern[str]:
    """ "The landlord must", "all orders are to be"."""
    return re.compile(
        rf"(?<![\w'’])(?:{any_of(rules.instructed)})\s+(?:\w+\s+){{0,2}}?(?:{any_of(rules.items.duties)})(?![\w'’])",
        re.IGNORECASE,
    )


def _of_all_orders(use: Use, rules: DeadlineRules) -> bool:
    """ "The orders are to be complied with by …"; not the day by which that is to be proved."""
    said = use.clause[: max(0, use.due.start - use.clause_at)]
    if _PROOF.search(said) or compiled(rules.outcomes.everything).search(said) is None:
        return False
    return compiled(rules.outcomes.satisfied).search(said) is not None


def _to_come(due: Due, day: LetterDay) -> bool:
    """A day after the letter, or a clock from an event nobody dated; lengths of time without "within" are no dates."""
    if due.vague or is_past(due, day) or (due.clock is not None and due.clock.bare):
        return False
    return due.on is None or due.on > day.reference


def _anchor(due: Due) -> str:
    if due.clock is not None and due.clock.unknown:
        return f"starts from {due.clock.unknown}, which the letter does not date"
    return due.basis or "stated"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
