"""Opening tasks: one a request letter, one an order or recommendation. Decided again, a letter meets its own tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from linkbot.engine.casework.clock import with_due, with_own_due
from linkbot.engine.casework.recipients import link_officer, owner_for
from linkbot.engine.casework.work import Work
from linkbot.engine.items.same_items import Meeting, meet, task_kind
from linkbot.model.casework import Task, TaskKind, TaskState
from linkbot.model.deadline import Deadline
from linkbot.model.effect import Template
from linkbot.model.item import Item, ItemKind
from linkbot.model.playbook import Playbook
from linkbot.model.question import About
from linkbot.model.reading import Reading

KEEPS_THE_CLOCK = "The earliest date in the letter runs as an open task with you until you answer."
NOT_YET = "There is no doubt about it, but letters of this kind wait for a yes: linkbot does not handle them alone."
NO_CLOCK = (
    "Nothing is done about it. It stays on the desk mail, and goes to your deputy and the Head of Resident Contact."
)


def reply_deadline(reading: Reading) -> Deadline | None:
    """The date by which the letter as a whole wants an answer: the earliest that belongs to no order."""
    dated = [d for d in reading.deadlines if d.safe_on and not d.purpose.startswith(("order", "recommendation"))]
    return min(dated, key=lambda d: d.safe_on or date.max, default=None)


def earliest_deadline(reading: Reading) -> Deadline | None:
    """The earliest of all dates in the letter: what runs until a person has answered a doubt."""
    dated = [d for d in reading.deadlines if d.safe_on]
    return min(dated, key=lambda d: d.safe_on or date.max, default=None)


def letter_title(reading: Reading, playbook: Playbook) -> str:
    """`Information request of 2 November 2026`: no personal fact in it."""
    if reading.letter_date is None:
        return playbook.title
    return f"{playbook.title} of {reading.letter_date.day} {reading.letter_date:%B %Y}"


def may_go_to_service(work: Work) -> bool:
    return work.case.service is not None and work.case.service_certain


def owner_of(work: Work) -> str:
    """The officer of the case's service, or the link officer to assign it first."""
    return owner_for(
        desk=work.desk,
        service=work.case.service,
        certain=work.case.service_certain,
        sensitive=False,
    )


def open_letter_task(work: Work, reading: Reading, playbook: Playbook, *, to_link_officer: bool = False) -> Task:
    """The one task of a request letter; its points are the checklist. Not saved: the caller tells and saves."""
    keep_with_link_officer = to_link_officer or playbook.confidential
    owner = link_officer(work.desk, None) if keep_with_link_officer else owner_of(work)
    requests = [item for item in reading.items if item.kind is ItemKind.REQUEST]
    deadline = (earliest_deadline if to_link_officer else reply_deadline)(reading)
    brought = None if keep_with_link_officer else _brought_over(work, deadline)
    known = work.task_of_cause() or brought
    owner = known.owner if known is not None and known is brought else owner
    task = known or Task(
        id=work.new_task_id(),
        case=work.case.id,
        kind=TaskKind(playbook.task_kind),
        title="",
        text="",
        owner=owner,
        created_at=work.moment.at,
        cause=work.cause,
    )
    task = replace(
        task,
        kind=TaskKind(playbook.task_kind),
        title=letter_title(reading, playbook),
        text="\n".join(item.text for item in requests) or playbook.task_text or reading.subject,
        checklist=tuple(item.text for item in requests),
        owner=owner,
        service=work.case.service,
        confidential=playbook.confidential or reading.confidential,
        cause=work.cause,
        awaiting_release=False,
    )
    return _dated(work, task, deadline, default=playbook.default_days)


def _brought_over(work: Work, deadline: Deadline | None) -> Task | None:
    """The request that somebody had typed into the council's spreadsheet before its letter was read here: the one that
    awaits release under the same date. The letter takes it over, so that nobody is given it twice.
    """
    requests = [t for t in work.tasks if t.awaiting_release and t.is_open and t.kind is TaskKind.REQUEST]
    same = [t for t in requests if deadline is not None and t.due_stated and t.official_on == deadline.on]
    return same[0] if len(same) == 1 else None


def _dated(work: Work, task: Task, deadline: Deadline | None, *, default: int | None) -> Task:
    today, desk = work.moment.today, work.desk
    if deadline is not None and deadline.safe_on is not None:
        return with_due(task, deadline, today=today, desk=desk)
    if task.due_on is None and default is not None:
        return with_own_due(task, days=default, today=today, desk=desk)
    return task


def open_item_tasks(work: Work, reading: Reading) -> tuple[Task, ...]:
    """One task per order and per recommendation. Decided again, the letter meets its own tasks, which keep the dates
    they have meanwhile; what matches none of them is a question, never another mail.
    """
    items = [item for item in reading.items if item.kind is not ItemKind.REQUEST]
    kinds = (TaskKind.ORDER, TaskKind.RECOMMENDATION)
    known = [task for task in work.tasks if task.cause == work.cause and task.kind in kinds]
    meeting = meet(items, known)
    if known:
        if meeting.new or meeting.gone:
            _ask_about_items(work, reading, meeting)
        return tuple(work.save(task if task.due_on else _item_dated(work, task, item)) for item, task in meeting.pairs)
    return tuple(work.save(_item_task(work, item)) for item in items)


def open_added(work: Work, items: Sequence[Item]) -> tuple[Task, ...]:
    """Tasks of what a review added: the caller has seen that nothing of the case is like them."""
    return tuple(work.save(_item_task(work, item)) for item in items)


def _ask_about_items(work: Work, reading: Reading, meeting: Meeting) -> None:
    new = "; ".join(item.text[:120] for item in meeting.new) or "none"
    gone = ", ".join(task.id for task in meeting.gone) or "none"
    work.ask(
        About.CONFLICT,
        reading=f"Read again, the orders of this letter are not those of its tasks. Without a task: {new}. "
        f"Tasks that match no order: {gone}.",
        quote=reading.subject,
        choices=("done",),
        if_unanswered="The tasks stand as they were first read.",
        urgent=True,
        subject=f"{work.case.id}:items",
    )


def _item_task(work: Work, item: Item) -> Task:
    kind = task_kind(item)
    task = Task(
        id=work.new_task_id(),
        case=work.case.id,
        kind=kind,
        title=_item_title(item),
        text=item.text,
        owner=owner_of(work),
        created_at=work.moment.at,
        cause=work.cause,
        number=item.number,
        amount_gbp=item.amount_gbp,
        binding=item.binding,
        service=work.case.service,
    )
    return _item_dated(work, task, item)


def _item_dated(work: Work, task: Task, item: Item) -> Task:
    habits = work.desk.habits
    default = habits.order_default if task.kind is TaskKind.ORDER else habits.recommendation_internal
    return _dated(work, task, item.deadline, default=default)


def _item_title(item: Item) -> str:
    name = f"{item.kind.value.capitalize()} {item.number}"
    name += f" ({item.heading})" if item.heading else ""
    return f"{name}, to be done by: {item.by_whom}" if item.by_whom else name


def tell_owner(work: Work, task: Task, *, template: str = Template.TASK.value, role: str = "owner") -> Task:
    """The mail that gives the officer the task; the reminder clock starts here."""
    attach = (work.message,) if work.message and may_go_to_service(work) and not task.confidential else ()
    work.mail(template, role=role, to=task.owner, task=task, attach=attach)
    return work.save(replace(task, last_notice_on=work.moment.today))


def retire_overtaken(work: Work) -> None:
    """A final decision overtakes what was asked before it: reminders stop, a person still sees the tasks."""
    for task in work.tasks:
        earlier = task.cause != work.cause and task.kind not in (TaskKind.ORDER, TaskKind.RECOMMENDATION)
        if earlier and task.is_open and not task.done:
            work.save(replace(task, done=True))
            work.reasons.append(f"{task.id} was asked before the final decision: its reminders stop.")


def withdraw(work: Work, task: Task) -> Task:
    return work.save(replace(task, state=TaskState.WITHDRAWN))


def ask_whose(work: Work, task: Task) -> None:
    """An uncertain or sensitive service: the link officer says whose it is, once for the letter's tasks together."""
    directory = work.desk.directory
    if may_go_to_service(work) or task.confidential or not (directory.services or directory.default.owner):
        return
    guess = f" It may be {work.case.service.replace('_', ' ')}." if work.case.service else ""
    work.ask(
        About.SERVICE,
        reading=f"Which service does this belong to?{guess} Until you say, {task.title} is with you.",
        quote=task.text[:200],
        choices=(*(service.id for service in directory.services), "an address"),
        if_unanswered="The task and its reminders stay with you.",
        task=task,
        subject=f"{work.case.id}:service",
    )
