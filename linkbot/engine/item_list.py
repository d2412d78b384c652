"""Orders, agreed actions and recommendations in running text and lists: one item a list element or finite sentence.

Works section by section: an operator ("is ordered to", "has agreed to", "we recommend", "must" inside a section) opens
an item or, before a list, its lead-in. Tables are read elsewhere, and so are information requests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from linkbot.engine.passages import Passage, passages, sentences
from linkbot.engine.phrases import compiled, source
from linkbot.engine.raw_items import RawItem
from linkbot.engine.sections import Section, run_in_heading, section_of
from linkbot.engine.split_list import elements
from linkbot.model.deadline_rules import DeadlineRules
from linkbot.model.item import ItemKind

_PRONOUN = re.compile(
    r"\s*(?:it|this|these|that|they|the\s+(?:review|apology|letter|inspection|payment|money|plan|report|training|quote|action\s+plan|meeting|survey|update|total))\b",
    re.IGNORECASE,
)
_WE = re.compile(
    r"\b(?:we|i|you|he|she|(?:the\s+)?(?:resident|complainant|ombudsman)|M(?:r|rs|s|iss)\.?\s+\w+|finding|determination)\s+(?:\w+ly\s+)?"
    r"(?:must|shall|should|will|has\s+to|is\s+to|needs\s+to)\b",
    re.IGNORECASE,
)
_PAST_ORDER = re.compile(r"\b(?:was|were|had\s+been|previously|we)\s+ordered\b|\border(?:s)?\s+\d", re.IGNORECASE)


@dataclass
class _Open:
    """A list that is being read: its lead-in, the style of its first element, and the elements so far."""

    kind: ItemKind
    lead: tuple[int, int]
    loose: bool
    style: str | None = None
    plain: bool = False
    indent: int = 0
    upper: bool = False


def find_listed(
    text: str, skip: tuple[tuple[int, int], ...], rules: DeadlineRules, *, only_orders: bool = False
) -> tuple[RawItem, ...]:
    """All items of a letter's running text in order. `only_orders`: nothing but what this letter itself orders."""
    return tuple(_Reader(text, rules, only_orders).read(skip))


class _Reader:
    def __init__(self, text: str, rules: DeadlineRules, only_orders: bool) -> None:
        self.text, self.rules, self.only_orders = text, rules, only_orders
        self.section = Section.OTHER
        self.open: _Open | None = None
        self.items: list[RawItem] = []
        self.action = re.compile(
            rf"\s*(?:and\s+|then\s+|also\s+|to\s+)*(?:(?:within|by|no\s+later\s+than)\b[^,:]{{3,60}},?\s*)?(?:{'|'.join(source(verb) for verb in rules.items.actions)})(?:e?s)?\b",
            re.IGNORECASE,
        )

    def read(self, skip: tuple[tuple[int, int], ...]) -> list[RawItem]:
        for passage in passages(self.text, skip):
            section = section_of(passage.of(self.text), self.rules) if not passage.style else None
            if section is not None:
                self.section, self.open = section, None
                continue
            for part in self._parts(passage):
                self._passage(part)
        return self.items

    def _parts(self, passage: Passage) -> Iterator[Passage]:
        """The passage cut at a heading that runs into it."""
        found = None if passage.style else run_in_heading(self.text, passage.start, passage.end)
        if found is None:
            yield passage
            return
        start, end, section = found
        if start > passage.start:
            yield replace(passage, end=start)
        self.section, self.open = section, None
        yield replace(passage, start=end)

    def _passage(self, passage: Passage) -> None:
        if self.open is not None and self._takes(self.open, passage):
            return
        self.open = None
        spans = sentences(self.text, passage)
        for position, (start, end) in enumerate(spans):
            last = position == len(spans) - 1
            self._sentence(start, end, passage, last=last, first=position == 0)

    def _takes(self, opened: _Open, passage: Passage) -> bool:
        """Whether the passage is an element, or part of one, of the list being read."""
        words = passage.of(self.text)
        if passage.style:
            if opened.style is None and not opened.plain:
                opened.style, opened.indent = passage.style, passage.indent
            if passage.style == opened.style or (opened.style is None):
                self._add_element(opened, passage)
            elif self.items:
                self._extend(passage)
            return True
        if opened.style is not None:
            if not passage.gap and re.match(r"[a-z£(]", words) and self.items:
                self._extend(passage)
                return True
            return False
        if words.startswith("£") and self.items:
            self._extend(passage)
            return True
        starts_new = self.action.match(words) is not None
        if not opened.plain:
            opened.plain, opened.upper = True, words[:1].isupper()
            if not starts_new and passage.gap and not words[:1].islower():
                return False
        elif opened.upper and words[:1].islower():
            self._extend(passage)
            return True
        if not starts_new and (words[:1].isupper() or passage.gap) and not words[:1].islower():
            return False
        self._add_element(opened, passage)
        return True

    def _add_element(self, opened: _Open, passage: Passage) -> None:
        words = passage.of(self.text)
        if words.startswith("£") and self.items:
            self._extend(passage)
            return
        if self._only_proof(words):
            return
        self._add(
            opened.kind,
            passage.start,
            passage.end,
            lead=opened.lead,
            number=passage.number,
            loose=opened.loose,
            listed=True,
        )

    def _extend(self, passage: Passage) -> None:
        """A sub-element or breakdown line belongs to the item before it."""
        item = self.items[-1]
        self.items[-1] = replace(
            item,
            end=passage.end,
            text=f"{item.text}\n{passage.of(self.text)}",
            spans=((item.start, passage.end), *item.spans[1:]),
        )

    def _sentence(self, start: int, end: int, passage: Passage, *, last: bool, first: bool) -> None:
        words = self.text[start:end]
        kind, loose = self._kind(words, passage, first=first)
        if kind is None:
            return
        hangs = last and words.rstrip().endswith(":")
        if hangs and not self._breaks_down(words.rstrip()[:-1]):
            self.open = _Open(kind, (start, end), loose)
            return
        if self._only_proof(words):
            return
        if not first and _PRONOUN.match(words) and self.items and self.items[-1].end >= passage.start:
            item = self.items[-1]
            self.items[-1] = replace(
                item, end=end, text=f"{item.text} {words}", spans=((item.start, end), *item.spans[1:])
            )
            return
        pieces = elements(self.text, start, passage.end if last else end, self.action, self._breaks_down)
        lead = (start, pieces[0][0]) if pieces[0][0] > start else None
        single = len(pieces) == 1
        for piece_start, piece_end, number in pieces:
            printed = number if not single else (number or (passage.number if first else None))
            self._add(kind, piece_start, piece_end, lead=lead, number=printed, loose=loose, listed=not single)
        if hangs:
            self.open = _Open(kind, (start, end), loose, plain=True)

    def _kind(self, words: str, passage: Passage, *, first: bool) -> tuple[ItemKind | None, bool]:
        """What kind of item the sentence is, and whether it stands outside any section for such."""
        items = self.rules.items
        if _PAST_ORDER.search(words):
            return None, False
        ordered = compiled(items.orders).search(words) is not None
        recommended = compiled(items.recommendations).search(words) is not None
        agreed = compiled(items.agreed).search(words) is not None
        inside = self.section is not Section.OTHER
        kind: ItemKind | None = None
        if ordered:
            kind = ItemKind.ORDER
        elif recommended and not self.only_orders:
            kind = ItemKind.ORDER if self.section is Section.ORDERS and agreed else ItemKind.RECOMMENDATION
        elif agreed and not self.only_orders:
            kind = ItemKind.ORDER
        elif inside and self._duty(words, passage, first=first):
            kind = ItemKind.ORDER if self.section is Section.ORDERS else ItemKind.RECOMMENDATION
        if kind is ItemKind.RECOMMENDATION and self.only_orders:
            kind = None
        return kind, not inside

    def _duty(self, words: str, passage: Passage, *, first: bool) -> bool:
        if _WE.search(words):
            return False
        begins = first and self.action.match(words) is not None
        return begins or compiled(self.rules.items.duties).search(words) is not None

    def _only_proof(self, words: str) -> bool:
        """How to prove it, what may be deducted: no item by itself, unless it also names what to do."""
        if not compiled(self.rules.items.not_items).search(words):
            return False
        return not re.search(r"£\s*\d|\bapologi", words, re.IGNORECASE) or "deduct" in words.lower()

    def _breaks_down(self, words: str) -> bool:
        """Whether what hangs from these words are parts of one item."""
        found = list(compiled(self.rules.items.breakdowns).finditer(words))
        return (
            bool(found)
            and len(words) - found[-1].end() < 25
            and found[-1].start() > 12
            and not self._operator_after(words, found[-1].start())
        )

    def _operator_after(self, words: str, at: int) -> bool:
        items = self.rules.items
        return any(
            compiled(each).search(words, at)
            for each in (items.orders, items.agreed, items.recommendations, items.duties)
        )

    def _add(
        self,
        kind: ItemKind,
        start: int,
        end: int,
        *,
        lead: tuple[int, int] | None,
        number: int | None,
        loose: bool,
        listed: bool,
    ) -> None:
        spans = ((start, end), lead) if lead is not None else ((start, end),)
        self.items.append(
            RawItem(
                kind=kind,
                text=self.text[start:end],
                start=start,
                end=end,
                spans=spans,
                number=number,
                loose=loose,
                listed=listed,
            )
        )
