"""Points of a list that no operator and no mark of their own announces: they begin as deeds do.

Looks at the words of one passage or sentence; whether a list is being read is decided in `item_list`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from linkbot.engine.dates.passages import Passage, sentences
from linkbot.engine.items.sections import Section

_FULL = 0.75  # of the widest line: proportional type breaks its lines at uneven counts of letters
_SEMICOLON = re.compile(r";\s+(?=[a-z])")
_GOES_ON = re.compile(
    r"\b(?:the|a|an|of|to|by|in|on|for|or|with|than|from|at|must|will|should|it|its|that|which|not|also|then|who|what|how)$|,$"
)


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


def lines_of_a_list(text: str, passage: Passage, action: re.Pattern[str], *, width: int) -> Iterator[Passage]:
    """The passage of a list that was opened, cut at lines that begin with a deed where no full line forced the break.

    "apologise to the man" and "pay him £300" below it are two points. `width`: of the letter's widest line.
    """
    if passage.style:
        yield passage
        return
    starts = [passage.start]
    for stop in _SEMICOLON.finditer(text, passage.start, passage.end):  # two points that a reader of PDFs put together
        if action.match(text, stop.end(), passage.end):
            starts.append(stop.end())
    for line in re.finditer(r"\n[ \t]*(?=\S)", text[passage.start : passage.end]):
        at = passage.start + line.end()
        above = text.rfind("\n", 0, passage.start + line.start()) + 1
        before = text[above : passage.start + line.start()].rstrip()
        forced = len(before) + 1 + len(text[at : at + 40].split(None, 1)[0]) > _FULL * width
        if not forced and action.match(text, at, passage.end) and not _GOES_ON.search(before):
            starts.append(at)
    for start, end in pairwise((*sorted(set(starts)), passage.end)):
        yield replace(passage, start=start, end=end, gap=passage.gap and start == passage.start)


def points_of(text: str, passage: Passage, action: re.Pattern[str]) -> tuple[tuple[int, int], ...]:
    """A whole list that stands in one passage, cut where a sentence begins with a deed."""
    spans = sentences(text, passage)
    starts = [passage.start, *(start for start, end in spans[1:] if begins_point(text[start:end], action))]
    return tuple(zip(starts, [*starts[1:], passage.end], strict=True))
