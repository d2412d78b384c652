"""Divides one letter: salutation, opening, narrative sections, headings of orders, the footer that ends it.

The dividing words come from `rules/classification.toml`; which letters count at all is `engine.kinds.places`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from functools import lru_cache

from linkbot.engine.items.lists import Opened
from linkbot.engine.kinds.matching import Found, Terms, Text
from linkbot.engine.kinds.words import Word
from linkbot.model.signals import KindRules, Place, Weighing

TITLE_LENGTH = 600
_TITLE_WORDS = 14  # a longer sentence at the head of a document tells something
_HEAD_LENGTH = 1500
_SALUTATION_LENGTH = 60
_FOOTER_LENGTH = 1500
_WORDS_OF_AN_ORDER = 12
_RULE = re.compile(r"^[ \t]*(?:[_=*]{5,}|-{5,}|--)[ \t]*$", re.MULTILINE)


class Cues:
    """The dividing words of the weighing, compiled."""

    def __init__(self, weighing: Weighing) -> None:
        self.salutations = Terms(phrases=weighing.salutations)
        self.decisions = Terms(phrases=weighing.decision_titles)
        self.drafts = Terms(phrases=weighing.draft_titles)
        self.enclosures = Terms(phrases=weighing.enclosure_titles)
        self.narrative = Terms(phrases=weighing.narrative_headings)
        self.orders = Terms(phrases=weighing.order_headings)
        self.speaking = Terms(phrases=weighing.speaking_headings)
        self.openers = Terms(phrases=[*weighing.list_openers, *weighing.asking])
        self.order_openers = Terms(phrases=weighing.order_openers)
        self.footers = Terms(phrases=weighing.footer_starts)
        self.enclosing = Terms(phrases=weighing.enclosing)
        self.prefixes = Terms(phrases=weighing.reply_prefixes)


@lru_cache(maxsize=8)
def cues_of(kinds: KindRules) -> Cues:
    """Raises BadPhrase."""
    return Cues(kinds.weighing)


def head_end(text: Text, cues: Cues) -> int | None:
    """The word after the salutation line, or None when nobody is greeted near the top."""
    starts = sorted(f.first for found in cues.salutations.find(text).values() for f in found)
    for first in starts:
        if text.words[first].start >= _HEAD_LENGTH:
            break
        if _starts_short_line(text, first):
            return next((i + 1 for i in range(first, len(text.words)) if text.words[i].text == "¶"), len(text.words))
    return None


def places_of(
    text: Text, head: int | None, cues: Cues, *, document: bool, lists: tuple[Opened, ...] = ()
) -> tuple[Place, ...]:
    """The place of each word. A document counts by its title and headings, a letter by all but narrative sections."""
    count = len(text.words)
    if document:
        title_end = next((i for i, w in enumerate(text.words) if w.start > TITLE_LENGTH // 2), count)
        lengths = Counter(text.sentence)
        places = [
            Place.TITLE
            if i < title_end and head is None and lengths[text.sentence[i]] <= _TITLE_WORDS
            else Place.NARRATIVE
            for i in range(count)
        ]
        return tuple(_cut_at_narrative(text, places, cues))
    start = head or 0
    opening_end = _paragraph_end(text, start)
    places = [Place.TITLE if i < start else Place.OPENING if i < opening_end else Place.BODY for i in range(count)]
    places = _cut_at_narrative(text, places, cues)
    for opened in lists:
        for i in range(*(bisect_left(text.words, edge, key=_start) for edge in (opened.start, opened.end))):
            if places[i] is not Place.NARRATIVE:
                places[i] = Place.LISTED
    footer = _footer_start(text, opening_end, cues)
    return tuple(Place.FOOTER if i >= footer else place for i, place in enumerate(places))


def _start(word: Word) -> int:
    return word.start


def _starts_short_line(text: Text, first: int) -> bool:
    start = text.words[first].start
    line_start = text.text.rfind("\n", 0, start) + 1
    line = text.text[line_start : start + 2 * _SALUTATION_LENGTH].split("\n", 1)[0]
    return not text.text[line_start:start].strip() and len(line.strip()) <= _SALUTATION_LENGTH


def _footer_start(text: Text, after: int, cues: Cues) -> int:
    """The first word of the sender's address and small print at the end, else the word count."""
    count = len(text.words)
    starts = [
        f.first
        for occurrences in cues.footers.find(text).values()
        for f in occurrences
        if f.first >= after and len(text.text) - text.words[f.first].start < _FOOTER_LENGTH and _opens_a_line(text, f)
    ]
    for line in _RULE.finditer(text.text):
        if len(text.text) - line.start() < _FOOTER_LENGTH:
            starts.append(max(after, bisect_right(text.words, line.start(), key=_start)))
    return min(starts, default=count)


def _opens_a_line(text: Text, found: Found) -> bool:
    """Whether words begin their line and the line is theirs: an address or a number may follow, a sentence not."""
    start, end = text.words[found.first].start, text.words[found.after - 1].end
    before = text.text[text.text.rfind("\n", 0, start) + 1 : start].strip(" \t*|")
    rest = text.text[end:].split("\n", 1)[0].strip(" \t*")
    return not before and (not rest or not rest[0].islower())


def _cut_at_narrative(text: Text, places: list[Place], cues: Cues) -> list[Place]:
    """Sections below headings such as "Background" become narrative, up to the next heading that speaks."""
    ends = _headings(text, cues.orders, False) + _headings(text, cues.speaking, False)
    cuts = sorted(_headings(text, cues.narrative, True) + ends)
    for position, (first, narrative) in enumerate(cuts):
        after = cuts[position + 1][0] if position + 1 < len(cuts) else len(places)
        if narrative:
            for i in range(first, after):
                places[i] = Place.NARRATIVE
    return places


def _headings(text: Text, terms: Terms, narrative: bool) -> list[tuple[int, bool]]:
    return [
        (f.first, narrative)
        for occurrences in terms.find(text).values()
        for f in occurrences
        if (f.first == 0 or text.words[f.first - 1].text in ("¶", ".", ":")) and _alone(text, f.first, f.after)
    ]


def _alone(text: Text, first: int, after: int) -> bool:
    """Whether words are the whole of their line, numbering and a colon aside."""
    start, end = text.words[first].start, text.words[after - 1].end
    line_start = text.text.rfind("\n", 0, start) + 1
    line_end = text.text.find("\n", end)
    before = text.text[line_start:start].strip(" \t*#-.0123456789()")
    rest = text.text[end : line_end if line_end >= 0 else len(text.text)].strip(" \t*:")
    return not before and not rest


def _paragraph_end(text: Text, start: int) -> int:
    """The end of the first paragraph of at least eight words."""
    length = 0
    for i in range(start, len(text.words)):
        length += 1
        if text.words[i].text == "¶":
            if length > 8:
                return i
            length = 0 if length <= 1 else length
    return len(text.words)


def orders_heading(text: Text, places: tuple[Place, ...], cues: Cues, source: str) -> tuple[str, int, int] | None:
    lasting = [first for first, _ in _headings(text, cues.orders, False) if places[first] is not Place.FOOTER]
    first = min((f for f in lasting if len(text.words) - f > _WORDS_OF_AN_ORDER), default=None)
    if first is None:
        return None
    return source, text.words[first].start, text.words[first].end
