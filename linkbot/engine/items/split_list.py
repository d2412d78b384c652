"""A list that lost its lines: "the landlord is ordered to: a) apologise, and b) pay £100", or parts between semicolons.

Cuts one sentence into the spans of its elements. A breakdown of one sum is never cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

from linkbot.engine.dates.passages import Passage

_INLINE = re.compile(r"(?:(?<=[\s:])|^)(?:\(?(?P<l>[a-z]|\d{1,2})\)|\((?P<r>[ivx]{2,4})\)|[•●▪◦]|[-–](?=\s))\s+(?=\S)")

_NAMES = re.compile(r"\b(?:following|as\s+follows|these\s+(?:actions|steps|things|orders))\b", re.IGNORECASE)

# A capital verb in the middle of a line: the next point of a list that lost its marks ("… for delay Writes to her").
_UNMARKED = re.compile(
    r"(?<=[a-z0-9)])\s+(?=[A-Z][a-z]+\s+(?:the|to|a|an|her|him|them|it|its|all|any|how|what|that|in|with|for|M(?:r|s|rs|iss)|£)\b)"
)
_ANEW = re.compile(  # a sentence that begins without a full stop before it, as flattened lists do
    r"(?<=[\w)])\s+(?=(?:The|This)\s+(?:Ombudsman|[Ll]andlord|[Cc]ouncil|[Aa]uthority|[Ss]ervice)\s+(?:(?:also|further)\s+)?"
    r"(?:orders?|recommends?|must|is\s+(?:also\s+)?ordered|is\s+to|should)\b)"
)
_LIST_GOES_ON = re.compile(r":\s+\S[^:]*;(?:\s+(?:and|or))?\s*$", re.DOTALL)

Piece = tuple[int, int, int | None]


def joined(text: str, found: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """Passages as `passages` found them, those of one run-on list together: "… must: do this;" and "do that;" below."""
    result: list[Passage] = []
    for passage in found:
        last = result[-1] if result else None
        goes_on = last is not None and not passage.style and not passage.gap and re.match(r"[a-z]", passage.of(text))
        if last is not None and goes_on and _LIST_GOES_ON.search(last.of(text)):
            result[-1] = replace(last, end=passage.end)
        else:
            result.append(passage)
    return tuple(result)


def cut_anew(text: str, passage: Passage) -> Iterator[Passage]:
    """The passage, cut where the Ombudsman begins to order anew without a full stop before it."""
    cuts = [passage.start, *(match.end() for match in _ANEW.finditer(text, passage.start, passage.end))]
    for start, end in pairwise((*cuts, passage.end)):
        yield replace(passage, end=end) if start == passage.start else Passage(start, end)


def elements(
    text: str, start: int, end: int, action: re.Pattern[str], breaks_down: Callable[[str], bool]
) -> tuple[Piece, ...]:
    """(start, end, printed number) of each element; one element when nothing divides the sentence."""
    colon = re.search(r":(?=\s|$)", text[start:end])
    body = start + colon.end() if colon else start
    if colon and breaks_down(text[start : start + colon.start()]):
        return ((start, end, None),)
    marks = list(_INLINE.finditer(text, body, end))
    if marks and (len(marks) > 1 or colon):
        bounds = [mark.end() for mark in marks]
        stops = [mark.start() for mark in marks[1:]] + [end]
        return tuple((a, _trim(text, a, b), _number(mark)) for a, b, mark in zip(bounds, stops, marks, strict=True))
    cuts = [body if colon else start]
    # "the following: an apology; £250; and a new decision" names its points without verbs
    listed = bool(colon) and ";" in text[body:end] and _NAMES.search(text[start:body]) is not None
    pattern = r";\s*(?:and\s+)?" if listed or not colon else r";\s*(?:and\s+)?|\.\s+"
    for mark in re.finditer(pattern, text[cuts[0] : end]):
        at = cuts[0] + mark.end()
        if at < end and (listed or action.match(text, at, end)):
            cuts.append(at)
    if colon and action.match(text, body, end):
        cuts += [mark.end() for mark in _UNMARKED.finditer(text, body, end) if action.match(text, mark.end(), end)]
        cuts = sorted(set(cuts))
    stops = [*cuts[1:], end]
    return tuple((a, _trim(text, a, b), None) for a, b in zip(cuts, stops, strict=True))


def _trim(text: str, start: int, end: int) -> int:
    piece = re.sub(r"(?:[\s;,]|\band)+$", "", text[start:end])
    return start + len(piece)


def _number(mark: re.Match[str]) -> int | None:
    letter = mark["l"]
    if letter is None:
        return None
    return int(letter) if letter.isdigit() else ord(letter) - ord("a") + 1
