"""Orders, agreed actions and recommendations in running text and lists: one item a list element or finite sentence.

Works section by section: an operator ("is ordered to", "has agreed to", "we recommend", "must" inside a section) opens
an item or, before a list, its lead-in. Tables are read elsewhere, and so are information requests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from linkbot.engine.dates.passages import Passage, passages, sentences
from linkbot.engine.items.collected_items import CollectedItems
from linkbot.engine.items.item_sentences import SentenceReader
from linkbot.engine.items.money import says_less_paid
from linkbot.engine.items.open_list import OpenList, Part
from linkbot.engine.items.points import begins_point, is_bare_point, lines_of_a_list, points_of
from linkbot.engine.items.sections import Section, run_in_heading, section_of
from linkbot.engine.items.split_list import cut_anew, elements, joined
from linkbot.engine.items.turns import ALSO, DUE_LINE, FOLLOWS, MAY, PRONOUN, REFERS_BACK, REPORTS_BACK, WE, WORTH
from linkbot.engine.mail.raw_items import RawItem
from linkbot.model.deadline_rules import DeadlineRules
from linkbot.model.item import ItemKind

_POINT = re.compile(r"£\s*\d|\bby\s+\d|\bwithin\b|\bdue\b|20\d\d\W*$", re.IGNORECASE)
_NEAR = 200  # characters: a sentence so close to an item may speak of it


def find_listed(
    text: str,
    skip: tuple[tuple[int, int], ...],
    rules: DeadlineRules,
    *,
    only_orders: bool = False,
    sections_only: bool = False,
) -> tuple[RawItem, ...]:
    """All items of a letter's running text in order. `only_orders`: nothing but what this letter itself orders.
    `sections_only`: "the council should …" counts only under a heading for such."""
    return tuple(_Reader(text, rules, only_orders, sections_only).read(skip))


class _Reader:
    def __init__(self, text: str, rules: DeadlineRules, only_orders: bool, sections_only: bool) -> None:
        self.text, self.rules, self.only_orders = text, rules, only_orders
        self.sentence = SentenceReader(text, rules, only_orders=only_orders, sections_only=sections_only)
        self.section = Section.OTHER
        self.width = max(len(line) for line in text.split("\n"))
        self.open: OpenList | None = None
        self.items = CollectedItems(text)
        self.before: OpenList | None = None  # a list that a sentence in between has closed
        self.list_follows = False

    def read(self, skip: tuple[tuple[int, int], ...]) -> list[RawItem]:
        found = joined(self.text, passages(self.text, skip))
        for passage, following in zip_longest(found, found[1:]):  # no text, no passage
            self.list_follows = following is not None and self._begins_list(following, passage)
            section = section_of(passage.of(self.text), self.rules) if not passage.style else None
            if section is not None:
                self.section, self.open = section, None
                continue
            for part in self._parts(passage):
                self._passage(part)
        return self.items.found

    def _begins_list(self, following: Passage, passage: Passage) -> bool:
        words = following.of(self.text)
        if following.style:
            return following.style != passage.style
        timed = len(words) < 60 and WORTH.search(words) is not None and DUE_LINE.match(words) is not None
        return timed or words.endswith(":") or self.sentence.action.match(words) is not None

    def _parts(self, passage: Passage) -> Iterator[Passage]:
        """The passage cut at a heading that runs into it."""
        found = None if passage.style else run_in_heading(self.text, passage.start, passage.end)
        if found is None:
            yield from self._afresh(passage)
            return
        start, end, section = found
        if start > passage.start:
            yield from self._afresh(replace(passage, end=start))
        self.section, self.open = section, None
        yield from self._afresh(replace(passage, start=end))

    def _afresh(self, passage: Passage) -> Iterator[Passage]:
        """The passage cut where the Ombudsman orders anew without a full stop before it: no list goes on beyond."""
        for part in cut_anew(self.text, passage):
            if part.start > passage.start:
                self.open = self.before = None
            if self.open is None or self.open.absorbing:
                yield part
            else:
                yield from lines_of_a_list(self.text, part, self.sentence.action, width=self.width)

    def _passage(self, passage: Passage) -> None:
        labelled = {"order": ItemKind.ORDER, "recommendation": ItemKind.RECOMMENDATION}.get(passage.style)
        if labelled is not None and not (self.only_orders and not self.sentence.issued):
            self.items.add(labelled, (passage.start, passage.end), number=passage.number, listed=True)
            self.open = OpenList(labelled, (passage.start, passage.start), False, passage.style, absorbing=True)
            return
        if self.open is None and self._resumes(passage):
            self.open = self.before
        if self.open is not None and self._takes(self.open, passage):
            return
        self.before, self.open = self.open or self.before, None
        spans = list(sentences(self.text, passage))
        known = len(self.items)
        for position, (start, end) in enumerate(spans):
            last = position == len(spans) - 1
            self._sentence(start, end, passage, last=last, first=position == 0)
        if passage.style and len(self.items) == known + 1 and self.open is None:
            self._extend_while_telling(spans, passage)
        words = passage.of(self.text)
        bare = passage.style and self.section.holds_items and len(self.items) == known and self.open is None
        if (
            bare
            and (_POINT.search(words) or is_bare_point(words, self.section, self.sentence.action))
            and not self.sentence.is_only_proof(words)
            and not WE.search(words)
        ):
            kind = ItemKind.ORDER if self.section is Section.ORDERS else ItemKind.RECOMMENDATION
            self.items.add(kind, (passage.start, passage.end), number=passage.number, listed=True)

    def _resumes(self, passage: Passage) -> bool:
        """Whether the passage is the next point of a numbered list that a sentence interrupted."""
        last = self.items.found[-1].number if self.items else None
        same = self.before is not None and not self.before.absorbing and passage.style == self.before.style
        return same and bool(passage.style) and last is not None and passage.number == last + 1

    def _extend_while_telling(self, spans: list[tuple[int, int]], passage: Passage) -> None:
        """What a numbered point goes on to say belongs to it, up to how it may be proved or set off."""
        for start, end in spans:
            if start < self.items.found[-1].end:
                continue
            if self.sentence.is_only_proof(self.text[start:end]):
                return
            self.items.extend((start, end))

    def _takes(self, opened: OpenList, passage: Passage) -> bool:
        """Whether the passage was an element, or part of one, of the list being read."""
        words = passage.of(self.text)
        match opened.place(passage, words, self.sentence, list_follows=self.list_follows, started=len(self.items) > 0):
            case Part.ELEMENT:
                self._add_element(opened, passage)
            case Part.OF_THE_LAST:
                self.items.extend((passage.start, passage.end))
            case Part.LEAD_IN:
                self.open = OpenList(opened.kind, (passage.start, passage.end), opened.loose)
            case Part.ELSEWHERE:
                return False
        return True

    def _may_come_off(self, start: int, end: int) -> None:
        """ "Any sum already paid may be deducted" belongs to the sum it comes off."""
        near = self.section.holds_items or start - self.items.found[-1].end < _NEAR
        if near and MAY.search(self.text, start, end) and says_less_paid(self.text[start:end]):
            self.items.tell_of_the_sum((start, end))

    def _sentence_before(self, passage: Passage, start: int) -> int:
        """ "We recommend this" and "it should do so" mean what the sentence before them says."""
        return max((begin for begin, _ in sentences(self.text, passage) if begin < start), default=start)

    def _add_element(self, opened: OpenList, passage: Passage) -> None:
        words = passage.of(self.text)
        if words.startswith("£") and self.items and "£" in self.items.found[-1].text:  # a part of that sum
            self.items.extend((passage.start, passage.end))
            return
        deed = self.sentence.action.match(words) is not None and next(iter(sentences(self.text, passage)), None)
        if self.sentence.is_only_proof(self.text[slice(*deed)] if deed else words):
            return
        whole = passage.style or self.list_follows or self.items.reaches(opened.lead[0])
        spans = ((passage.start, passage.end),) if whole else points_of(self.text, passage, self.sentence.action)
        for span in spans:
            self.items.add(opened.kind, span, lead=opened.lead, number=passage.number, loose=opened.loose, listed=True)

    def _sentence(self, start: int, end: int, passage: Passage, *, last: bool, first: bool) -> None:
        words = self.text[start:end]
        inside_passage = self.items.reaches(passage.start)
        if words.startswith("£") and inside_passage:
            self.items.extend((start, end))
            return
        if (
            not first
            and inside_passage
            and self.open is not None
            and self.open.plain
            and begins_point(words, self.sentence.action)
        ):
            self.items.add(self.open.kind, (start, end), lead=self.open.lead, loose=self.open.loose, listed=True)
            return
        if self.items and self.sentence.only_dates(words):
            self.items.date_all((start, end))
            return
        if self.items and self.section.holds_items and REPORTS_BACK.search(words) and not words.rstrip().endswith(":"):
            self.items.extend((start, end))
            return
        if not first and inside_passage and PRONOUN.match(words) and words.rstrip().endswith(":"):
            self.items.extend((start, end))
            self.open = OpenList(
                self.items.found[-1].kind, (start, end), False, lead_style=passage.style, absorbing=True
            )
            return
        kind, loose = self.sentence.kind_of(words, self.section, first=first, after_item=len(self.items) > 0)
        if kind is None and self.section.holds_items and words.rstrip().endswith(":") and WORTH.search(words):
            kind = ItemKind.ORDER if self.section is Section.ORDERS else ItemKind.RECOMMENDATION
        if kind is None and last and self.list_follows and words.rstrip().endswith(":"):
            kind = self.sentence.lists(words, self.section)
        if self.items and (kind is None or self.sentence.is_only_proof(words)):
            self._may_come_off(start, end)
        if kind is None:
            if not first and inside_passage and self.sentence.goes_on(words, self.section):
                self.items.extend((start, end))
            return
        if not first and REFERS_BACK.search(words) and "£" not in words:
            start = self._sentence_before(passage, start)
            if self.items.reaches(start):
                self.items.extend((start, end))
                return
            words = self.text[start:end]
        hangs = last and (words.rstrip().endswith(":") or (self.list_follows and FOLLOWS.search(words) is not None))
        parts = words.rstrip().endswith(":") and self.sentence.breaks_down(words.rstrip()[:-1])
        if hangs and not parts:
            self.open = OpenList(kind, (start, end), loose, lead_style=passage.style)
            return
        if self.sentence.is_only_proof(words):
            return
        dated = WORTH.search(words) is not None and not passage.style
        goes_on = PRONOUN.match(words) is not None and ALSO.match(words) is None
        if not first and goes_on and inside_passage and not dated:
            self.items.extend((start, end))
            return
        pieces = elements(
            self.text, start, passage.end if last else end, self.sentence.action, self.sentence.breaks_down
        )
        lead = (start, pieces[0][0]) if pieces[0][0] > start else None
        if len(pieces) == 1:
            pieces = ((start, pieces[0][1], pieces[0][2]),)
        comma = self.text.rfind(",", start, end)
        tail = (comma, end) if len(pieces) > 1 and comma > pieces[-1][0] else None
        single = len(pieces) == 1
        for piece_start, piece_end, number in pieces:
            printed = number if not single else (number or (passage.number if not inside_passage else None))
            self.items.add(
                kind, (piece_start, piece_end), lead=lead, tail=tail, number=printed, loose=loose, listed=not single
            )
        if hangs:
            self.open = OpenList(kind, (start, end), loose, lead_style=passage.style, absorbing=True)
        elif lead is not None:
            self.open = OpenList(kind, lead, loose, plain=True, upper=True)
