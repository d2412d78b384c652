"""Told once, and told when it is over: whoever heard that an item is overdue hears that it has been answered.

Each person gets one mail for all that one cause settles. Who was told is on record with the task (`escalated_to`).
"""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.casework.telling import long_day
from linkbot.engine.casework.work import Work
from linkbot.model.casework import Task, TaskState
from linkbot.model.effect import Template

_SETTLED = (TaskState.SUBMITTED, TaskState.SATISFIED, TaskState.WITHDRAWN)


def note_told(work: Work, tasks: tuple[Task, ...], *, role: str, address: str) -> None:
    """On record with each of these tasks as it stands now."""
    ids = {task.id for task in tasks}
    for task in work.tasks:
        if task.id in ids:
            work.save(replace(task, escalated_to=with_reader(task.escalated_to, role, address)))


def with_reader(escalated_to: tuple[str, ...], role: str, address: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*escalated_to, f"{role} {address}")))


def tell_recovered(work: Work) -> None:
    """At the end of a decision or an act: what it has settled, to those who had been told."""
    settled = [task for task in work.tasks if task.escalated_to and task.state in _SETTLED]
    readers: dict[str, list[tuple[str, Task]]] = {}
    for task in settled:
        for entry in task.escalated_to:
            role, _, address = entry.partition(" ")
            readers.setdefault(address, []).append((role, task))
        work.save(replace(task, escalated_to=()))
    for address, told in readers.items():
        items = "\n".join(dict.fromkeys(f"{task.title}: {_what(task)}" for _, task in told))
        role = told[0][0]
        work.mail(Template.RECOVERY_NOTICE.value, role=role, to=address, facts=(("items", items),))


def _what(task: Task) -> str:
    if task.state is TaskState.SATISFIED:
        return "the Ombudsman is satisfied"
    if task.state is TaskState.WITHDRAWN:
        return "not wanted any more"
    return f"answered on {long_day(task.submitted_at.date())}" if task.submitted_at else "answered"
