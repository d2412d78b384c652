"""Which task a row of a spreadsheet means: by printed order number or words and the due date, one to one or not at all.

So a file that is read again, corrected meanwhile, finds what it brought over before instead of bringing it twice.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from datetime import date
from typing import TypeVar

from linkbot.model.casework import Task, TaskKind
from linkbot.model.open_item import OpenItem, RowState

T = TypeVar("T", OpenItem, Task)
Key = tuple[Hashable, ...] | None


def meet_tasks(items: Sequence[OpenItem], tasks: Sequence[Task]) -> dict[int, Task]:
    """Line to task, for the rows of one case. Open rows choose first: what is over matters less than what is owed."""
    left = [task for task in tasks if task.kind is not TaskKind.PORTAL]
    met: dict[int, Task] = {}
    for closed in (False, True):
        rows = [item for item in items if (item.state is RowState.CLOSED) is closed]
        for of_row, of_task in _PASSES:
            for item, task in _pairs(rows, left, of_row, of_task):
                met[item.line] = task
                rows.remove(item)
                left.remove(task)
    return met


def same_words(item: OpenItem) -> Key:
    """Two rows of one case with this in common say the same thing twice."""
    return (item.kind, item.number, _plain(item.text), item.due_on)


def _pairs(
    rows: Sequence[OpenItem],
    tasks: Sequence[Task],
    of_row: Callable[[OpenItem], Key],
    of_task: Callable[[Task], Key],
) -> list[tuple[OpenItem, Task]]:
    by_row, by_task = _grouped(rows, of_row), _grouped(tasks, of_task)
    return [
        (some[0], by_task[key][0])
        for key, some in by_row.items()
        if len(some) == 1 and len(by_task.get(key, ())) == 1 and _may_be_one(some[0], by_task[key][0])
    ]


def _grouped(values: Sequence[T], key_of: Callable[[T], Key]) -> dict[Key, list[T]]:
    grouped: dict[Key, list[T]] = defaultdict(list)
    for value in values:
        key = key_of(value)
        if key is not None:
            grouped[key].append(value)
    return grouped


def _may_be_one(item: OpenItem, task: Task) -> bool:
    return item.number is None or task.number is None or item.number == task.number


def _sort(kind: TaskKind) -> str:
    return kind.value if kind in (TaskKind.ORDER, TaskKind.RECOMMENDATION) else TaskKind.REQUEST.value


def _due(task: Task) -> date | None:
    return (task.official_on or task.due_on) if task.due_stated else None


def _words(task: Task) -> str:
    """A row without words has made a task whose words are its title."""
    return "" if task.text == task.title else task.text


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _if_words(text: str, *key: Hashable) -> Key:
    plain = _plain(text)
    return (plain, *key) if plain else None


_PASSES: tuple[tuple[Callable[[OpenItem], Key], Callable[[Task], Key]], ...] = (
    (
        lambda item: (_sort(item.kind), item.number, _plain(item.text), item.due_on),
        lambda task: (_sort(task.kind), task.number, _plain(_words(task)), _due(task)),
    ),
    (
        lambda item: (_sort(item.kind), item.number, item.due_on) if item.number else None,
        lambda task: (_sort(task.kind), task.number, _due(task)) if task.number else None,
    ),
    (
        lambda item: (_sort(item.kind), item.number) if item.number else None,
        lambda task: (_sort(task.kind), task.number) if task.number else None,
    ),
    (
        lambda item: _if_words(item.text, _sort(item.kind), item.due_on),
        lambda task: _if_words(_words(task), _sort(task.kind), _due(task)),
    ),
    (lambda item: _if_words(item.text, _sort(item.kind)), lambda task: _if_words(_words(task), _sort(task.kind))),
    (
        lambda item: (_sort(item.kind), item.due_on) if item.due_on else None,
        lambda task: (_sort(task.kind), _due(task)) if _due(task) else None,
    ),
)
"""From what is beyond doubt to what still leaves only one. A row and a task must each be the only one of their key."""
