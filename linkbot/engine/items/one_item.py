"""From the words that were read of one item to the `Item`: its text, date, money and the post that must do it.

Which words belong to it and which of the dates around is its own has been decided before.
"""

from __future__ import annotations

import re

from linkbot.engine.dates.due_dates import Due
from linkbot.engine.items.money import Money, money_in
from linkbot.engine.items.responsible import by_whom
from linkbot.engine.mail.raw_items import RawItem
from linkbot.model.item import Item, ItemKind


def item_of(found: RawItem, *, number: int, due: Due | None, source: str) -> Item:
    """`number` is the printed one or the position; `source` names the letter it stands in."""
    words = found.text
    if found.bare_date and due is not None and found.spans[0][0] <= due.start:
        at = due.start - found.spans[0][0]
        words = f"{words[:at]} {words[at + due.end - due.start :]}"
    asked = found.kind is ItemKind.REQUEST
    words = " ".join(words.split())
    money = Money() if asked else money_in(words)
    purpose = "information" if asked else f"{found.kind.value} {number}"
    return Item(
        kind=found.kind,
        number=number,
        text=re.sub(r"[\s;,]+(?:and|or)?\s*$", "", words),
        source=source,
        deadline=due.deadline(purpose=purpose, source=source) if due is not None else None,
        amount_gbp=money.amount_gbp,
        binding=found.kind is ItemKind.ORDER,
        heading=found.heading,
        start=found.start,
        end=found.end,
        parts=money.parts,
        already_gbp=money.already_gbp,
        less_paid=money.less_paid,
        by_whom=None if asked else by_whom(words),
    )
