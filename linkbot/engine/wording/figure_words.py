"""Figures of a report as people read them: 12, 71.4%, £1,250.00, 18.5; a dash where there was nothing to count."""

from __future__ import annotations

from decimal import Decimal

from linkbot.model.report import Unit

NOTHING = "-"


def figure_words(value: Decimal | None, unit: Unit) -> str:
    if value is None:
        return NOTHING
    match unit:
        case Unit.POUNDS:
            return f"£{value:,.2f}"
        case Unit.PERCENT:
            return f"{value:,.1f}%"
        case Unit.DAYS | Unit.RATIO:
            return f"{value:,}"
        case Unit.COUNT:
            return f"{value:,.0f}"
