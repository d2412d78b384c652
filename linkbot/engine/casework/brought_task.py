"""One row of a spreadsheet as a task that awaits release, and how a row differs from a task that does not."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time

from linkbot.engine.casework.clock import with_due, with_own_due
from linkbot.engine.casework.telling import long_day
from linkbot.engine.casework.work import Work
from linkbot.engine.dates.working_days import safe_on
from linkbot.model.casework import Task, TaskKind, TaskState
from linkbot.model.deadline import Deadline
from linkbot.model.open_item import OpenItem, RowState

_ABOUT = (
    ("apology", re.compile(r"apolog", re.IGNORECASE)),
    ("payment", re.compile(r"\bpay|compensation|£", re.IGNORECASE)),
    ("inspection", re.compile(r"inspect|survey", re.IGNORECASE)),
    ("training", re.compile(r"\btrain", re.IGNORECASE)),
    ("review", re.compile(r"\breview", re.IGNORECASE)),
    ("policy", re.compile(r"polic(?:y|ies)|procedure", re.IGNORECASE)),
    ("meeting", re.compile(r"\bmeet", re.IGNORECASE)),
    ("plan", re.compile(r"\bplan\b", re.IGNORECASE)),
    ("works", re.compile(r"\brepairs?\b|\bworks\b", re.IGNORECASE)),
)
"""What an order is about, in words of ours: titles stand in subjects, where no fact of a case may."""


def as_task(work: Work, item: OpenItem, known: Task | None, *, owner: str) -> tuple[Task, tuple[str, ...]]:
    """The task as the row has it, and what had to be assumed. Not saved."""
    day = item.letter_on or item.received_on
    today = work.moment.today
    made = known or Task(
        id=work.new_task_id(),
        case=work.case.id,
        kind=item.kind,
        title="",
        text="",
        owner=owner,
        created_at=datetime.combine(day, time(12), tzinfo=work.moment.at.tzinfo)
        if day and day < today
        else work.moment.at,
        cause=work.cause,
        awaiting_release=True,
    )
    made = replace(
        made,
        kind=item.kind,
        title=title_of(item),
        text=item.text or title_of(item),
        owner=owner,
        number=item.number,
        amount_gbp=item.amount_gbp,
        binding=item.kind is not TaskKind.RECOMMENDATION,
        service=item.service or work.case.service,
        priority=item.chasers.any,
        confidential=item.confidential,
        extension_pending=item.extension_pending,
    )
    if item.state is RowState.SUBMITTED:
        sent_at = (
            datetime.combine(item.submitted_on, time(12), tzinfo=work.moment.at.tzinfo) if item.submitted_on else None
        )
        made = replace(made, state=TaskState.SUBMITTED, done=True, submitted_at=sent_at, awaiting_release=False)
    return _dated(work, item, made)


def _dated(work: Work, item: OpenItem, task: Task) -> tuple[Task, tuple[str, ...]]:
    today, desk = work.moment.today, work.desk
    if item.due_on is not None:
        if task.due_stated and task.official_on == item.due_on:
            return task, ()  # read again: our own date stays what it was
        stated = Deadline(
            purpose="information",
            on=item.due_on,
            safe_on=safe_on(item.due_on, desk.calendar),
            phrase=item.due_on.isoformat(),
            source="the council's own spreadsheet",
            stated=True,
        )
        return with_due(task, stated, today=today, desk=desk), ()
    if item.state is RowState.SUBMITTED or (task.due_on is not None and not task.due_stated):
        return task, ()
    days = desk.habits.recommendation_internal if task.kind is TaskKind.RECOMMENDATION else desk.habits.order_default
    task = with_own_due(task, days=days, today=today, desk=desk)
    return task, (f"it has no date: {long_day(task.due_on)} is ours, until a person gives it the Ombudsman's",)


def title_of(item: OpenItem) -> str:
    """`Order 2 (payment)`, `Information request of 2 November 2026`: no personal fact, no word of the row's own."""
    if item.confidential:
        name = "Confidential papers"
    elif item.kind in (TaskKind.ORDER, TaskKind.RECOMMENDATION):
        name = item.kind.value.capitalize() + (f" {item.number}" if item.number else "")
        about = next((word for word, pattern in _ABOUT if pattern.search(item.text)), None)
        return f"{name} ({about})" if about else name
    else:
        name = "Information request"
    return f"{name} of {long_day(item.letter_on)}" if item.letter_on else name


def differences(task: Task, item: OpenItem, *, owner: str | None) -> tuple[str, ...]:
    """What the file says otherwise than a task that is released, or that a letter opened; `owner` None is not asked."""
    found = []
    known = task.official_on or task.due_on
    if item.due_on is not None and item.due_on not in (task.official_on, task.due_on):
        found.append(f"the file says due {long_day(item.due_on)}, {task.id} is due {long_day(known)}")
    if owner is not None and owner != task.owner:
        found.append(f"the file says {owner}, {task.id} is with {task.owner}")
    if item.state is RowState.SUBMITTED and task.is_open:
        found.append(f"the file says it has gone to the Ombudsman, {task.id} is still open")
    if item.state is RowState.OPEN and not task.is_open:
        found.append(f"the file says open, {task.id} is {task.state.value}")
    return tuple(found)
