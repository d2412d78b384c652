"""Figures an ombudsman has published of us, as the council types them in, to stand beside our own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Published:
    """One letter or report of theirs: `source` names it, `first` to `last` are the days it is about."""

    source: str
    ombudsman: str
    first: date
    last: date
    figures: tuple[tuple[str, Decimal], ...]  # by the figure's id

    def value(self, id: str) -> Decimal | None:
        return dict(self.figures).get(id)
