"""A failure order made in the letter itself (a complaint handling failure order or notice): what it orders are tasks of
their own, each with its own date, beside the item it chases. Source: design, section 8; domain, 2.2 row 3.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rapidfuzz import fuzz

from linkbot.engine.casework.opening import open_item_tasks, tell_owner
from linkbot.engine.casework.telling import long_day
from linkbot.engine.casework.work import Work
from linkbot.model.casework import Task, TaskKind
from linkbot.model.deadline import Deadline
from linkbot.model.effect import Template
from linkbot.model.item import Item, ItemKind
from linkbot.model.reading import Reading

_SAME_WORDS = 85  # of 100: an order that is told again in other words is still told again


def orders_made(work: Work, reading: Reading) -> tuple[Item, ...]:
    """Orders of this letter; none where it only tells again what an earlier letter of the case has ordered."""
    orders = tuple(item for item in reading.items if item.kind is ItemKind.ORDER)
    earlier = [t for t in work.tasks if t.kind is TaskKind.ORDER and t.cause != work.cause]
    return tuple(item for item in orders if not any(_told_before(item, task) for task in earlier))


def _told_before(item: Item, task: Task) -> bool:
    return fuzz.token_set_ratio(item.text.casefold(), task.text.casefold()) >= _SAME_WORDS


def first_date(orders: tuple[Item, ...]) -> Deadline | None:
    """The earliest date among them: what they chase is wanted by then too."""
    dated = [item.deadline for item in orders if item.deadline is not None and item.deadline.safe_on]
    return min(dated, key=lambda deadline: deadline.safe_on or date.max, default=None)


def open_orders(work: Work, reading: Reading, orders: tuple[Item, ...], *, owner: str | None) -> tuple[Task, ...]:
    """A task for each, told with priority, to the officer who is chased already (`owner`) if there is one."""
    tasks = []
    for task in open_item_tasks(work, replace(reading, items=orders)):
        if task.last_notice_on is not None:
            tasks.append(task)
            continue
        title = _title(task, reading)
        new = replace(task, title=title, priority=True, owner=owner or task.owner)
        tasks.append(tell_owner(work, new, template=Template.PRIORITY_TASK.value))
    return tuple(tasks)


def _title(task: Task, reading: Reading) -> str:
    of = f" of {long_day(reading.letter_date)}" if reading.letter_date else ""
    return f"Failure order{of}, {task.title[0].lower()}{task.title[1:]}"
