"""What a reply date is for: comments, evidence, a meeting, or information. Words first, then the kind of letter."""

from __future__ import annotations

import re

from linkbot.engine.dates.phrases import compiled
from linkbot.model.deadline_rules import DeadlineRules

_MEET = re.compile(r"\b(?:attend|hold|held|join|take\s+part|come\s+to|arrange|convene|invite\w*)\b", re.IGNORECASE)
_PAPERS = re.compile(
    r"\b(?:information|answers?|the\s+following|files?|questions|enquiries"
    r"|minutes)\b",
    re.IGNORECASE,
)
_STAGE = r"stage\s+(?:1|2|one|two)"
_ANSWER_RESIDENT = re.compile(
    rf"\b(?:issue|answer|respond|reply|give|complete|escalate|progress|consider)\w*\b[^.;:]{{0,60}}\b{_STAGE}\b"
    r"|\b(?:respond|reply|response|answer)\s+to\s+(?:the|your)\s+(?:resident|tenant|leaseholder)",
    re.IGNORECASE,
)
_STILL_NO_ANSWER = re.compile(
    rf"\b{_STAGE}\s+(?:complaint\s+)?(?:response|reply|answer|decision|letter)\b", re.IGNORECASE
)
_EVIDENCE_REQUEST = re.compile(r"\bevidence\b|\bupload(?:ed|ing|s)?\b|\bportal\b", re.IGNORECASE)
_EVIDENCE_HELD = re.compile(
    r"\bevidence\s+(?:\w+\s+){0,2}(?:uploaded|sent|supplied|provided|received)\b|\bgaps\s+in\s+the\s+evidence\b",
    re.IGNORECASE,
)
_REMEDY = re.compile(
    r"£\s?\d|\bapolog\w+|\brefund\w*|\bwaiver?\b|\bpaid\b|\btraining\b|\baction\s+plan\b", re.IGNORECASE
)
_TAKES_UP = re.compile(r"\b(?:it|this|that|these|those|them|they|both|all)\b", re.IGNORECASE)


def purpose_of(
    local: str,
    sentence: str,
    lead: str,
    whole: str,
    *,
    around: str = "",
    kind: str | None,
    ombudsman: str | None,
    rules: DeadlineRules,
) -> str:
    """`local`: the words since the date before; `around`: the paragraph up to the date, for "I can wait for these
    until …"; `whole`: all acting letters. Answers information | comments | evidence | meeting."""
    words = {each.purpose: compiled(each.phrases) for each in rules.purposes}
    near = f"{lead or (around if _TAKES_UP.search(local) else '')} {local}"
    if words["meeting"].search(local) and _MEET.search(local) and not _PAPERS.search(local):
        return "meeting"
    if kind in rules.comment_kinds:
        return "comments"
    if kind in rules.evidence_kinds:
        return "evidence"
    if kind in rules.chaser_kinds:
        if _ANSWER_RESIDENT.search(whole) or _STILL_NO_ANSWER.search(whole):
            return "information"
        if words["comments"].search(local) and not _PAPERS.search(local):
            return "comments"
        if words["evidence"].search(whole) or (ombudsman == "ho" and _EVIDENCE_REQUEST.search(whole)):
            return "evidence"
        if _REMEDY.search(whole) and not _PAPERS.search(local):
            return "evidence"
        return "comments" if words["comments"].search(whole) and not _PAPERS.search(whole) else "information"
    commented = words["comments"].search(near) or (words["comments"].search(sentence) and not _PAPERS.search(near))
    if commented and not _PAPERS.search(words["comments"].sub(" ", local)):
        return "comments"
    if ombudsman == "ho" and kind in ("new_notification", "information_request", None, "extension_decision"):
        if _ANSWER_RESIDENT.search(near) or (_ANSWER_RESIDENT.search(whole) and not _EVIDENCE_REQUEST.search(near)):
            return "information"
        asks_evidence = kind in ("new_notification", "extension_decision") or _EVIDENCE_REQUEST.search(
            _EVIDENCE_HELD.sub(" ", whole)
        )
        return "evidence" if asks_evidence else "information"
    if kind is None and re.search(r"\bcomplian|\bcomplied|\bproof\b|\bevidence\b", near, re.IGNORECASE):
        return "evidence"
    return "information"
