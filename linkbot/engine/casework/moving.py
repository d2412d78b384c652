"""Dates that move: an extension letter moves the one request it can mean. What a review changes is in `reviewing`."""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.casework.clock import with_due
from linkbot.engine.casework.opening import reply_deadline
from linkbot.engine.casework.work import Work
from linkbot.model.casework import Task, TaskKind
from linkbot.model.effect import Template
from linkbot.model.question import About
from linkbot.model.reading import Reading, ReplyOutcome


def extend(work: Work, reading: Reading) -> None:
    """An extension granted moves the one open request it can mean; refused, the old date stands. The owner is told."""
    open_tasks = [t for t in work.tasks if t.is_open and t.kind is not TaskKind.PORTAL]
    targets = _meant(open_tasks, reading)
    deadline = reply_deadline(reading)
    refused = reading.extension is ReplyOutcome.REFUSED
    if len(targets) != 1 or (deadline is None and not refused):
        _ask_which(work, reading, targets)
        return
    task = replace(targets[0], extension_pending=False)
    if not refused and deadline is not None:
        task = with_due(task, deadline, today=work.moment.today, desk=work.desk)
    change = "extension refused: the date stands" if refused else "extension granted: the date has moved"
    tell_change(work, task, change)


def _meant(tasks: list[Task], reading: Reading) -> list[Task]:
    by_number = [t for t in tasks if t.number in reading.concerns] if reading.concerns else []
    by_date = [t for t in tasks if t.official_on and t.official_on in reading.missed_on]
    pending = [t for t in tasks if t.extension_pending]
    requests = [t for t in tasks if t.kind in (TaskKind.REQUEST, TaskKind.COMPLAINT, TaskKind.FOLLOW_UP)]
    pressed = [t for t in requests if t.priority]
    for found in (by_number, by_date, pending):
        if found:
            return found
    return next((found for found in (requests, pressed) if len(found) == 1), tasks)


def tell_change(work: Work, task: Task, change: str) -> None:
    """The owner hears what has changed; the reminder clock starts again. One who knows nothing of the task yet reads
    the new date in the first mail, at its release.
    """
    if task.awaiting_release:
        work.save(task)
        work.reasons.append(f"{task.id} waits for release: {change}.")
        return
    work.mail(Template.TASK.value, role="owner", to=task.owner, task=task, facts=(("change", change),))
    work.save(replace(task, last_notice_on=work.moment.today))


def _ask_which(work: Work, reading: Reading, tasks: list[Task]) -> None:
    names = ", ".join(task.id for task in tasks) or "none is open"
    work.ask(
        About.LOOK,
        reading=f"A decision on more time, but linkbot cannot tell which task or date it means ({names}).",
        quote=reading.subject,
        choices=("done",),
        if_unanswered="The earlier dates stand.",
        urgent=True,
        subject=f"{work.case.id}:extension",
    )
