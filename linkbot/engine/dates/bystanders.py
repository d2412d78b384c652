"""Whose date it is when it is not ours: the ombudsman's own plans, the complainant's choices, terms only proposed.

Each test looks at the words around one date. Whether anybody is asked for anything is `demands`.
"""

from __future__ import annotations

import re
from enum import StrEnum

from linkbot.engine.dates.demands import commands
from linkbot.engine.dates.phrases import compiled
from linkbot.engine.dates.reply_uses import Use
from linkbot.model.deadline_rules import DeadlineRules

TO_US = re.compile(
    r"\b(?:us|me|my|our|portal|ombudsman|this\s+service|you|your|repl(?:y|ies)|respon(?:d|se)|comments?"
    r"|observations?)\b",
    re.IGNORECASE,
)
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
_REQUESTED = re.compile(
    r"\b(?:you|your|the\s+(?:council|landlord|authority))\b[^.;]{0,50}\b(?:ask|asks|asked|asking|request"
    r"|requested|wanted|sought|suggest|suggested|propose|proposed)\b"
    r"|\b(?:asking|request|requesting|application)\s+(?:for|to)\b",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"\b(?:repl(?:y|ies)|respon(?:d|se|ses)|answers?|hear|(?:with|reach(?:es)?)\s+(?:us|me))\b", re.IGNORECASE
)


class Bound(StrEnum):
    """Who or what a date binds when it is not a reply date of ours."""

    LATE = "only for those who cannot keep the date"
    REVIEW = "for asking for a review"
    PLAN = "what the ombudsman or somebody else plans"
    OTHERS = "somebody else's date"
    TERMS = "terms that are only proposed"
    ORDERED = "an order's own, not a reply's"


def binds_others(use: Use, kind: str | None, rules: DeadlineRules, *, threat: bool) -> Bound | None:
    """Whom the date binds: the ombudsman, the complainant, somebody else, those who cannot keep ours; None: us."""
    before = _before_the_date(use, rules)
    so_far = use.clause[: max(0, use.due.end - use.clause_at)]
    if compiled(rules.contingent).search(so_far):
        return Bound.LATE
    if use.due.cue != "column" and _OF_A_REVIEW.search(use.clause):
        return Bound.REVIEW
    if threat:
        return None
    if compiled(rules.promises).search(before) or _WE_WILL.search(before) or _YOU_WILL_HEAR.search(before):
        return Bound.PLAN
    strong = compiled(rules.strong_asks).search(use.clause) is not None
    if not strong and _SOMEBODY_ELSE.match(use.clause) and not TO_US.search(use.clause):
        return Bound.OTHERS
    if kind in (*rules.proposal_kinds, *rules.comment_kinds) and not _answers_a_proposal(use, kind, rules):
        return Bound.TERMS
    return Bound.ORDERED if kind in rules.remedy_kinds and not TO_US.search(use.sentence) else None


def was_requested(use: Use, rules: DeadlineRules) -> bool:
    """Whether the date is the one we asked for, which an answer repeats before it says yes or no."""
    said = use.local[: max(0, len(use.local) - (use.due.end - use.due.date_start))]
    asked = _REQUESTED.search(said)
    return asked is not None and compiled(rules.outcomes.granted).search(use.clause, use.clause.find(asked[0])) is None


def _before_the_date(use: Use, rules: DeadlineRules) -> str:
    """Where a promise would undo the date. Around a request only what lies between it and the date does: neither "I'll
    be away, so please …" nor "please …, and I'll draw up terms" promises anything by then."""
    at = max(0, use.due.end - use.clause_at)
    asks = [ask.start() for ask in compiled(rules.strong_asks).finditer(use.clause, 0, at)]
    if asks or commands(use, rules):
        return use.clause[asks[-1] if asks else 0 : at]
    opens = len(use.clause[: max(0, use.due.start - use.clause_at)].split()) < 3
    if opens:  # "By 12 May we shall have decided"
        return use.clause
    return use.clause[:at]


def _answers_a_proposal(use: Use, kind: str | None, rules: DeadlineRules) -> bool:
    """In a settlement proposal or a draft only the date to answer it counts, not the times it proposes."""
    clock = use.due.clock
    if clock is not None and clock.decision:
        return False
    strong = compiled(rules.strong_asks).search(use.clause) is not None or commands(use, rules)
    if kind in rules.comment_kinds:
        words = next(each.phrases for each in rules.purposes if each.purpose == "comments")
        near = f"{use.lead} {use.sentence}"
        return strong or use.due.cue == "strong" or bool(_ANSWERS.search(near) or compiled(words).search(near))
    if compiled(rules.proposals).search(_before_the_date(use, rules)) or compiled(rules.proposals).search(use.lead):
        return strong
    return TO_US.search(use.sentence) is not None or strong or use.due.cue == "strong"
