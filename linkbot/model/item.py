"""One thing an Ombudsman asks, orders or recommends."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from linkbot.model.deadline import Deadline


class ItemKind(StrEnum):
    ORDER = "order"
    RECOMMENDATION = "recommendation"
    REQUEST = "request"


@dataclass(frozen=True)
class AmountPart:
    """One line of a breakdown as printed; `words` say what it is for. The parts need not add up to the total."""

    amount_gbp: Decimal
    words: str


@dataclass(frozen=True)
class Item:
    """`number` is the printed one, else the position within its kind (from 1). `amount_gbp` is what this item
    orders or recommends us to pay, before anything is taken off; None on requests."""

    kind: ItemKind
    number: int
    text: str
    source: str
    deadline: Deadline | None = None
    amount_gbp: Decimal | None = None
    binding: bool = False
    heading: str | None = None  # "Apology order", "Compensation order" …
    start: int | None = None
    end: int | None = None
    parts: tuple[AmountPart, ...] = ()  # the breakdown of `amount_gbp`
    already_gbp: Decimal | None = None  # of it: what the letter says was offered or paid before
    less_paid: bool = False  # what has been paid counts towards it
    by_whom: str | None = None  # the post that must do it, as printed: "chief executive"
