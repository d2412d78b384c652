"""Is a date ours to keep? Each date of a letter is live, missed, past (asked for, but before the letter) or nothing.

A date counts with a cue, an ask and no blocker in its clause. The words are data; how they outweigh each other is here.
What the date is for, and which of two counts, is decided in `deadlines`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from linkbot.engine.dates.bystanders import TO_US, Bound, binds_others, was_requested
from linkbot.engine.dates.demands import asked, commands, is_asked
from linkbot.engine.dates.due_dates import Due, LetterDay
from linkbot.engine.dates.phrases import compiled
from linkbot.engine.dates.reply_uses import Use
from linkbot.engine.dates.set_aside import conditional, follows_otherwise, in_a_policy, in_a_reason, refused
from linkbot.model.deadline_rules import DeadlineRules

_OWED = re.compile(
    r"\b(?:asked|due|requested|expected|expecting|required|wanted|needed|promised\s+us)\b", re.IGNORECASE
)
HELD_OUT = "held out on a condition"
_ROLLED_TOO_FAR = timedelta(days=330)  # a year-less date that lands so far ahead was meant in the past
_FAR_WITHOUT_CUE = timedelta(days=240)  # "the quotation arrived on 8 January", in March
_SOON = timedelta(days=120)
_CAN_IT = re.compile(r"\W*(?:(?:so|and|then|but)\s+)?(?:can|could|would|will|might|may|shall)\b", re.IGNORECASE)
_THEIR_STEP = re.compile(  # a row of a table that says what happens next, not what is wanted
    r"\b(?:we|i|ombudsman|regulator|publish\w*|summons|hearing|if\s+(?:you|it)\s+(?:don['’]?t"
    r"|do(?:es)?\s+not))\b(?!\s+(?:need|want|require|ask))",
    re.IGNORECASE,
)


class Verdict(StrEnum):
    LIVE = "live"
    MISSED = "missed"
    PAST = "past"  # asked for, but before the letter
    NO = "no"


@dataclass(frozen=True)
class Judged:
    """A verdict and why, in words for a person. `told`: a rule says whose date it is, or that it is nobody's."""

    verdict: Verdict
    why: str
    told: bool = True


def judge(use: Use, kind: str | None, day: LetterDay, rules: DeadlineRules) -> Judged:
    """The verdict on one date in its surroundings."""
    due = use.due
    if use.quoted:
        return Judged(Verdict.NO, "somebody else's words, quoted")
    aside = _set_aside(use, kind, rules)
    if aside is not None:
        return Judged(Verdict.NO, aside)
    if due.cue == "column" and _THEIR_STEP.search(use.sentence) is not None:
        return Judged(Verdict.NO, "a step that others take")
    if due.cue == "alone" and due.on is not None and due.on == day.letter_date and not is_asked(use.before, rules):
        return Judged(Verdict.NO, "the letter's own date")
    if not _counts_as_cue(use, kind, rules):
        if due.cue == "range" or use.opens_a_stretch:
            return Judged(Verdict.NO, "a stretch of days that is told about")
        return Judged(Verdict.NO, "no word says that something is due then", told=False)
    threat = compiled(rules.threats).search(use.clause) is not None
    strong = threat or compiled(rules.strong_asks).search(use.clause) is not None
    # In "we asked for it by 1 March and agreed to extend that to 15 March" the second date is no longer narrative.
    telling = use.local if due.cue == "strong" and use.local in use.clause else use.clause
    if kind in rules.extension_kinds and (due.cue == "range" or use.in_place_of) and not is_past(due, day):
        return Judged(Verdict.LIVE, "it replaces another date")
    told = due.cue != "column" and compiled(rules.narrative).search(telling) is not None and not strong
    past = is_past(due, day)
    owed = kind in rules.chaser_kinds or _OWED.search(use.clause) is not None
    if past and (told or kind in rules.chaser_kinds or compiled(rules.narrative).search(use.clause)):
        return Judged(Verdict.MISSED if owed else Verdict.NO, "it lies behind the letter")
    if told:
        future = due.stated and not due.year_given and due.earlier is not None
        return Judged(Verdict.MISSED if future and owed else Verdict.NO, "the sentence tells what was said or done")
    if kind in rules.extension_kinds and was_requested(use, rules):
        return Judged(Verdict.NO, "the date that was asked for")
    bound = binds_others(use, kind, rules, threat=threat)
    if bound is not None:
        return Judged(Verdict.NO, bound.value, told=bound is not Bound.ORDERED)
    if not asked(use, rules):
        return Judged(Verdict.NO, "nobody is asked for anything", told=False)
    if past:
        demanded = strong or commands(use, rules) or due.cue == "strong"
        demanded = demanded or (due.cue == "column" and kind in rules.request_kinds)
        verdict = Verdict.PAST if demanded else Verdict.MISSED if owed else Verdict.NO
        return Judged(verdict, "it lies before the letter")
    return Judged(Verdict.LIVE, "it is asked for")


def _set_aside(use: Use, kind: str | None, rules: DeadlineRules) -> str | None:
    if refused(use, rules):
        return "a date that is refused"
    of_time = kind in rules.extension_kinds or compiled(rules.outcomes.more_time).search(use.sentence) is not None
    if of_time and conditional(use.sentence, rules):
        return HELD_OUT
    if follows_otherwise(use, rules):
        return "what follows otherwise"
    if in_a_reason(use, rules):
        return "part of a reason"
    return "how long it may take at any time, by a policy or habit" if in_a_policy(use, rules) else None


def may_be_meant(use: Use, kind: str | None, day: LetterDay, rules: DeadlineRules) -> bool:
    """Whether a date that no rule takes for ours might be: a day to come, said to us, that nobody else is bound to. A
    person is asked about it where the letter sets no other date."""
    due = use.due
    if due.on is None or not due.stated or due.vague or use.quoted or due.cue == "range":
        return False
    if (
        _set_aside(use, kind, rules) is not None
        or not day.reference < due.on <= day.reference + _SOON
        or is_past(due, day)
    ):
        return False
    if compiled(rules.narrative).search(use.clause) or compiled(rules.events).search(use.sentence):
        return False
    said_to_us = TO_US.search(use.clause) is not None or is_asked(use.before, rules) or due.cued
    return said_to_us and binds_others(use, kind, rules, threat=False) is None


def is_past(due: Due, day: LetterDay) -> bool:
    """Whether a stated date lies before the letter, or can only be meant so."""
    if due.on is None or not due.stated:
        return False
    if due.on < day.reference:
        return True
    most = _ROLLED_TOO_FAR if due.cued else _FAR_WITHOUT_CUE
    return not due.year_given and due.earlier is not None and due.on - day.reference > most


def backward(due: Due, day: LetterDay) -> date | None:
    """The past reading of a date; None for a clock, whose start nobody told us."""
    if not due.stated or due.on is None:
        return None
    return due.on if due.on < day.reference else due.earlier


def _counts_as_cue(use: Use, kind: str | None, rules: DeadlineRules) -> bool:
    match use.due.cue:
        case "none":
            return kind in rules.extension_kinds and use.in_place_of
        case "range":
            where = use.clause if kind in rules.extension_kinds else use.sentence
            return compiled(rules.windows).search(where) is not None
        case "answer":
            return kind in rules.extension_kinds and not use.clause_is_instead
        case "alone":
            return kind in (*rules.chaser_kinds, *rules.extension_kinds) or is_asked(use.before, rules)
        case "for":  # "Can this be turned round for Friday 19 March?"
            if kind in rules.extension_kinds and not use.clause_is_instead:
                return True
            if use.sentence.rstrip().endswith("?") and _CAN_IT.match(use.sentence):
                return True
            asks = compiled(rules.strong_asks).search(use.clause) is not None or use.sentence.rstrip().endswith("?")
            return asks and TO_US.search(use.clause) is not None
        case _:
            return True
