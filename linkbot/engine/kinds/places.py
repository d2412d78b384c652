"""Divides the acting letters into places: subject, title, opening, body, and the narrative that never counts.

A decision tells at length what once happened, in words of every other kind; only its title, its headings and the
covering letter speak for what it is. Boilerplate is blanked, quoted letters and enclosures are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from linkbot.engine.items.lists import Opened, opened_lists
from linkbot.engine.kinds.divide import TITLE_LENGTH, Cues, cues_of, head_end, orders_heading, places_of
from linkbot.engine.kinds.matching import Terms, Text, cut
from linkbot.model.acting import Acting
from linkbot.model.mail import Letter, LetterRole
from linkbot.model.signals import KindRules, Place


@dataclass(frozen=True)
class PlacedText:
    """A text with the place of each of its words; `source` is the evidence's source."""

    text: Text
    places: tuple[Place, ...]
    source: str
    page_starts: tuple[int, ...] = ()
    lists: tuple[Opened, ...] = ()

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


@lru_cache(maxsize=4)
def place(acting: Acting, kinds: KindRules) -> Placed:
    """The counting texts of the acting letters, in the order subject, covering text, attached letters.

    Kept, because what the letter threatens is asked of the same texts as what it is.
    """
    cues = cues_of(kinds)
    texts, decision, draft, heading, attachments = [_subject(acting.subject, cues)], None, None, None, 0
    texts += [_filename(name) for name in acting.attachment_names]
    for letter in acting.letters:
        if letter.role is LetterRole.QUOTED or not letter.text.strip():
            continue
        attached = letter.filename is not None
        attachments += attached
        text = cut(without_boilerplate(letter))
        head = head_end(text, cues)
        if attached:
            name = cut(_spaced(letter.filename or ""))
            if _is(cues.enclosures, name, text, head):
                continue
            if _is(cues.drafts, name, text, head):
                draft = draft or letter.source
            elif _is(cues.decisions, None, text, head):
                decision = decision or letter.source
        documents = {decision, draft}
        lists = opened_lists(text, openers=cues.openers, orders=cues.order_openers)
        places = places_of(text, head, cues, document=attached and letter.source in documents, lists=lists)
        heading = heading or orders_heading(text, places, cues, letter.source)
        texts.append(PlacedText(text, places, letter.source, letter.page_starts, lists))
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


def without_boilerplate(letter: Letter) -> str:
    """The letter's text with boilerplate blanked in place, so that offsets stay true."""
    text = letter.text
    for start, end in letter.boilerplate:
        text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return text


def _is(terms: Terms, name: Text | None, text: Text, head: int | None) -> bool:
    """Whether a document's file name, or its title when it greets nobody, is one of these."""
    if name is not None and terms.find(name):
        return True
    if head is not None:
        return False
    limit = next((i for i, w in enumerate(text.words) if w.start > TITLE_LENGTH), len(text.words))
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
