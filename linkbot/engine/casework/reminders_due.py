"""Reminders: every three calendar days until a task is complete, one mail an officer a day listing all that is due.

Whatever could not go on an earlier day goes along and is replaced: after an outage there is one mail, not one for each
day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from linkbot.engine.casework.clock import is_overdue, next_reminder
from linkbot.engine.casework.keys import effect_key
from linkbot.engine.casework.telling import long_day
from linkbot.engine.casework.work import Moment
from linkbot.model.casework import Task
from linkbot.model.decision import Decision
from linkbot.model.desk import Desk
from linkbot.model.due import Due, Standing, WaitingReminder
from linkbot.model.effect import SendEmail, Template, UpdateSheet
from linkbot.model.occurrence import Occurrence
from linkbot.model.outbox import Intent
from linkbot.model.reading import Disposition


def reminders_due(standing: Standing, *, moment: Moment, desk: Desk) -> list[Due]:
    """One `Due` an officer, who may stand in for others; the reminder clock of every task in it starts again today."""
    if desk.case_system.reminds:
        return []  # never a second chain beside the case system's own (domain, reading 1)
    wanted = {task.id: task for file in standing.files for task in file.tasks if task.wants_reminders}
    readers = {id: desk.directory.address(task.owner, moment.today) for id, task in wanted.items()}
    by_reader: dict[str, dict[str, Task]] = defaultdict(dict)
    for id, task in wanted.items():
        when = next_reminder(task, every=desk.habits.reminder_every_calendar_days, calendar=desk.calendar)
        if when is not None and when <= moment.today:
            by_reader[readers[id]][id] = task
    found = []
    for reader in sorted(by_reader):
        replaced = [one for one in standing.waiting_reminders if _goes_along(one, reader, readers)]
        along = {id: wanted[id] for one in replaced for id in one.tasks if id in wanted}
        found.append(_reminder(reader, by_reader[reader] | along, instead_of=replaced, moment=moment))
    return found


def _goes_along(waiting: WaitingReminder, reader: str, readers: Mapping[str, str]) -> bool:
    """Not with a task that is somebody else's by now: nobody would be reminded of it."""
    return waiting.to == (reader,) and all(readers.get(id, reader) == reader for id in waiting.tasks)


def _reminder(reader: str, due: dict[str, Task], *, instead_of: list[WaitingReminder], moment: Moment) -> Due:
    tasks = sorted(due.values(), key=lambda t: (t.due_on is None, t.due_on, t.id))
    occurrence = Occurrence("reminder", reader, moment.today)
    cases = {task.case for task in tasks}
    lines = "\n".join(_line(task, moment) for task in tasks)
    effect = SendEmail(
        template=Template.REMINDER.value,
        role="owner",
        to=(reader,),
        case=tasks[0].case if len(cases) == 1 else None,
        task=tasks[0].id,
        tasks=tuple(task.id for task in tasks),
        due_on=tasks[0].due_on,
        facts=(("items", lines),),
    )
    key = effect_key(cause=occurrence.cause, step="mail:reminder", subject=f"owner:{reader}", role="owner")
    changed = tuple(replace(task, last_notice_on=moment.today) for task in tasks)
    rows = tuple(_row(task, cause=occurrence.cause) for task in tasks if task.case)
    withdraw = tuple(one.key for one in instead_of)
    intents = (Intent(key, effect), *rows)
    return Due(occurrence, Decision(Disposition.ACT, tasks=changed, intents=intents, withdraw=withdraw))


def _row(task: Task, *, cause: str) -> Intent:
    """The spreadsheet shows the day of the last notice."""
    row_key, revision = f"task:{task.id}", task.version + 1
    effect = UpdateSheet(case=task.case or "", row_key=row_key, revision=revision, task=task.id)
    return Intent(effect_key(cause=cause, step="sheet", subject=row_key, role="sheet", revision=revision), effect)


def _line(task: Task, moment: Moment) -> str:
    late = " (overdue)" if is_overdue(task, moment.today) else ""
    return f"{task.id}: {task.title}, due {long_day(task.due_on)}{late}"
