"""Points of a list that no operator and no mark of their own announces: they begin as deeds do.

Looks at the words of one passage or sentence; whether a list is being read is decided in `item_list`.
"""

from __future__ import annotations

import re

from linkbot.engine.dates.passages import Passage, sentences
from linkbot.engine.items.sections import Section


def is_bare_point(words: str, section: Section, action: re.Pattern[str]) -> bool:
    """A marked point below its own heading that needs no operator: "(iv) That the landlord considers …"."""
    if words.rstrip().endswith((":", "?")):
        return False
    if section is Section.RECOMMENDATIONS and len(words.split()) > 3:
        return True
    return re.match(r"that\b|to\s+[a-z]+\b", words, re.IGNORECASE) is not None or action.match(words) is not None


def begins_point(words: str, action: re.Pattern[str]) -> bool:
    """ "… is ordered to: Apologise. Pay £180. Write …" in one passage: each sentence is a point."""
    return words[:1].isupper() and action.match(words) is not None


def points_of(text: str, passage: Passage, action: re.Pattern[str]) -> tuple[tuple[int, int], ...]:
    """A whole list that stands in one passage, cut where a sentence begins with a deed."""
    spans = sentences(text, passage)
    starts = [passage.start, *(start for start, end in spans[1:] if begins_point(text[start:end], action))]
    return tuple(zip(starts, [*starts[1:], passage.end], strict=True))
