"""The dates of a task: the Ombudsman's, ours before it, the diary entry, the next reminder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from linkbot.engine.dates.working_days import (
    add_working_days,
    on_or_after,
    on_or_before,
    subtract_working_days,
    working_days_between,
)
from linkbot.model.calendar import WorkingCalendar
from linkbot.model.casework import Task
from linkbot.model.deadline import Deadline
from linkbot.model.desk import Desk


def internal_date(*, due_on: date, today: date, desk: Desk) -> date:
    """The Ombudsman's date less the margin; half the time when that is nearer than the margin; never past."""
    room = working_days_between(today, due_on, desk.calendar)
    margin = desk.habits.internal_margin
    back = margin if room >= 2 * margin else room // 2
    return max(min(subtract_working_days(due_on, back, desk.calendar), due_on), today)


def with_due(task: Task, deadline: Deadline, *, today: date, desk: Desk, stated: bool = True) -> Task:
    """The task under a new date of the Ombudsman's (or, not `stated`, of the law's)."""
    if deadline.safe_on is None:
        return task
    return replace(
        task,
        official_on=deadline.on,
        due_on=deadline.safe_on,
        due_stated=stated,
        internal_due_on=internal_date(due_on=deadline.safe_on, today=today, desk=desk),
    )


def with_own_due(task: Task, *, days: int, today: date, desk: Desk) -> Task:
    """The task under a date of ours, because the letter gives none."""
    due_on = add_working_days(today, days, desk.calendar)
    internal = internal_date(due_on=due_on, today=today, desk=desk)
    return replace(task, official_on=None, due_on=due_on, due_stated=False, internal_due_on=internal)


def entry_day(*, due_on: date, today: date, desk: Desk) -> date | None:
    """The day of the diary entry: so many working days before the due date, else the next working day from today.

    Never on a day the office is shut. None when no open day is left: an entry would say nothing a reminder does not.
    """
    wanted = subtract_working_days(due_on, desk.habits.invite_before, desk.calendar)
    wanted = on_or_before(wanted, desk.calendar, closures=True)
    day = max(wanted, on_or_after(today, desk.calendar, closures=True))
    return day if day <= due_on else None


def is_overdue(task: Task, on: date) -> bool:
    """Owed, and its safe date is past."""
    return task.is_open and task.due_on is not None and task.due_on < on


def next_reminder(task: Task, *, every: int, calendar: WorkingCalendar) -> date | None:
    """The day a reminder falls due: calendar days from the last notice, on a closed day the next open one."""
    if not task.wants_reminders or task.last_notice_on is None:
        return None
    return on_or_after(task.last_notice_on + timedelta(days=every), calendar, closures=True)
