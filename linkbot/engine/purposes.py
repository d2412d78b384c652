"""What a reply date is for: comments, evidence, a meeting, or information. Words first, then the kind of letter."""

from __future__ import annotations

import re

from linkbot.engine.phrases import compiled
from linkbot.model.deadline_rules import DeadlineRules

_MEET = re.compile(r"\b(?:attend|hold|held|join|take\s+part|come\s+to|arrange|convene|invite\w*)\b", re.IGNORECASE)
_PAPERS = re.compile(r"\b(?:information|answers?|the\s+following|files?|questions|enquiries|minutes)\b", re.IGNORECASE)
_ANSWER_RESIDENT = re.compile(
    r"\bstage\s+(?:1|2|one|two)\b|\b(?:respond|reply|response|answer)\s+to\s+(?:the|your)\s+(?:resident|tenant|leaseholder)",
    re.IGNORECASE,
)
_EVIDENCE_REQUEST = re.compile(r"\bevidence\b|\bupload|\bportal\b", re.IGNORECASE)


def purpose_of(
    local: str, sentence: str, lead: str, whole: str, *, kind: str | None, ombudsman: str | None, rules: DeadlineRules
) -> str:
    """`local`: the words since the date before; `whole`: all acting letters. Answers information | comments |
    evidence | meeting."""
    words = {each.purpose: compiled(each.phrases) for each in rules.purposes}
    near = f"{lead} {local}"
    if words["meeting"].search(local) and _MEET.search(local) and not _PAPERS.search(local):
        return "meeting"
    if kind in rules.comment_kinds:
        return "comments"
    if kind in rules.evidence_kinds:
        return "evidence"
    if kind in rules.chaser_kinds:
        if _ANSWER_RESIDENT.search(whole):
            return "information"
        if words["evidence"].search(whole) or (ombudsman == "ho" and _EVIDENCE_REQUEST.search(near)):
            return "evidence"
        return "comments" if words["comments"].search(whole) and not _PAPERS.search(whole) else "information"
    commented = words["comments"].search(near) or (words["comments"].search(sentence) and not _PAPERS.search(near))
    if commented and not _PAPERS.search(words["comments"].sub(" ", local)):
        return "comments"
    if ombudsman == "ho" and kind in ("new_notification", "information_request", None, "extension_decision"):
        if _ANSWER_RESIDENT.search(near) or (_ANSWER_RESIDENT.search(whole) and not _EVIDENCE_REQUEST.search(near)):
            return "information"
        asks_evidence = kind in ("new_notification", "extension_decision") or _EVIDENCE_REQUEST.search(whole)
        return "evidence" if asks_evidence else "information"
    if kind is None and re.search(r"\bcomplian|\bcomplied|\bproof\b|\bevidence\b", near, re.IGNORECASE):
        return "evidence"
    return "information"
