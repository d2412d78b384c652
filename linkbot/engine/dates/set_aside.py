"""Dates that are named only to be set aside: refused, given on a condition, part of a reason, in a policy.

Looks at the words between the one word and the date. Whose date it is otherwise is `bystanders`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from linkbot.engine.dates.demands import commands
from linkbot.engine.dates.phrases import any_of, compiled
from linkbot.engine.dates.reply_uses import Use
from linkbot.model.deadline_rules import DeadlineRules

_BEYOND = re.compile(r"\b(?:beyond|past|after|(?:later|further|longer|more)\s+than)\b", re.IGNORECASE)
_AFTER = re.compile(r"\bafter\s+(?:the\s+)?$", re.IGNORECASE)
_TURNS = re.compile(r"[,;:.]|\s[–—-]\s|\b(?:and|but|so|only)\b", re.IGNORECASE)
_REASON = re.compile(  # "As the scaffold cannot be put up before Easter is over, …"
    r"\b(?:because|as|since|given\s+that|seeing\s+that|while|whilst|although|though)\s+"
    r"(?:the|a|an|you|your|we|i|our|my|he|she|his|her|it|its|they|their|this|that|these|there|nobody|no|much|M(?:r|rs|s)\.?)"
    r"\s+(?:[^\s,;]+\s+){2,}?",
    re.IGNORECASE,
)
_ANY = re.compile(
    r"(?:an?|any|each|every|all|receiving|getting|becoming|being|someone|somebody|their)\b", re.IGNORECASE
)
_DONE = re.compile(  # "it was registered within 5 days", "the officer called within an hour"
    r"(?<!\bbe\s)\b(?!(?:ask|requir|order|agre|request|expect|invit|need|want|direct|oblig|allow|grant|extend|attach|enclos|list"
    r"|outlin|describ|refer|propos|recommend|continu|proce|succe|exce|inde|spe|fe|remind|instruct|interest|concern)\w*ed\b"
    r"|agreed|need|speed|feed|indeed|exceed|proceed|succeed)\w{2,}ed\s+(?:(?!to\b)\w+\s+){0,3}$",
    re.IGNORECASE,
)
_CONSEQUENCE = re.compile(
    r"\b(?:an?|the|our|my|its)\s+(?:\w+\s+){0,3}?(?:failure\s+order|failure\s+notice|summons|public\s+report|report|notice)\s+"
    r"(?:will|may|would|shall)\b",
    re.IGNORECASE,
)
_SAID_OF_IT = r"[\s,)]*(?:(?:is|was|are|would\s+be|will\s+be|seems|being)\s+)?(?:\w+\s+){0,2}?"


@lru_cache(maxsize=8)
def _refusing(rules: DeadlineRules) -> re.Pattern[str]:
    words = rules.outcomes
    return re.compile(
        rf"(?<![\w'’]){any_of(words.refusing)}\s+(?:[^\s.;:,]+\s+){{0,4}}?{any_of(words.giving)}(?![\w'’])",
        re.IGNORECASE,
    )


@lru_cache(maxsize=8)
def _unsuiting(rules: DeadlineRules) -> re.Pattern[str]:
    to_move = r"(?!\s+to\s+(?:move|extend|change|alter))"
    return re.compile(rf"{_SAID_OF_IT}{any_of(rules.outcomes.unsuiting)}(?![\w'’]){to_move}", re.IGNORECASE)


def refused(use: Use, rules: DeadlineRules) -> bool:
    """Whether the date is one that is not given: "I cannot give you until 22 April", "until 24 March is not possible".

    "I cannot extend it beyond 12 March" and "I cannot help: 12 March stands" leave the date as it is.
    """
    at = max(0, use.due.date_start - use.clause_at)
    if _AFTER.search(use.clause[:at]):  # "what comes after 24 March is too late"
        return False
    for match in _refusing(rules).finditer(use.clause, 0, at):
        between = use.clause[match.end() : at]
        if not _TURNS.search(between) and not _BEYOND.search(between):
            return True
    return _unsuiting(rules).match(use.clause, max(0, use.due.end - use.clause_at)) is not None


def conditional(sentence: str, rules: DeadlineRules) -> bool:
    """Whether more time is only held out: "I may be able to give you another week, but first …"."""
    return (
        compiled(rules.outcomes.conditional).search(sentence) is not None
        and compiled(rules.outcomes.giving).search(sentence) is not None
    )


def in_a_reason(use: Use, rules: DeadlineRules) -> bool:
    """Whether the date stands in a clause that gives a reason, where nothing is asked."""
    if use.due.cue == "strong":
        return False
    at = max(0, use.due.date_start - use.clause_at)
    for match in _REASON.finditer(use.clause, 0, at):
        reason = use.clause[match.start() : at]
        if "," in reason or ";" in reason or compiled(rules.strong_asks).search(reason):
            continue
        return not (match.start() > 0 and commands(use, rules) and use.due.cue == "column")
    return False


def _bids(use: Use, before: str, rules: DeadlineRules) -> bool:
    duty = compiled(rules.items.duties).search(before)
    return duty is not None or commands(use, rules) or compiled(rules.strong_asks).search(before) is not None


def follows_otherwise(use: Use, rules: DeadlineRules) -> bool:
    """Whether it is the day of what happens if nothing comes: "a failure order will be made on 11 March"; not where the
    condition comes after it: "an order will be made if nothing is here by 11 March"."""
    before = use.clause[: max(0, use.due.date_start - use.clause_at)]
    found = _CONSEQUENCE.search(before)
    return found is not None and compiled(rules.threats).search(before, found.end()) is None


def in_a_policy(use: Use, rules: DeadlineRules) -> bool:
    """Whether it says how long a thing may take at any time: by its words, or as the clock starts at "a report"."""
    clock = use.due.clock
    if clock is None or (clock.explicit and clock.event is not None) or clock.start_on is not None:
        return False
    if clock.unknown is not None and _ANY.match(clock.unknown):
        return True
    before = use.clause[: max(0, clock.start - use.clause_at)]
    if not clock.explicit and _DONE.search(before) and not _bids(use, before, rules):
        return True
    if commands(use, rules) or any(compiled(each).search(before) for each in (rules.strong_asks, rules.threats)):
        return False
    return compiled(rules.policies).search(before) is not None
