"""Headings of decisions: where orders, agreed actions or recommendations begin, and where they end.

Letters come out of PDFs and web pages with headings broken ("Order s", "R ecommendations"), so blanks do not matter.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from linkbot.model.deadline_rules import DeadlineRules


class Section(StrEnum):
    ORDERS = "orders"
    RECOMMENDATIONS = "recommendations"
    TOLD = "told"  # what happened, what the law says, what was found
    OTHER = "other"

    @property
    def holds_items(self) -> bool:
        return self in (Section.ORDERS, Section.RECOMMENDATIONS)


def section_of(line: str, rules: DeadlineRules) -> Section | None:
    """The section a line opens when it is a heading by itself, else None."""
    if len(line) > 80 or len(line.strip()) > 60:
        return None
    words = _squashed(line)
    if not words or (_SMALL.match(line) and not line.rstrip().endswith(":")):  # a word on a line of its own
        return None
    known = _headings(rules).get(words)
    if known is not None or line.rstrip().endswith((".", ",", ";", "?")):
        return known
    return next((section for section, pattern in _ALIKE if pattern.fullmatch(words)), None)


@lru_cache(maxsize=8)
def _headings(rules: DeadlineRules) -> dict[str, Section]:
    words = rules.items
    found = {_squashed(heading): Section.OTHER for heading in words.closing_headings}
    found |= {_squashed(heading): Section.TOLD for heading in words.telling_headings}
    found |= {_squashed(heading): Section.RECOMMENDATIONS for heading in words.recommendation_headings}
    found |= {_squashed(heading): Section.ORDERS for heading in words.order_headings}
    return found


def _squashed(line: str) -> str:
    """Letters only: numbering, colons and stray blanks of a broken text layer do not matter."""
    bare = re.sub(r"^\s*(?:\d{1,2}[.)]|[A-Z][.)])\s+", "", line)
    return _NO_LETTER.sub("", bare.lower())


_SMALL = re.compile(r"\s*[a-z]")
_NO_LETTER = re.compile(r"[^a-z]")


# What a heading may also be called, letters only: "What the authority now has to do", "Suggestions (not binding)".
_OWN = (
    r"(?:our|the|my|all|further|other|additional|specific|special|wider|systemic|individual|formal|agreed"
    r"|proposed|recommended|required|and|of|summary|list)*"
)
_ALIKE = (
    (
        Section.TOLD,
        re.compile(
            r"what(?:happened\w*|(?:we|i)(?:have)?(?:found|considered|investigated|think|thought|looked)\w*"
            r"|thecomplaint\w*)"
            r"|(?:the)?(?:relevant)?(?:laws?|legal|legislation)(?:and)?(?:guidance|policy|policies|framework|background)*"
            r"|(?:the)?ombudsmans?roleandpowers|how(?:we|i)considered\w*"
        ),
    ),
    (
        Section.OTHER,
        re.compile(
            r"what(?:happens\w*|(?:we|i)(?:have)?decided\w*|comesnext)"
            r"|(?:if|when|how)\w*(?:comply|complied|complying|evidence|proof|us|disagree)\w*|(?:the)?next(?:steps)?"
        ),
    ),
    (
        Section.ORDERS,
        re.compile(
            r"what\w*?(?:must(?:do|happen|now|be)|hasto|haveto|needsto|needto|isto|areto|willdo|willnow"
            r"|shoulddo|shouldhappen|shouldnow|toputright"
            r"|hasagreed|haveagreed|agreedto|isagreed|wasagreed|beenagreed|weorder|iorder|haveordered|ordered"
            r"|werequire|irequire|isrequired|isneeded)\w*"
            rf"|{_OWN}(?:orders?|actions?|remed(?:y|ies)|steps)(?:agreed|required|made|needed|forthe\w+"
            rf"|anddates?|andtimescales?|totake|tobetaken)?"
            r"|(?:put|putting|toput|howtoput)(?:this|it|things|matters)?right|(?:the)?(?:agreed"
            r"|recommended)(?:outcome|resolution|settlement)"
        ),
    ),
    (
        Section.RECOMMENDATIONS,
        re.compile(
            rf"{_OWN}(?:non)?(?:binding)?(?:recommendations?|suggestions?)(?:(?:that|which)?(?:are"
            rf"|is)?not(?:binding|ordered)|only|made|forthe\w+|forlearning)*"
            r"|what(?:we|i)(?:also)?(?:recommend|suggest)\w*|(?:good|best)practice"
        ),
    ),
)

_RUN_IN = re.compile(
    r"(?<![\w’'])(?P<h>O\s?r\s?d\s?e\s?r(?:\s?s)?"
    r"|R\s?e\s?c\s?o\s?m\s?m\s?e\s?n\s?d\s?a\s?t\s?i\s?o\s?n(?:\s?s)?|A\s?greed\s+actions?)"
    r":?\s+(?=(?:[A-Z](?:\s?[a-z’'])+|I|A|T\s?he|I\s?[ft])\s)"
)


def run_in_heading(text: str, start: int, end: int) -> tuple[int, int, Section] | None:
    """A heading that runs into its sentence ("Order Within 4 weeks …"): (start, end, section), or None."""
    for match in _RUN_IN.finditer(text, start, end):
        before = text[start : match.start()].rstrip()
        words = match["h"].lower().replace(" ", "")
        # In the middle of a passage only after a finished sentence or a lower-case word: never inside a name.
        if before and re.search(r"\b(?:an?|the|this|that|our|your|of|each|any|failure|\d)$", before, re.IGNORECASE):
            continue
        section = Section.RECOMMENDATIONS if words.startswith("rec") else Section.ORDERS
        return match.start(), match.end(), section
    return None
