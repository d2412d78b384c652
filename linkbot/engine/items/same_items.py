"""Orders read again meet the tasks they opened the first time, one to one: by printed number and words, words alone,
then number, then amount and date. An item's position is no identity; what finds no partner is left for a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from linkbot.model.casework import Task, TaskKind
from linkbot.model.item import Item, ItemKind


@dataclass(frozen=True)
class Meeting:
    """`new`: items without a task. `gone`: tasks the letter no longer seems to order."""

    pairs: tuple[tuple[Item, Task], ...]
    new: tuple[Item, ...]
    gone: tuple[Task, ...]


def task_kind(item: Item) -> TaskKind:
    return TaskKind.ORDER if item.kind is ItemKind.ORDER else TaskKind.RECOMMENDATION


def meet(items: Sequence[Item], tasks: Sequence[Task]) -> Meeting:
    """Each item and each task at most once; only what is alike on exactly one item and one task is a pair."""
    left, free = list(items), list(tasks)
    pairs: list[tuple[Item, Task]] = []
    for of_item, of_task in _LIKENESSES:
        for item in tuple(left):
            likeness = of_item(item)
            mine = [one for one in left if of_item(one) == likeness]
            theirs = [task for task in free if of_task(task) == likeness]
            if likeness is not None and len(mine) == 1 and len(theirs) == 1:
                pairs.append((item, theirs[0]))
                left.remove(item)
                free.remove(theirs[0])
    return Meeting(tuple(pairs), tuple(left), tuple(free))


def _words(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


_Likeness = tuple[Callable[[Item], Hashable], Callable[[Task], Hashable]]

_LIKENESSES: tuple[_Likeness, ...] = (
    (lambda i: (task_kind(i), i.number, _words(i.text)), lambda t: (t.kind, t.number, _words(t.text))),
    (lambda i: (task_kind(i), _words(i.text)), lambda t: (t.kind, _words(t.text))),
    (lambda i: (task_kind(i), i.number), lambda t: (t.kind, t.number)),
    (
        lambda i: (task_kind(i), i.amount_gbp, i.deadline.on) if i.amount_gbp and i.deadline else None,
        lambda t: (t.kind, t.amount_gbp, t.official_on),
    ),
)
