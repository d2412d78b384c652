"""Releasing what was brought over: each officer is told of all their tasks in one mail, and everybody's clock starts.

The summary counts as the first notice: reminders go from it, and the diary follows as with any other task.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from linkbot.engine.casework.clock import internal_date
from linkbot.engine.casework.deeds import Refused, finish
from linkbot.engine.casework.keys import effect_key
from linkbot.engine.casework.work import Moment, Work
from linkbot.model.casework import Task
from linkbot.model.decision import CaseFile, Decision
from linkbot.model.desk import Desk
from linkbot.model.effect import SendEmail, Template
from linkbot.model.outbox import Intent
from linkbot.model.reading import Disposition


def waits(task: Task) -> bool:
    """Whether something is wanted of an officer who has not been told."""
    return task.awaiting_release and task.is_open and not task.done


def release(files: Sequence[CaseFile], *, owner: str | None, cause: str, desk: Desk, moment: Moment) -> Decision:
    """`owner`: only this officer's tasks. Raises `Refused` when nothing of the kind waits."""
    waiting = [task for file in files for task in file.tasks if waits(task)]
    chosen = [task for task in waiting if owner is None or task.owner == owner]
    if not waiting:
        raise Refused("Nothing waits for release.")
    if not chosen:
        others = ", ".join(sorted({task.owner for task in waiting}))
        raise Refused(f"Nothing of {owner} waits for release. Tasks wait for: {others}.")
    decisions: list[Decision] = []
    released: list[Task] = []
    for file in files:
        own = [task for task in file.tasks if task in chosen]
        if own:
            work = Work(file, cause=cause, message=None, moment=moment, desk=desk)
            released += [work.save(_released(task, moment=moment, desk=desk)) for task in own]
            decisions.append(finish(work))
    mails = _summaries(released, cause=cause, desk=desk, moment=moment)
    return Decision(
        Disposition.ACT,
        tasks=tuple(task for decision in decisions for task in decision.tasks),
        invitations=tuple(row for decision in decisions for row in decision.invitations),
        intents=(*mails, *(intent for decision in decisions for intent in decision.intents)),
        answered=tuple(id for decision in decisions for id in decision.answered),
        touched_cases=tuple(case for decision in decisions for case in decision.touched_cases),
    )


def _released(task: Task, *, moment: Moment, desk: Desk) -> Task:
    """Our own date never lies before the day on which its owner first hears of it."""
    internal = task.internal_due_on
    if task.due_on is not None and (internal is None or internal < moment.today):
        internal = internal_date(due_on=task.due_on, today=moment.today, desk=desk)
    return replace(task, awaiting_release=False, last_notice_on=moment.today, internal_due_on=internal)


def _summaries(tasks: Sequence[Task], *, cause: str, desk: Desk, moment: Moment) -> tuple[Intent, ...]:
    """One a reader: who stands in for several gets one mail."""
    by_reader: dict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        by_reader[desk.directory.address(task.owner, moment.today)].append(task)
    return tuple(_summary(reader, own, cause=cause) for reader, own in sorted(by_reader.items()))


def _summary(reader: str, tasks: list[Task], *, cause: str) -> Intent:
    tasks = sorted(tasks, key=lambda task: (task.due_on is None, task.due_on, task.id))
    cases = {task.case for task in tasks}
    effect = SendEmail(
        template=Template.HANDOVER.value,
        role="owner",
        to=(reader,),
        case=tasks[0].case if len(cases) == 1 else None,
        task=tasks[0].id,
        tasks=tuple(task.id for task in tasks),
        due_on=tasks[0].due_on,
    )
    key = effect_key(cause=cause, step=f"mail:{effect.template}", subject=f"owner:{reader}", role=effect.role)
    return Intent(key, effect)
