"""What law or a Code wants after a letter (`[[duties]]` of its kind), each a task of ours with its own clock.

A public report must be made public, a complaint that came too soon be answered at stage 1. Duties that would be wrong
after a draft wait for a person's yes. When they are due is data; that none is opened twice is code.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from linkbot.engine.casework.clock import with_due
from linkbot.engine.casework.opening import tell_owner
from linkbot.engine.casework.recipients import address_of
from linkbot.engine.casework.telling import long_day
from linkbot.engine.casework.work import Work
from linkbot.engine.dates.working_days import add_working_days, safe_on
from linkbot.model.casework import Task, TaskKind
from linkbot.model.deadline import Deadline
from linkbot.model.effect import Template
from linkbot.model.playbook import Duty, Playbook
from linkbot.model.question import About
from linkbot.model.reading import Reading


def begin_duties(work: Work, reading: Reading, playbook: Playbook) -> None:
    """Those that begin with the letter; of those that wait for a yes, one question."""
    on = reading.letter_date or work.moment.today
    open_duties(work, [duty for duty in playbook.duties if not duty.asked], cause=work.cause, on=on)
    waiting = [duty for duty in playbook.duties if duty.asked and not _opened(work, duty, work.cause)]
    if waiting:
        work.ask(
            About.DUTIES,
            reading=f"{playbook.title}: if this is the letter itself and no draft, these tasks begin: "
            + "; ".join(f"{duty.title}, due {long_day(_due(work, duty, on).on)} ({duty.source})" for duty in waiting)
            + ".",
            quote=reading.subject,
            choices=("yes", "no"),
            if_unanswered="None of them runs.",
            urgent=playbook.urgent,
        )


def open_duties(work: Work, duties: list[Duty], *, cause: str, on: date) -> None:
    """`cause`: the letter they follow from; `on`: its date, from which they count."""
    for duty in duties:
        if not _opened(work, duty, cause):
            task = _task(work, duty, cause=cause, on=on)
            tell_owner(work, task, template=Template.TASK.value, role=duty.role)


def _opened(work: Work, duty: Duty, cause: str) -> bool:
    return any(task.cause == cause and task.title == duty.title for task in work.tasks)


def _task(work: Work, duty: Duty, *, cause: str, on: date) -> Task:
    role_holder = address_of(duty.role, desk=work.desk, service=work.case.service, on=None)
    task = Task(
        id=work.new_task_id(),
        case=work.case.id,
        kind=TaskKind.FOLLOW_UP,
        title=duty.title,
        text=f"{duty.text} ({duty.source})",
        owner=role_holder,
        created_at=work.moment.at,
        cause=cause,
        service=work.case.service,
        due_stated=False,
    )
    return with_due(task, _due(work, duty, on), today=work.moment.today, desk=work.desk, stated=False)


def _due(work: Work, duty: Duty, on: date) -> Deadline:
    """From the letter's date; one that has passed already is due today: it is still owed."""
    if duty.working_days is not None:
        due = add_working_days(on, duty.working_days, work.desk.calendar)
    elif duty.weeks is not None:
        due = on + timedelta(weeks=duty.weeks)
    else:
        due = _months_after(on, duty.months or 0)
    due = max(due, work.moment.today)
    return Deadline("duty", due, safe_on(due, work.desk.calendar), duty.title, duty.source, stated=False)


def _months_after(on: date, months: int) -> date:
    """The corresponding date, at the month's end at most."""
    year, month = divmod(on.month - 1 + months, 12)
    last = calendar.monthrange(on.year + year, month + 1)[1]
    return on.replace(year=on.year + year, month=month + 1, day=min(on.day, last))
