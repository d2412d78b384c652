"""Items and findings as `explain` tells them: the objects of `--json`, and a line for a person."""

from __future__ import annotations

from decimal import Decimal

from linkbot.model.finding import Finding
from linkbot.model.item import Item, ItemKind

Json = dict[str, object]


def item_json(item: Item) -> Json:
    """One item with everything that belongs to it; sums are plain numbers."""
    due = item.deadline
    return {
        "kind": item.kind.value,
        "number": item.number,
        "heading": item.heading,
        "text": item.text,
        "amount_gbp": _pounds(item.amount_gbp) if item.kind is not ItemKind.REQUEST else None,
        "due_on": due.on.isoformat() if due and due.on else None,
        "phrase": due.phrase if due else None,
        "binding": item.binding,
        "parts": [{"amount_gbp": _pounds(part.amount_gbp), "words": part.words} for part in item.parts],
        "already_gbp": _pounds(item.already_gbp),
        "less_paid": item.less_paid,
        "by_whom": item.by_whom,
    }


def finding_json(finding: Finding) -> Json:
    return {"outcome": finding.outcome.value, "point": finding.point, "words": finding.words}


def item_line(item: Item, words: str) -> str:
    """`order       2. £850 (£600 + £250) by director: The landlord …`; `words` as long as they shall be."""
    money = f" £{item.amount_gbp}" if item.amount_gbp is not None else ""
    money += f" ({' + '.join(f'£{part.amount_gbp}' for part in item.parts)})" if item.parts else ""
    money += f" (£{item.already_gbp} of it offered or paid before)" if item.already_gbp else ""
    money += " (what was paid counts)" if item.less_paid else ""
    whom = f" by {item.by_whom}:" if item.by_whom else ""
    return f"  {item.kind.value:<11} {item.number}.{money}{whom} {words}"


def _pounds(amount: Decimal | None) -> int | float | None:
    """250, not 250.0."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)
