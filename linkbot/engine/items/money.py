"""What an item says of its sum besides the total: the breakdown, what was offered or paid before, what may come off.

The total itself is told in `amounts`. Nothing is added up here but to know a breakdown from other sums.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from linkbot.engine.items.amounts import PARTS, amount_in, is_rate, is_total, to_be_paid
from linkbot.engine.items.pounds import Pounds, pounds_in
from linkbot.model.item import AmountPart

_BEFORE = re.compile(
    r"\b(?:inclusive\s+of|includ(?:ing|es)|of\s+which|less|minus|net\s+of|deduct\w*|taking\s+off)\s+"
    r"(?:(?:the|its|any|a|sum|sums|of|original|earlier|previous|previously|already|offered|paid|offer|payment|amount)\s+)*$",
    re.IGNORECASE,
)
_COMES_OFF = re.compile(
    r"\s*(?:\w+\s+){0,3}(?:offered|paid|awarded|credited)\b[^.;£]{0,40}\bbe\s+(?:deducted|taken\s+off|set\s+off|off-?set)\b",
    re.IGNORECASE,
)
_DONE_BEFORE = re.compile(
    r"\b(?:offered|offer|paid|awarded|credited|already|previously|made|proposed)\b", re.IGNORECASE
)
_LESS_PAID = re.compile(
    r"\b(?:less|minus|net\s+of)\b[^.;:]{0,60}\b(?:paid|payments?|credited)\b"
    r"|\b(?:deduct\w*|subtract\w*|take\s+off|taken\s+off|set\s+off|off-?set)\b[^.;:]{0,80}\b(?:paid|payments?|credited)\b"
    r"|\b(?:paid|payments?|credited)\b[^.;:]{0,80}\b(?:deduct\w*|subtract\w*|taken\s+off|set\s+off|off-?set|count\w*)\b"
    r"|\b(?:if|where|unless)\s+(?:it\s+has\s+|this\s+has\s+|they\s+have\s+|these\s+have\s+)?(?:not\s+)?(?:already\s+|yet\s+)*"
    r"(?:been\s+)?(?:paid|done\s+so)\b",
    re.IGNORECASE,
)
_REFUSED = re.compile(r"\b(?:not|never|no|nor)\b|\barrears\b", re.IGNORECASE)
_CONDITION = re.compile(r"(?:if|where|unless)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Money:
    amount_gbp: Decimal | None = None
    parts: tuple[AmountPart, ...] = ()
    already_gbp: Decimal | None = None
    less_paid: bool = False


def money_in(text: str) -> Money:
    """All that the text says of the sum it orders or recommends to pay; empty when it names no plain sum."""
    amount = amount_in(text)
    if amount is None:
        return Money()
    found = pounds_in(text)
    return Money(
        amount_gbp=amount,
        parts=tuple(_part(text, one, found) for one in _parts(text, found, amount)),
        already_gbp=_already(text, found, amount),
        less_paid=says_less_paid(text),
    )


def says_less_paid(text: str) -> bool:
    """Whether what has been paid counts: "less any sum already paid", "may deduct …"; not "not offset against"."""
    return any(
        _CONDITION.match(match[0]) or not _REFUSED.search(text[max(0, match.start() - 15) : match.end()])
        for match in _LESS_PAID.finditer(text)
    )


def _parts(text: str, found: tuple[Pounds, ...], amount: Decimal) -> list[Pounds]:
    ours = [one for one in found if to_be_paid(text, one) and not is_rate(text, one)]
    total = next((one for one in ours if is_total(text, one)), None) or next(
        (one for one in ours if one.value == amount), None
    )
    if total is None:
        return ours if len(ours) > 1 and sum(one.value for one in ours) == amount else []
    after = [one for one in ours if one.start > total.start]
    for count in range(2, len(after) + 1):
        if sum(one.value for one in after[:count]) == amount:
            return after[:count]
    before = [one for one in ours if one.start < total.start]
    if len(before) > 1 and sum(one.value for one in before) == amount:
        return before
    named = PARTS.search(text, total.end)
    return [one for one in after if named and one.start > named.start()]


def _part(text: str, one: Pounds, found: tuple[Pounds, ...]) -> AmountPart:
    """The sum with the words up to the next one."""
    stop = min((other.start for other in found if other.start > one.start), default=len(text))
    words = re.split(r"(?<=[\w)])[.;](?:\s|$)|\n|\s\(£", text[one.end : stop], maxsplit=1)[0]
    return AmountPart(one.value, re.sub(r"(?:[\s,;.(]|\b(?:and|being|plus|(?<=\()at)\b)+$", "", words.strip(" ,;:")))


def _already(text: str, found: tuple[Pounds, ...], amount: Decimal) -> Decimal | None:
    for one in found:
        if one.value < amount and _COMES_OFF.match(text, one.end):
            return one.value
        before = _BEFORE.search(text[max(0, one.start - 120) : one.start]) if one.value < amount else None
        if before is None:
            continue
        after = re.split(r"[,.;)£]", text[one.end : one.end + 60], maxsplit=1)[0]
        if _DONE_BEFORE.search(before[0]) or _DONE_BEFORE.search(after):
            return one.value
    return None
