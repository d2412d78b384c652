"""A list while it is being read: is the next passage an element, part of one, a new lead-in, or no longer in it?

Lists come with marks of all kinds, nested, without marks, or broken by a sentence in between; the first element says
what the others look like.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from linkbot.engine.dates.passages import Passage
from linkbot.engine.items.item_sentences import SentenceReader
from linkbot.engine.items.turns import DATED, DUE_LINE, TIMED, WORTH
from linkbot.model.item import ItemKind


class Part(Enum):
    ELEMENT = auto()
    OF_THE_LAST = auto()  # goes on with the element before it
    LEAD_IN = auto()  # "Within three months:" opens the next group
    ELSEWHERE = auto()


def _says_when(words: str) -> bool:
    return WORTH.search(words) is not None or DATED.search(words) is not None


@dataclass
class OpenList:
    """`lead`: the span of the lead-in. `absorbing`: what is listed are parts of the last item, not items."""

    kind: ItemKind
    lead: tuple[int, int]
    loose: bool
    lead_style: str = ""
    style: str | None = None  # of the first marked element
    plain: bool = False  # its elements have no marks
    upper: bool = False  # they begin with capitals
    absorbing: bool = False

    def place(
        self, passage: Passage, words: str, sentence: SentenceReader, *, list_follows: bool, started: bool
    ) -> Part:
        """Where a passage belongs. `list_follows`: marked elements come after it; `started`: an item was read."""
        if self.absorbing:
            return self._absorb(passage, words)
        if passage.style:
            return self._marked(passage, started=started)
        timed = TIMED.search(words) is not None and sentence.action.match(words) is None
        if timed and (words.endswith(":") or (list_follows and len(words) < 60)):
            return Part.LEAD_IN
        if started and (words.startswith("£") or (len(words) < 80 and DUE_LINE.match(words) and _says_when(words))):
            return Part.OF_THE_LAST
        if self.style is not None:
            return Part.OF_THE_LAST if started and not passage.gap and re.match(r"[a-z£(]", words) else Part.ELSEWHERE
        return self._unmarked(passage, words, sentence)

    def _absorb(self, passage: Passage, words: str) -> Part:
        if passage.style:
            if self.style is None:
                self.style = passage.style
            return Part.OF_THE_LAST if passage.style == self.style != self.lead_style else Part.ELSEWHERE
        goes_on = not passage.gap or DUE_LINE.match(words) is not None
        return Part.OF_THE_LAST if goes_on or words.startswith("£") else Part.ELSEWHERE

    def _marked(self, passage: Passage, *, started: bool) -> Part:
        if passage.style == self.lead_style:
            return Part.ELSEWHERE
        if self.style is None and not self.plain:
            self.style = passage.style
        if self.style is None or passage.style == self.style:
            return Part.ELEMENT
        return Part.OF_THE_LAST if started else Part.ELSEWHERE

    def _unmarked(self, passage: Passage, words: str, sentence: SentenceReader) -> Part:
        starts = sentence.action.match(words) is not None or words[:1].islower()
        if not self.plain:
            if not starts and passage.gap:
                return Part.ELSEWHERE
            self.plain, self.upper = True, words[:1].isupper()
        elif self.upper and words[:1].islower():
            return Part.OF_THE_LAST
        return Part.ELEMENT if starts else Part.ELSEWHERE
