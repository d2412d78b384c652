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
class Item:
    """`number` is the printed one, else the position within its kind (from 1). `amount_gbp` is what this item
    orders or recommends us to pay; None on requests."""

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
