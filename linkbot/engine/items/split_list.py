"""A list that lost its lines: "the landlord is ordered to: a) apologise, and b) pay £100", or parts between semicolons.

Cuts one sentence into the spans of its elements. A breakdown of one sum is never cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_INLINE = re.compile(r"(?:(?<=[\s:])|^)(?:\(?(?P<l>[a-z]|\d{1,2})\)|\((?P<r>[ivx]{2,4})\)|[•●▪◦]|[-–](?=\s))\s+(?=\S)")

_NAMES = re.compile(r"\b(?:following|as\s+follows|these\s+(?:actions|steps|things|orders))\b", re.IGNORECASE)

Piece = tuple[int, int, int | None]


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
