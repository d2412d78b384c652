"""What one sentence finds: the outcome and the complaint point it is about, point by point.

Whether the sentence is a finding at all, and not talk of one, is decided in `findings`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from linkbot.model.finding import Finding, FindingOutcome

_OUTCOMES = (
    (FindingOutcome.SEVERE_MALADMINISTRATION, r"severe\s+maladministration"),
    (FindingOutcome.NO_MALADMINISTRATION, r"no\s+(?:severe\s+)?maladministration"),
    (FindingOutcome.MALADMINISTRATION, r"maladministration"),
    (FindingOutcome.SERVICE_FAILURE, r"service\s+failures?"),
    (FindingOutcome.RESOLVED, r"resolved\s+with\s+(?:intervention|mediation)"),
    (
        FindingOutcome.REASONABLE_REDRESS,
        (
            r"(?:offer(?:ed)?\s+(?:of\s+)?)?(?:reasonable|satisfactory)\s+redress(?:\s+(?:was\s+|has\s+been\s+)?offered)?"
            r"|reasonable\s+offer\s+of\s+redress(?:\s+(?:has\s+been|was)\s+made)?|offer\s+of\s+redress|offer\s*ed\s+redress"
            r"|made\s+redress"
        ),
    ),
    (
        FindingOutcome.OUTSIDE_JURISDICTION,
        r"(?:outside|not\s+within)\s+(?:of\s+)?(?:our|the|my|its)?\s*(?:ombudsman['’]s\s+)?jurisdiction",
    ),
    (FindingOutcome.NO_FAULT, r"(?:no\s+(?:evidence\s+of\s+)?|not\s+at\s+|without\s+)fault"),
    (
        FindingOutcome.FAULT_CAUSING_INJUSTICE,
        r"fault\s+(?:which\s+|that\s+)?(?:caus\w+|has\s+caused|leading\s+to)\s+(?:\w+\s+){0,3}?injustice",
    ),
    (FindingOutcome.FAULT, r"(?:at\s+)?fault"),
    (FindingOutcome.NOT_UPHELD, r"not\s+(?:to\s+)?uph(?:e|o)ld"),
    (FindingOutcome.UPHELD, r"uph(?:e|o)ld"),
)
_OF_FAULT = (
    *(FindingOutcome.NO_FAULT, FindingOutcome.FAULT_CAUSING_INJUSTICE, FindingOutcome.FAULT),
    *(FindingOutcome.NOT_UPHELD, FindingOutcome.UPHELD),
)
_ABOUT = (
    r"(?:in\s+respect\s+of|in\s+relation\s+to|with\s+(?:regard|respect)\s+to|in\s+regard\s+to|regarding|concerning|relating\s+to"
    r"|about|because\s+of|due\s+to|in|with|for|when|over|by)"
)
_AFTER = re.compile(
    rf"[^.;:]{{0,50}}?\b(?<!found )(?!by\s+the\s+\w+\b){_ABOUT}\s+(?P<point>[^;]+)",
    re.IGNORECASE | re.DOTALL,
)
_RESOLVES = re.compile(
    r"\bresolve[sd]\s+the\s+complaint\s+(?:about|regarding|concerning|of)\s+(?P<point>[^;]+)", re.IGNORECASE
)
_BEFORE = re.compile(
    r"\b(?:in\s+respect\s+of|in\s+relation\s+to|regarding|with\s+regard\s+to|concerning|on|(?=complaint\s+(?:about|regarding)))\s*"
    r"(?P<point>(?:the\s+|its\s+|complaint\s+)[^;]+?)(?:,|\s+(?:is|was|are|were|amount\w*|there)\b)",
    re.IGNORECASE | re.DOTALL,
)
_LEFT_OUT = re.compile(r"\bnot\s+investigate[d]?\s+(?P<point>.+?),?\s+(?:as|because|since)\b", re.IGNORECASE)
_SUBJECT = re.compile(
    r"(?P<point>(?:the\s+(?:landlord|council|authority|complaint)|its|how)\b[^;,]+?)\s+(?:was|were|is|are|amounted\s+to|constituted|fell)\b",
    re.IGNORECASE | re.DOTALL,
)
_NOT_THE_POINT = re.compile(
    r"(?:accordance|the\s+housing\s+ombudsman\s+scheme|paragraph|the\s+ombudsman['’]s\s+opinion|our\s+opinion)",
    re.IGNORECASE,
)
_WRAPPING = re.compile(
    r"^(?:(?:respect\s+of|relation\s+to|regard\s+to)\s+"
    r"|(?:the\s+|this\s+)?(?:resident['’]s\s+)?complaints?\s+(?:about|regarding|concerning|that|of)\s+"
    r"|how\s+(?:the\s+(?:landlord|council|authority)|it)\s+(?:handled|responded\s+to|dealt\s+with|managed|considered|set)\s+"
    r"|(?:(?:the\s+)?(?:landlord|council|authority|association|trust)['’]s|its|the|their)\s+"
    r"(?:h\s?andling|management|response|consideration|approach|treatment|investigation|reply|replies|actions?)\s+(?:of|to|on|in)\s+"
    r"|(?:(?:the\s+)?(?:landlord|council|authority|association|trust)['’]s|its)\s+"
    r"|(?:h\s?andling\s+of|response\s+to)\s+"
    r"|(?:the\s+)?(?:resident|complainant|leaseholder|tenant)['’]s\s+)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:,?\s+(?:prior\s+to\s+(?:our\s+|the\s+)?investigation|which\b|that\s+(?:in|has)\b|and\s+(?:we|i|there)\b|satisfactorily|caus\w+\s+(?:\w+\s+)?injustice)"
    r"|,?\s*\bin\s+the\s+ombudsman|\s+(?-i:O\s?r\s?d\s?e\s?r(?:\s?s)?)\s+(?-i:[A-Z])|\s+was\s+(?:found|reasonable)|\.\s|\s+\(?[a-h]\)\s|\s+[a-h]\.\s|:\s).*$|[\s,.;:]+$|\s+and$",
    re.IGNORECASE | re.DOTALL,
)


@lru_cache(maxsize=4)
def outcomes_of(ombudsman: str | None) -> re.Pattern[str]:
    """The names of outcomes in this ombudsman's decisions: "fault" is no finding in a case about heating faults."""
    named = [
        rf"(?P<{outcome.name}>\b(?:{words})\b)"
        for outcome, words in _OUTCOMES
        if ombudsman not in ("ho", "lgsco")
        or outcome is FindingOutcome.OUTSIDE_JURISDICTION
        or (outcome in _OF_FAULT) is (ombudsman == "lgsco")
    ]
    return re.compile("|".join(named), re.IGNORECASE)


def findings_in(sentence: str, outcomes: re.Pattern[str]) -> Iterator[Finding]:
    """Each outcome the sentence names, with the point that stands by it."""
    words = " ".join(sentence.split())
    marks = list(outcomes.finditer(words))
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        stop = following.start() if following else len(words)
        yield Finding(FindingOutcome[mark.lastgroup or ""], _point(words, mark, stop), words)


def _point(words: str, mark: re.Match[str], stop: int) -> str:
    after = words[mark.end() : stop]
    if (resolved := _RESOLVES.search(after)) is not None:
        return bare_point(resolved["point"])
    for match in _AFTER.finditer(after):
        if not _NOT_THE_POINT.search(match["point"][:40]):
            return bare_point(match["point"])
    if (left := _LEFT_OUT.search(words[: mark.start()])) is not None:
        return bare_point(left["point"])
    before = words[: mark.start()]
    for pattern in (_BEFORE, _SUBJECT):
        for match in pattern.finditer(before):
            if not _NOT_THE_POINT.search(match["point"][:60]):
                return bare_point(match["point"])
    return ""


def bare_point(point: str) -> str:
    point = _TAIL.sub("", point.strip())
    while (cut := _WRAPPING.sub("", point)) != point and cut:
        point = cut
    while (cut := _TAIL.sub("", point)) != point:
        point = cut
    return point
