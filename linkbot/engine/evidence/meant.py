"""Which of several tasks an officer's mail is about: by the task's number, its case, or "order 2"; else nobody knows.

The thread says which tasks it may be; the words and the names of the files choose among them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from linkbot.model.casework import Task

_NUMBER = re.compile(r"(?<![\d/])\d[\d \u00a0-]{5,13}\d\s?/\s?\d{1,3}(?!\d)")
_ITEM = re.compile(r"\b(order|recommendation)s?\s*(?:no\.?|number|#)?\s*(\d{1,3})\b", re.IGNORECASE)


def tasks_named(candidates: Sequence[Task], *, texts: Sequence[str]) -> tuple[Task, ...]:
    """Those the texts (subject, new words, names of files) name; in the order of the candidates. None: no answer."""
    whole = "\n".join(texts)
    numbers = {re.sub(r"[^\d/]", "", found) for found in _NUMBER.findall(whole)}
    by_number = [task for task in candidates if _plain(task) in numbers]
    if by_number:
        return tuple(by_number)
    items = {(kind.casefold(), int(number)) for kind, number in _ITEM.findall(whole)}
    by_item = [task for task in candidates if (task.kind.value, task.number) in items]
    if by_item and len({(task.kind, task.number) for task in by_item}) == len(by_item):
        return tuple(by_item)
    digits = re.sub(r"(?<=\d)[ \u00a0-](?=\d)", "", whole)
    cases = {task.case for task in candidates if task.case and _reference(task.case) in digits}
    of_cases = [task for task in candidates if task.case in cases]
    return tuple(of_cases) if len(of_cases) == len(cases) else ()


def _plain(task: Task) -> str:
    return re.sub(r"[^\d/]", "", task.id)


def _reference(case: str) -> str:
    return re.sub(r"\D", "", case)
