"""What an information request asks for: its listed points, else the asking sentences as one point.

Only letters that ask come here. Lists that describe the complaint, and asks by the way ("tell me if you cannot"), are
left out.
"""

from __future__ import annotations

import re

from linkbot.engine.dates.passages import Passage, passages, sentences
from linkbot.engine.dates.phrases import compiled
from linkbot.engine.items.split_list import elements
from linkbot.engine.mail.raw_items import RawItem
from linkbot.model.deadline_rules import DeadlineRules
from linkbot.model.item import ItemKind

_ASKING = re.compile(
    r"\?\s*$|^\W*(?:what|when|why|who|how|which|did|does|has|have|is|was|were|please|provide|send|explain"
    r"|confirm|say|tell|supply|describe|copies|copy|the|any|all|a|an|details)\b",
    re.IGNORECASE,
)
_THESE = re.compile(
    r"\b(?:these|those|them|they|all\s+(?:of\s+)?(?:this|that|it)|the\s+(?:lot|above)|both|each|answers?"
    r"|any\s+of)\b",
    re.IGNORECASE,
)
_BY_WHEN = re.compile(r"\b(?:by|before|until|no\s+later\s+than)\s+(?:\w+\s+)?\d|\bwithin\b", re.IGNORECASE)
_THE_REPLY = re.compile(
    r"\b(?:full|your|council['’]s|landlord['’]s|complete|whole|a)\s+(?:\w+\s+)?(?:reply"
    r"|response|answers?)\b",
    re.IGNORECASE,
)
_IF_NOT = re.compile(
    r"\W*if\s+(?:you|the\s+\w+|it|there|any|this|that|these)\b[^.]*\b(?:cannot|can['’]t|not"
    r"|unable|difficult\w*|problem|exist)\b",
    re.IGNORECASE,
)
_HOW_TO_SEND = re.compile(
    r"\W*(?:please\s+)?(?:number|label|index|list)\s+(?:the|each|all"
    r"|your)\s+(?:documents?|papers?|pages?|files?)\b",
    re.IGNORECASE,
)
_NEVER = re.compile(r"(?!)")


def find_requests(
    text: str, skip: tuple[tuple[int, int], ...], rules: DeadlineRules, *, lists_only: bool = False
) -> tuple[RawItem, ...]:
    """The points in order, with their printed numbers."""
    found = passages(text, skip)
    listed = _listed(text, found, rules)
    if listed or lists_only:
        return tuple(listed)
    inline = _inline(text, found, rules)
    return tuple(inline or _asked(text, found, rules))


def _listed(text: str, found: tuple[Passage, ...], rules: DeadlineRules) -> list[RawItem]:
    items: list[RawItem] = []
    lead: tuple[int, int] | None = None
    before = ""
    block: list[Passage] = []
    style: str | None = None

    def close(after: str) -> None:
        """The block is read: its points are wanted when its lead-in asks, they do, or what follows asks for "these"."""
        nonlocal block
        words = [each.of(text) for each in block]
        wanted = _asks(before, words, rules) or _asks_for_these(before, after, rules)
        if (len(block) >= 2 or (block and items)) and lead is not None and wanted:
            items.extend(
                _point(text, each, lead) for each, said in zip(block, words, strict=True) if _is_point(said, rules)
            )
        block = []

    for passage in found:
        words = passage.of(text)
        if passage.style:
            if not block:
                style = passage.style
            if (
                passage.style != style and passage.gap
            ):  # the next heading of the letter: "3. If you cannot meet the date"
                close(words)
                style = passage.style
            if passage.style == style:
                block.append(passage)
            elif block:
                last = block[-1]
                block[-1] = Passage(last.start, passage.end, last.style, last.number, last.gap, last.indent)
            continue
        if block and re.match(r"[a-z(]", words) and not passage.gap:
            last = block[-1]
            block[-1] = Passage(last.start, passage.end, last.style, last.number, last.gap, last.indent)
            continue
        close(words)
        asks = compiled(rules.items.requests).search(words) is not None
        if len(words) > 30 or words.rstrip().endswith(":") or asks:
            spans = sentences(text, passage)
            lead = spans[-1] if spans else (passage.start, passage.end)
            before = words
    close("")
    return items


def _asks(lead: str, points: list[str], rules: DeadlineRules) -> bool:
    """Whether a list asks: its lead-in does, or its points are questions and demands."""
    words = rules.items
    if compiled(words.not_lists).search(lead) and not compiled(words.requests).search(lead):
        return False
    if compiled(words.requests).search(lead):
        return True
    return sum(compiled(words.requests).search(p) is not None or p.rstrip().endswith("?") for p in points) * 2 >= len(
        points
    )


def _asks_for_these(lead: str, after: str, rules: DeadlineRules) -> bool:
    """ "… I'm still after three bits:", the list, then "Would you let me have these within three weeks?" """
    words = rules.items
    if compiled(words.not_lists).search(lead):
        return False
    return _THESE.search(after) is not None and compiled(words.requests).search(after) is not None


def _is_point(words: str, rules: DeadlineRules) -> bool:
    """Whether a numbered paragraph asks for a thing, and not by when, how, or what to do if it cannot be had."""
    if compiled(rules.contingent).match(words) or _IF_NOT.match(words):
        return False
    about_the_reply = _BY_WHEN.search(words) is not None and _THE_REPLY.search(words) is not None
    return not about_the_reply and _HOW_TO_SEND.match(words) is None


def _point(text: str, passage: Passage, lead: tuple[int, int]) -> RawItem:
    return RawItem(
        kind=ItemKind.REQUEST, text=passage.of(text), start=passage.start, end=passage.end,
        spans=((passage.start, passage.end), lead), number=passage.number, listed=True,
    )  # fmt: skip


def _inline(text: str, found: tuple[Passage, ...], rules: DeadlineRules) -> list[RawItem]:
    """Points inside one sentence: "(1) the decision, and (2) the minutes"."""
    for passage in found:
        for start, end in sentences(text, passage):
            if not compiled(rules.items.requests).search(text[start:end]):
                continue
            pieces = elements(text, start, end, _NEVER, lambda words: False)
            if len(pieces) == 1:
                pieces = _between_semicolons(text, start, end)
            if len(pieces) > 1:
                return [
                    RawItem(ItemKind.REQUEST, text[a:b], a, b, ((a, b), (start, end)), number, listed=True)
                    for a, b, number in pieces
                ]
    return []


def _between_semicolons(text: str, start: int, end: int) -> tuple[tuple[int, int, int | None], ...]:
    """ "We still need: the file; the works record; and the certificate" """
    colon = text.find(":", start, end)
    if colon < 0 or text.count(";", colon, end) < 1:
        return ()
    points = [
        (colon + 1 + part.start(1), colon + 1 + part.end(1), None)
        for part in re.finditer(r"\s*(?:and\s+)?([^;]*[^;\s.])", text[colon + 1 : end])
    ]
    return tuple(points)


def _asked(text: str, found: tuple[Passage, ...], rules: DeadlineRules) -> list[RawItem]:
    """The asking sentences as one point."""
    words = rules.items
    spans = [
        span
        for passage in found
        for span in sentences(text, passage)
        if (compiled(words.requests).search(text[span[0] : span[1]]) or text[: span[1]].rstrip().endswith("?"))
        and not compiled(words.not_requests).search(text[span[0] : span[1]])
    ]
    if not spans:
        return []
    whole = " ".join(" ".join(text[start:end].split()) for start, end in spans)
    return [RawItem(ItemKind.REQUEST, whole, spans[0][0], spans[-1][1], tuple(spans))]
