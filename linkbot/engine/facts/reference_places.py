"""Where in a letter a reference stands, and what that place says: the letter is about it, or names it in passing."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

from linkbot.engine.facts.reference_forms import Sighting

_LABEL = re.compile(
    r"(?:\bour\s+(?:case\s+|complaint\s+)?ref(?:erence)?s?|\b(?:case|complaint|ombudsman(?:'s)?|lgsco|hos?)\s+"
    r"(?:ref(?:erence)?s?|numbers?|nos?|id)|^\W*ref(?:erence)?s?|\breference\s*:|\bref\s*:|^\W*(?:re|case|complaint)\s*:)"
    r"(?:\s+(?:is|are|number|no))?[\s.:()#–-]*$",
    re.IGNORECASE | re.MULTILINE,
)
_OTHER = r"(?:previous|earlier|older|old|former|first|other|another|separate|related|linked|similar|different|closed)"
_MATTER = (
    r"(?:complaints?|cases?|investigations?|decisions?|determinations?|reports?|references?|ones?|matters?|files?)"
)
_PASSING = re.compile(
    rf"(?:\b{_OTHER}\s+(?:\w+\s+){{0,2}}{_MATTER}\b|\b(?:previously|formerly|separately|see\s+also|cf|unlike|in\s+addition|"
    r"also\s+(?:determined|decided|investigated|considered|dealt|have|has|look\w*|wrote|writing)|"
    r"we\s+(?:have\s+)?(?:closed|decided|determined)|(?:linked|related|similar)\s+(?:to|with)|from\s+(?:the\s+)?case|"
    r"not\s+to\s+be\s+confused|last\s+year|as\s+in|such\s+as|follow(?:s|ed)\s+on\s+from|follows\s+from|replac\w+\s+case|"
    r"under\s+reference|distinct\s+from|apart\s+from|do(?:es)?\s+not\s+concern|nothing\s+to\s+do\s+with)\b|"
    r"\((?:was|formerly)\b)[^.;\n]*(?:\n[^.;\n]*)?$",
    re.IGNORECASE,
)
_PASSED = re.compile(
    r"^[\s),]*(?:,\s*)?(?:which|that)\s+(?:(?:is|was|we|has|had)\s+)?(?:now\s+|since\s+|been\s+|already\s+|have\s+)*"
    r"(?:closed|decided|determined|concluded|ended|a\s+(?:different|separate)|separate|another)|"
    r"^[\s),]*(?:is|was)\s+(?:a\s+)?(?:separate|different|another|closed|not\s+(?:part|affected))",
    re.IGNORECASE,
)
_OPENED = re.compile(
    r"\b(?:i|we)\s+(?:have\s+|am\s+|are\s+|will\s+be\s+)?(?:\w+\s+){0,2}(?:opened|opening|started|starting|begun|beginning|registered|launched)\s+"
    r"(?:an?|the)\s+(?:\w+\s+){0,2}(?:investigation|case|complaint|file)\b[^.;\n]{0,40}$",
    re.IGNORECASE,
)
_ROW = re.compile(
    r"^[ \t]*(?:[|•*·–—-]|\(?\d{1,2}[.)]|\(?[a-h][.)])?[ \t]*(?:case|complaint|ref(?:erence)?)?[ \t:]*$", re.IGNORECASE
)
_JOIN = re.compile(
    r"^[\s,;&/+()]*(?:and|or|plus|together with|as well as)?[\s,;&/+()]*(?:complaint|case|ref(?:erence)?)?s?\s*$",
    re.IGNORECASE,
)
_SALUTATION = re.compile(
    r"^[ \t]*(?:dear|hello|hi|good (?:morning|afternoon)|to whom)\b.*$", re.IGNORECASE | re.MULTILINE
)
_SENTENCE = re.compile(
    r"^[ \t]*(?:in|we|i|as|it|see|please|you|thank|after|since|when|for|although|but|however)\b", re.IGNORECASE
)
_SENTENCE_ENDS = re.compile(r"[.!?](?=\s)|\n\s*\n|[;(]")
_ABBREVIATION = re.compile(r"\b(?:ref|no|nos|mr|mrs|ms|dr|cf|st)\.$", re.IGNORECASE)
_HEADING_ROOM = 110
_LONGEST_SENTENCE = 1_500


class Place(IntEnum):
    """How strongly a place says that the letter is about the reference."""

    PASSING = 0
    BODY = 1
    OPENING = 2
    LABELLED = 3  # subject, file name, heading, "Our ref:"


def place_in_text(text: str, sighting: Sighting) -> Place:
    """The place of a sighting within one letter's text."""
    sentence_start = _sentence_start(text, sighting.start)
    before = text[sentence_start : sighting.start]
    after = text[sighting.end : sighting.end + 80]
    labelled = _LABEL.search(text[max(0, sighting.start - 60) : sighting.start]) is not None
    if _OPENED.search(before):
        return Place.LABELLED
    if _PASSING.search(before) or _PASSED.search(after):
        return Place.PASSING
    if labelled or _is_heading(text, sighting):
        return Place.LABELLED
    return Place.OPENING if _in_opening(text, sighting) else Place.BODY


def joined(text: str, first: Sighting, second: Sighting) -> bool:
    """Two sightings of one list: "26 001 111 and 26 001 222"."""
    return _JOIN.match(text[first.end : second.start]) is not None


def is_passing(text: str, sighting: Sighting, others: tuple[Sighting, ...] = ()) -> bool:
    """For a subject: "… (linked to 25 004 444)", or a number in brackets at the end of one that opens with another."""
    if _PASSING.search(text[max(0, sighting.start - _LONGEST_SENTENCE) : sighting.start]):
        return True
    first = min((one.end for one in others if one.end <= sighting.start), default=None)
    if first is None or not text.endswith("(", 0, sighting.start):
        return False
    return len(text[first : sighting.start].split(None, 3)) > 2


def row_of_cases(text: str, sighting: Sighting) -> bool:
    """It stands first in a row of a table or list, and more follows on the line: "| 26 001 111 | refund | 4 May |"."""
    start = _line_start(text, sighting.start)
    rest = text[sighting.end : sighting.end + _LONGEST_SENTENCE].split("\n", 1)[0].strip(" \t|:–-")
    return _ROW.match(text[start : sighting.start]) is not None and len(rest.split()) > 1


@lru_cache(maxsize=16)
def _salutation(text: str) -> tuple[int, int]:
    """Where somebody is greeted; behind the end when nobody is. Sought once a letter, not once a reference."""
    found = _SALUTATION.search(text)
    return found.span() if found else (len(text) + 1, len(text) + 1)


@lru_cache(maxsize=16)
def _head_end(text: str) -> int:
    """Where the fortieth line ends."""
    at = -1
    for _ in range(40):
        at = text.find("\n", at + 1)
        if at < 0:
            return len(text)
    return at


def _line_start(text: str, at: int) -> int:
    """Where the line begins; of an endless one, far enough before."""
    begin = max(0, at - _LONGEST_SENTENCE)
    return max(begin, text.rfind("\n", begin, at) + 1)


def _sentence_start(text: str, at: int) -> int:
    begin = max(0, at - _LONGEST_SENTENCE)  # never the whole of a bundle of papers for each number in it
    found = _SENTENCE_ENDS.finditer(text, begin, at)
    ends = [match.end() for match in found if not _abbreviated(text, match)]
    return ends[-1] if ends else begin


def _abbreviated(text: str, match: re.Match[str]) -> bool:
    return _ABBREVIATION.search(text, max(0, match.end() - 5), match.end()) is not None


def _is_heading(text: str, sighting: Sighting) -> bool:
    """A short line of its own in the head of a letter, that is no sentence."""
    start = _line_start(text, sighting.start)
    end = text.find("\n", sighting.end, sighting.end + _LONGEST_SENTENCE)
    line = text[start : end if end >= 0 else sighting.end + _LONGEST_SENTENCE].strip()
    if len(line) > _HEADING_ROOM or (line.endswith((".", ",", ";")) and not re.search(r"\d\.$", line)):
        return False
    if _SENTENCE.match(line) or re.search(r"[a-z\d][.!?]\s+[A-Z]", line):
        return False
    greeted, after = _salutation(text)
    if sighting.start < greeted:
        return sighting.start <= _head_end(text) and _stands_alone(text, start, end)
    between = text[after : min(sighting.start, after + _LONGEST_SENTENCE)]
    return len(between.split()) < 40 and _stands_alone(text, start, end)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Nothing runs on into the line from above or from it below: the sentence is not merely wrapped."""
    above = text[max(0, start - _LONGEST_SENTENCE) : start].rstrip(" \t").rsplit("\n", 2)
    previous = above[-2].strip() if len(above) > 1 else ""
    following = text[end + 1 : end + _LONGEST_SENTENCE].split("\n", 1)[0].strip() if end >= 0 else ""
    runs_in = len(previous) > 45 and not previous.endswith((".", ":", "!", "?"))
    runs_on = len(text[start:end].strip()) > 45 and following[:1].islower()
    return not runs_in and not runs_on


def _in_opening(text: str, sighting: Sighting) -> bool:
    """The first sentence after the salutation, or of the text."""
    greeted, after = _salutation(text)
    begin = after if greeted < sighting.start else 0
    if sighting.start - begin > _LONGEST_SENTENCE:
        return False
    between = text[begin : sighting.start].strip()
    return len(between.split()) < 60 and re.search(r"[.!?]\s+[A-Z]", between) is None
