"""Is a date ours to keep? Each date of a letter is live, missed, past (asked for, but before the letter) or nothing.

A date counts with a cue, an ask and no blocker in its clause. The words are data; how they outweigh each other is here.
What the date is for, and which of two counts, is decided in `deadlines`.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from linkbot.engine.due_dates import Due, LetterDay
from linkbot.engine.phrases import any_of, compiled
from linkbot.engine.reply_uses import Use
from linkbot.model.deadline_rules import DeadlineRules

_TO_US = re.compile(
    r"\b(?:us|me|my|our|portal|ombudsman|this\s+service|you|your|repl(?:y|ies)|respon(?:d|se)|comments?"
    r"|observations?)\b",
    re.IGNORECASE,
)
_OWED = re.compile(
    r"\b(?:asked|due|requested|expected|expecting|required|wanted|needed|promised\s+us)\b", re.IGNORECASE
)
_ROLLED_TOO_FAR = timedelta(days=330)  # a year-less date that lands so far ahead was meant in the past
_SOON = timedelta(days=120)
# "We should be able to tell you more by …": what we or the ombudsman's people will do, unless it is to receive.
_RECEIVING = (
    r"(?:be\s+(?:able\s+to\s+|content\s+to\s+|happy\s+to\s+|willing\s+to\s+|prepared\s+to\s+)?)?"
    r"(?:have|hear|receive|receiving|get|see|sight|need|want|require|expect|like|ask|look|looking|wait|waiting"
    r"|await|accept"
    r"|allow|give|grant|extend|take|hold|keep|leave|leaving|assume|treat|appreciate|prefer|grateful|glad"
    r"|obliged|pleased"
    r"|hope|hoping|trust|insist|move|read\s+anything|consider\s+(?:any|your|comments))\b"
)
_WE_WILL = re.compile(
    r"\b(?:(?:we|i)(?:\s+(?:will|shall|should|hope\s+to|aim\s+to|intend\s+to|plan\s+to|expect\s+to"
    r"|propose\s+to)|['’]ll)"
    r"|(?:an?|the|our|my|your)\s+(?:new\s+)?(?:investigator|caseworker|case\s+officer|adjudicator|colleagues?"
    r"|manager|casework\s+team|team)"
    r"\s+(?:will|shall|should|hopes?\s+to|aims?\s+to|intends?\s+to|is\s+likely\s+to))\s+"
    rf"(?!(?:(?:now|then|also|still|therefore|normally|usually|probably)\s+)?(?:{_RECEIVING}|not\b))\w+",
    re.IGNORECASE,
)
_YOU_WILL_HEAR = re.compile(
    r"\byou\s+(?:will|shall|should|can\s+expect\s+to)\s+(?:then\s+)?(?:hear|receive|get|be\s+(?:told|contacted"
    r"|sent))\b",
    re.IGNORECASE,
)
_OF_A_REVIEW = re.compile(
    r"\b(?:ask\w*|apply|applies|request\w*|seek\w*|want\w*|may|can)\b[^.;]{0,40}\breview\b"
    r"|\blook(?:ed)?\s+at\s+(?:it\s+|this\s+)?again\b",
    re.IGNORECASE,
)
_SOMEBODY_ELSE = re.compile(
    r"\W*(?:(?:and|but|so|because|as|since|when|while|although)\s+)?(?:he|she|his|her|their|M(?:r|rs|s|iss"
    r"|x)\.?\s+[\w'’-]+|Dr\.?\s+[\w'’-]+"
    r"|the\s+(?:resident|complainant|tenant|leaseholder|family|child|mother|father|contractor|surveyor"
    r"|insurers?|school|court|trial|lease"
    r"|tenancy|contract|works?|scaffolding|appointment|inspection|tribunal|hearing|inquest|appeal|meeting"
    r"|conference|invoice))"
    r"(?:['’]s\s+\w+)?\s+(?:\w+ly\s+)?(?:(?:must|should|needs?\s+to|has\s+to|have\s+to)(?!\s+(?:now\s+)?be\b)"
    r"|is|are|has(?!\s+to)|have(?!\s+to)|will|would|may|can|starts?|begins?|ends?|moves?|runs?|falls?|takes?"
    r"|comes?|goes|leaves?|expires?)\b",
    re.IGNORECASE,
)
_TAKES_UP = re.compile(
    r"\W*(?:(?:and|but|so|then|also|even\s+so|if\s+(?:so|not))\b[\s,]*)?"
    r"(?:it|this|that|these|those|they|them|all|both|each|everything|anything|any|one|two|either|half|mine"
    r"|answers?|repl(?:y|ies)|comments?"
    r"|papers?|documents?|(?:the\s+)?(?:lot|rest|last|whole|same|remainder|others?|first|second|earlier|sooner)"
    r"|by|before|no\s+later|not\s+later"
    r"|any\s+time|within|in\s+the\s+next|on\s+or\s+before|close\s+of|end\s+of|noon|midday|\d|mon|tue|wed|thu"
    r"|fri|i\b|we\b|you\b|the\s+(?:council|landlord|authority)\b)",
    re.IGNORECASE,
)
_CAN_IT = re.compile(r"\W*(?:(?:so|and|then|but)\s+)?(?:can|could|would|will|might|may|shall)\b", re.IGNORECASE)
_ANSWERS = re.compile(r"\b(?:repl(?:y|ies)|respon(?:d|se|ses)|answers?|hear)\b", re.IGNORECASE)
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


def judge(use: Use, kind: str | None, day: LetterDay, rules: DeadlineRules) -> Verdict:
    """The verdict on one date in its surroundings."""
    due = use.due
    if not _counts_as_cue(use, kind, rules) or use.quoted:
        return Verdict.NO
    threat = compiled(rules.threats).search(use.clause) is not None
    strong = threat or compiled(rules.strong_asks).search(use.clause) is not None
    # In "we asked for it by 1 March and agreed to extend that to 15 March" the second date is no longer narrative.
    telling = use.local if due.cue == "strong" and use.local in use.clause else use.clause
    told = compiled(rules.narrative).search(telling) is not None and not strong
    past = is_past(due, day)
    owed = kind in rules.chaser_kinds or _OWED.search(use.clause) is not None
    if past and (told or kind in rules.chaser_kinds or compiled(rules.narrative).search(use.clause)):
        return Verdict.MISSED if owed else Verdict.NO
    if told:
        future = due.stated and not due.year_given and due.earlier is not None
        return Verdict.MISSED if future and owed else Verdict.NO
    if _others(use, kind, rules, threat=threat):
        return Verdict.NO
    if not _asked(use, kind, rules):
        return Verdict.NO
    if past:
        demanded = strong or _commands(use, rules) or due.cue == "strong"
        return Verdict.PAST if demanded else Verdict.MISSED if owed else Verdict.NO
    return Verdict.LIVE


def may_be_meant(use: Use, kind: str | None, day: LetterDay, rules: DeadlineRules) -> bool:
    """Whether a date that no rule takes for ours might be: a day to come, said to us, that nobody else is bound to. A
    person is asked about it where the letter sets no other date."""
    due = use.due
    if due.on is None or not due.stated or due.vague or use.quoted or due.cue == "range":
        return False
    if not day.reference < due.on <= day.reference + _SOON or is_past(due, day):
        return False
    if compiled(rules.narrative).search(use.clause) or compiled(rules.events).search(use.sentence):
        return False
    said_to_us = _TO_US.search(use.clause) is not None or _is_asked(use.before, rules) or due.cued
    return said_to_us and not _others(use, kind, rules, threat=False)


def is_past(due: Due, day: LetterDay) -> bool:
    """Whether a stated date lies before the letter, or can only be meant so."""
    if due.on is None or not due.stated:
        return False
    if due.on < day.reference:
        return True
    return not due.year_given and due.earlier is not None and due.on - day.reference > _ROLLED_TOO_FAR


def backward(due: Due, day: LetterDay) -> date | None:
    """The past reading of a date; None for a clock, whose start nobody told us."""
    if not due.stated or due.on is None:
        return None
    return due.on if due.on < day.reference else due.earlier


def _counts_as_cue(use: Use, kind: str | None, rules: DeadlineRules) -> bool:
    match use.due.cue:
        case "none":
            return False
        case "range":
            return compiled(rules.windows).search(use.sentence) is not None
        case "answer":
            return kind in rules.extension_kinds and not use.clause_is_instead
        case "alone":
            return kind in (*rules.chaser_kinds, *rules.extension_kinds) or _is_asked(use.before, rules)
        case "for":  # "Can this be turned round for Friday 19 March?"
            if kind in rules.extension_kinds and not use.clause_is_instead:
                return True
            if use.sentence.rstrip().endswith("?") and _CAN_IT.match(use.sentence):
                return True
            asks = compiled(rules.strong_asks).search(use.clause) is not None or use.sentence.rstrip().endswith("?")
            return asks and _TO_US.search(use.clause) is not None
        case "column":
            return _THEIR_STEP.search(use.sentence) is None
        case _:
            return True


def _others(use: Use, kind: str | None, rules: DeadlineRules, *, threat: bool) -> bool:
    """Whether the date binds the ombudsman, the complainant or somebody else, or only those who cannot keep ours."""
    before = _before_the_date(use, rules)
    so_far = use.clause[: max(0, use.due.end - use.clause_at)]
    if compiled(rules.contingent).search(so_far) or (use.due.cue != "column" and _OF_A_REVIEW.search(use.clause)):
        return True
    if threat:
        return False
    if compiled(rules.promises).search(before) or _WE_WILL.search(before) or _YOU_WILL_HEAR.search(before):
        return True
    strong = compiled(rules.strong_asks).search(use.clause) is not None
    if not strong and _SOMEBODY_ELSE.match(use.clause) and not _TO_US.search(use.clause):
        return True
    if kind in (*rules.proposal_kinds, *rules.comment_kinds) and not _answers_a_proposal(use, kind, rules):
        return True
    return kind in rules.remedy_kinds and not _TO_US.search(use.sentence)


def _before_the_date(use: Use, rules: DeadlineRules) -> str:
    """Where a promise would undo the date. Around a request only what lies between it and the date does: neither "I'll
    be away, so please …" nor "please …, and I'll draw up terms" promises anything by then."""
    at = max(0, use.due.end - use.clause_at)
    asks = [ask.start() for ask in compiled(rules.strong_asks).finditer(use.clause, 0, at)]
    if asks or _commands(use, rules):
        return use.clause[asks[-1] if asks else 0 : at]
    opens = len(use.clause[: max(0, use.due.start - use.clause_at)].split()) < 3
    if opens:  # "By 12 May we shall have decided"
        return use.clause
    return use.clause[:at]


def _asked(use: Use, kind: str | None, rules: DeadlineRules) -> bool:
    clock = use.due.clock
    if use.due.cue in ("strong", "column", "answer", "alone", "for"):
        return True
    if clock is not None and clock.explicit and clock.event is not None:
        return True
    if use.lead and compiled(rules.narrative).search(use.lead) and not compiled(rules.strong_asks).search(use.lead):
        return False
    openers = (rules.threats, rules.strong_asks)
    if any(compiled(each).search(use.clause) for each in openers) or _commands(use, rules):
        return True
    if any(compiled(rules.asks).search(words) for words in (use.clause, use.sentence, use.lead)):
        return True
    return _TAKES_UP.match(use.clause) is not None and _is_asked(use.before, rules)


def _commands(use: Use, rules: DeadlineRules) -> bool:
    """Whether the clause begins with the bare verb of a demand: "Get it to me by …", "Then send …"."""
    return _command(rules.commands).match(use.clause) is not None


@lru_cache(maxsize=8)
def _command(verbs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        r"\W*(?:(?:and|but|so|then|also|now|first(?:ly)?|second(?:ly)?|third(?:ly)?|finally|next|instead|otherwise"
        r"|in\s+the\s+meantime|meanwhile|if\s+[^,]{2,80},)(?!\w)[\s,:]*)*"
        rf"(?:{any_of(verbs) or '(?!)'})(?![\w'’])(?!\s+(?:of|is|was|has)\b)",
        re.IGNORECASE,
    )


def _is_asked(words: str, rules: DeadlineRules) -> bool:
    """Whether the sentence before asks for something, so that a date after it says by when."""
    if not words:
        return False
    return (
        words.rstrip().endswith(("?", ":"))
        or compiled(rules.strong_asks).search(words) is not None
        or compiled(rules.items.requests).search(words) is not None
    )


def _answers_a_proposal(use: Use, kind: str | None, rules: DeadlineRules) -> bool:
    """In a settlement proposal or a draft only the date to answer it counts, not the times it proposes."""
    clock = use.due.clock
    if clock is not None and clock.decision:
        return False
    strong = compiled(rules.strong_asks).search(use.clause) is not None or _commands(use, rules)
    if kind in rules.comment_kinds:
        words = next(each.phrases for each in rules.purposes if each.purpose == "comments")
        near = f"{use.lead} {use.sentence}"
        return strong or use.due.cue == "strong" or bool(_ANSWERS.search(near) or compiled(words).search(near))
    if compiled(rules.proposals).search(_before_the_date(use, rules)) or compiled(rules.proposals).search(use.lead):
        return strong
    return _TO_US.search(use.sentence) is not None or strong or use.due.cue == "strong"
