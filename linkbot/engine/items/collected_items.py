"""The items of a letter while it is read: a new one, more words for the last one, one date for all of them.

Keeps what was found. Which sentence or list element is an item is decided in `item_list`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from linkbot.engine.items.outcomes import numbered_clauses
from linkbot.engine.mail.raw_items import RawItem, Span
from linkbot.model.item import ItemKind

_NAMED = re.compile(r"\W*Order\s+(\d{1,2})\b", re.IGNORECASE)


class CollectedItems:
    """`found` in the order of the letter."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[RawItem] = []

    def __len__(self) -> int:
        return len(self.found)

    def reaches(self, start: int) -> bool:
        """Whether the last item goes on into what begins here."""
        return bool(self.found) and self.found[-1].end >= start

    def add(
        self,
        kind: ItemKind,
        span: Span,
        *,
        lead: Span | None = None,
        tail: Span | None = None,
        number: int | None = None,
        loose: bool = False,
        listed: bool = False,
    ) -> None:
        """`lead` and `tail`: the words before and after a list, whose date is the item's when it has none itself."""
        if number is None and (named := _NAMED.match(self.text, *span)):
            number = int(named[1])
        self.found.append(
            RawItem(
                kind=kind,
                text=self.text[span[0] : span[1]],
                start=span[0],
                end=span[1],
                spans=tuple(each for each in (span, lead, tail) if each is not None),
                number=number,
                loose=loose,
                listed=listed,
            )
        )

    def extend(self, span: Span) -> None:
        """A sub-element, a breakdown line or a sentence that goes on belongs to the item before it."""
        item = self.found[-1]
        self.found[-1] = replace(
            item,
            end=span[1],
            text=f"{item.text}\n{self.text[span[0] : span[1]]}",
            spans=((item.start, span[1]), *item.spans[1:]),
        )

    def tell_of_the_sum(self, span: Span) -> None:
        """Words about the last sum there was, which need not stand next to it; its place in the text stays."""
        at = next((at for at in range(len(self.found) - 1, -1, -1) if "£" in self.found[at].text), None)
        words = self.text[span[0] : span[1]]
        if at is not None and words not in self.found[at].text:
            before = re.sub(r"[\s;,]+(?:and|or)?\s*$", ".", self.found[at].text)
            self.found[at] = replace(self.found[at], text=f"{before}\n{words}")

    def date_all(self, span: Span) -> None:
        """The date of the sentence is the last resort of every item before it, or of those it names by number."""
        clauses = numbered_clauses(self.text[span[0] : span[1]], span[0])
        for at, item in enumerate(self.found):
            own = [(begin, begin + len(words)) for number, begin, words in clauses if number == (item.number or at + 1)]
            if own or not clauses:
                self.found[at] = replace(item, spans=(*item.spans, *(own or [span])))
