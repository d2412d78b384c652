"""A figure: what it is called, how it is counted, and the count itself as a pure function of a view."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from linkbot.model.report import Unit
from linkbot.reports.view import View


@dataclass(frozen=True)
class Measure:
    """`note` is printed with the figure. `value` answers None when there is nothing to count from."""

    id: str
    label: str
    unit: Unit
    note: str
    value: Callable[[View], Decimal | None]
    short: str = ""  # as the head of a narrow column; empty: the label will do

    @property
    def head(self) -> str:
        return self.short or self.label


def rounded(value: Decimal, places: str = "0.1") -> Decimal:
    """Half up, as people round."""
    return value.quantize(Decimal(places), rounding=ROUND_HALF_UP)


def count(things: Collection[object]) -> Decimal:
    return Decimal(len(things))


def share(part: int, whole: int) -> Decimal | None:
    """Percent to one decimal."""
    return rounded(Decimal(100 * part) / whole) if whole else None


def mean(values: Sequence[Decimal | int], places: str = "0.1") -> Decimal | None:
    return rounded(Decimal(sum(values)) / len(values), places) if values else None
