"""What a letter orders, recommends, asks, confirms or changes, item by item."""

from __future__ import annotations

from dataclasses import dataclass

from linkbot.model.deadline import DateDoubt
from linkbot.model.item import Item
from linkbot.model.reading import Confirmation, ItemChange, ReplyOutcome


@dataclass(frozen=True)
class ItemsFound:
    """`concerns`: order numbers a chaser or confirmation names. `covered`: (source, start, end) of the texts the items
    and their lead-ins were read from, so that no date is reported twice."""

    items: tuple[Item, ...] = ()
    concerns: tuple[int, ...] = ()
    confirmation: Confirmation | None = None
    changes: tuple[ItemChange, ...] = ()
    replaces: bool = False
    extension: ReplyOutcome | None = None
    doubts: tuple[DateDoubt, ...] = ()
    covered: tuple[tuple[str, int, int], ...] = ()
