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
    OTHER = "other"


def section_of(line: str, rules: DeadlineRules) -> Section | None:
    """The section a line opens when it is a heading by itself, else None."""
    words = _squashed(line)
    if not words or len(line.strip()) > 60:
        return None
    return _headings(rules).get(words)


@lru_cache(maxsize=8)
def _headings(rules: DeadlineRules) -> dict[str, Section]:
    words = rules.items
    found = {_squashed(heading): Section.OTHER for heading in words.closing_headings}
    found |= {_squashed(heading): Section.RECOMMENDATIONS for heading in words.recommendation_headings}
    found |= {_squashed(heading): Section.ORDERS for heading in words.order_headings}
    return found


def _squashed(line: str) -> str:
    """Letters only: numbering, colons and stray blanks of a broken text layer do not matter."""
    bare = re.sub(r"^\s*(?:\d{1,2}[.)]|[A-Z][.)])\s+", "", line)
    return re.sub(r"[^a-z]", "", bare.lower())


_RUN_IN = re.compile(
    r"(?<![\w’'])(?P<h>O\s?r\s?d\s?e\s?r(?:\s?s)?|R\s?e\s?c\s?o\s?m\s?m\s?e\s?n\s?d\s?a\s?t\s?i\s?o\s?n(?:\s?s)?|A\s?greed\s+actions?)"
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
