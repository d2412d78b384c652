"""Divides the acting letters into places: subject, title, opening, body, and the narrative that never counts.

A decision tells at length what once happened, in words of every other kind; only its title, its headings and the
covering letter speak for what it is. Boilerplate is blanked, quoted letters and enclosures are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from linkbot.engine.matching import Terms, Text, cut
from linkbot.model.acting import Acting
from linkbot.model.mail import Letter, LetterRole
from linkbot.model.signals import Place, Weighing

_TITLE_LENGTH = 600


@dataclass(frozen=True)
class PlacedText:
    """A text with the place of each of its words; `source` is the evidence's source."""

    text: Text
    places: tuple[Place, ...]
    source: str
    page_starts: tuple[int, ...] = ()

    def source_at(self, offset: int) -> str:
        page = 1 + sum(1 for start in self.page_starts if start <= offset)
        return f"{self.source} p.{page}" if self.page_starts else self.source


@dataclass(frozen=True)
class Placed:
    """All counting texts of a message, with what its documents turned out to be."""

    texts: tuple[PlacedText, ...]
    decision_document: str | None = None  # source of an attached (or pasted) decision
    draft_document: str | None = None
    orders_heading: tuple[str, int, int] | None = None  # source and offsets
    attachments: int = 0


class Cues:
    """The dividing words of the weighing, compiled."""

    def __init__(self, weighing: Weighing) -> None:
        self.salutations = Terms(phrases=weighing.salutations)
        self.decisions = Terms(phrases=weighing.decision_titles)
        self.drafts = Terms(phrases=weighing.draft_titles)
        self.enclosures = Terms(phrases=weighing.enclosure_titles)
        self.narrative = Terms(phrases=weighing.narrative_headings)
        self.orders = Terms(phrases=weighing.order_headings)
        self.prefixes = Terms(phrases=weighing.reply_prefixes)


@lru_cache(maxsize=8)
def cues_of(weighing: Weighing) -> Cues:
    """Raises BadPhrase."""
    return Cues(weighing)


def place(acting: Acting, weighing: Weighing) -> Placed:
    """The counting texts of the acting letters, in the order subject, covering text, attached letters."""
    cues = cues_of(weighing)
    texts, decision, draft, heading, attachments = [_subject(acting.subject, cues)], None, None, None, 0
    texts += [_filename(name) for name in acting.attachment_names]
    for letter in acting.letters:
        if letter.role is LetterRole.QUOTED or not letter.text.strip():
            continue
        attached = letter.filename is not None
        attachments += attached
        text = cut(_without_boilerplate(letter))
        head = _head_end(text, cues)
        if attached:
            name = cut(_spaced(letter.filename or ""))
            if _is(cues.enclosures, name, text, head):
                continue
            if _is(cues.drafts, name, text, head):
                draft = draft or letter.source
            elif _is(cues.decisions, None, text, head):
                decision = decision or letter.source
        documents = {decision, draft}
        places = _places(text, head, cues, document=attached and letter.source in documents)
        heading = heading or _heading(text, places, cues, letter.source)
        texts.append(PlacedText(text, places, letter.source, letter.page_starts))
    return Placed(tuple(texts), decision, draft, heading, attachments)


def _subject(subject: str, cues: Cues) -> PlacedText:
    text = cut(subject)
    old = any(f.first == 0 for occurrences in cues.prefixes.find(text).values() for f in occurrences)
    return PlacedText(text, (Place.OLD_SUBJECT if old else Place.SUBJECT,) * len(text.words), "header:Subject")


def _filename(filename: str) -> PlacedText:
    text = cut(_spaced(filename))
    return PlacedText(text, (Place.FILENAME,) * len(text.words), f"attachment:{filename}")


def _spaced(filename: str) -> str:
    stem = filename.rpartition(".")[0] or filename
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", stem.replace("_", " ").replace("%20", " "))


def _without_boilerplate(letter: Letter) -> str:
    """The letter's text with boilerplate blanked in place, so that offsets stay true."""
    text = letter.text
    for start, end in letter.boilerplate:
        text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return text


def _head_end(text: Text, cues: Cues) -> int | None:
    """The word after the salutation line, or None when nobody is greeted near the top."""
    starts = sorted(f.first for found in cues.salutations.find(text).values() for f in found)
    for first in starts:
        line_start = first == 0 or text.words[first - 1].text == "¶"
        if line_start and text.words[first].start < 1500:
            return next((i + 1 for i in range(first, len(text.words)) if text.words[i].text == "¶"), len(text.words))
    return None


def _is(terms: Terms, name: Text | None, text: Text, head: int | None) -> bool:
    """Whether a document's file name, or its title when it greets nobody, is one of these."""
    if name is not None and terms.find(name):
        return True
    if head is not None:
        return False
    limit = next((i for i, w in enumerate(text.words) if w.start > _TITLE_LENGTH), len(text.words))
    for occurrences in terms.find(text).values():
        for found in occurrences:
            if found.after <= limit and _heads_a_line(text, found.first, found.after):
                return True
    return False


def _heads_a_line(text: Text, first: int, after: int) -> bool:
    """Whether words stand (nearly) alone on their line, as a heading does."""
    start, end = text.words[first].start, text.words[after - 1].end
    line_start = text.text.rfind("\n", 0, start) + 1
    line_end = text.text.find("\n", end)
    line = text.text[line_start : line_end if line_end >= 0 else len(text.text)].strip()
    return len(line) <= (end - start) + 30 and not line.endswith((".", ","))


def _places(text: Text, head: int | None, cues: Cues, *, document: bool) -> tuple[Place, ...]:
    """The place of each word. A document counts by its title and headings, a letter by all but narrative sections."""
    count = len(text.words)
    if document:
        title_end = next((i for i, w in enumerate(text.words) if w.start > _TITLE_LENGTH // 2), count)
        places = [Place.TITLE if i < title_end and head is None else Place.NARRATIVE for i in range(count)]
        return tuple(_cut_at_narrative(text, places, cues))
    start = head or 0
    opening_end = _paragraph_end(text, start)
    places = [Place.TITLE if i < start else Place.OPENING if i < opening_end else Place.BODY for i in range(count)]
    return tuple(_cut_at_narrative(text, places, cues))


def _cut_at_narrative(text: Text, places: list[Place], cues: Cues) -> list[Place]:
    """Sections below headings such as "Background" become narrative, up to the next orders heading."""
    cuts = sorted(_headings(text, cues.narrative, True) + _headings(text, cues.orders, False))
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


def _heading(text: Text, places: tuple[Place, ...], cues: Cues, source: str) -> tuple[str, int, int] | None:
    found = _headings(text, cues.orders, False)
    if not found:
        return None
    first = min(first for first, _ in found)
    return source, text.words[first].start, text.words[first].end
