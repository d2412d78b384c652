"""What an order says of its sum besides the total, in words for those who pay it. Read anew from the order's own text,
so that reminders say it too; nothing of it is stored.
"""

from __future__ import annotations

from decimal import Decimal

from linkbot.engine.items.money import money_in
from linkbot.model.casework import Task


def pounds(amount: Decimal) -> str:
    """`£1,250`, `£84.50`."""
    return f"£{amount:,.2f}".removesuffix(".00")


def amount_notes(task: Task) -> tuple[str, ...]:
    """A note a line: the breakdown, whether it adds up, what was offered before, what may come off."""
    if task.amount_gbp is None:
        return ()
    money = money_in(task.text)
    if money.amount_gbp != task.amount_gbp:  # a person or a review gave another sum than the text
        return ()
    notes = [f"{pounds(part.amount_gbp)} {part.words}".strip() for part in money.parts]
    parts = sum((part.amount_gbp for part in money.parts), Decimal(0))
    if money.parts and parts != task.amount_gbp:
        notes.append(
            f"these come to {pounds(parts)}, not {pounds(task.amount_gbp)}: please ask the link officer before paying"
        )
    if money.already_gbp is not None:
        notes.append(f"{pounds(money.already_gbp)} of it was offered or paid before")
    if money.less_paid:
        notes.append("what has already been paid for this counts towards it")
    return tuple(notes)
