"""Escalation: the Ombudsman wrote again. Up only when the item is open and overdue, else the link officer looks.

Rules: design, "Escalation"; domain E1-E6 and F1-F3. A chaser moves the date of the existing task, it never opens a
second one; only a chaser of something unknown opens a task, so that its clock runs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from linkbot.engine.casework.clock import is_overdue, with_due, with_own_due
from linkbot.engine.casework.failure_order import first_date, open_orders, orders_made
from linkbot.engine.casework.ladder import notify_ladder, threat_of
from linkbot.engine.casework.moving import tell_change
from linkbot.engine.casework.opening import open_letter_task, reply_deadline, tell_owner
from linkbot.engine.casework.telling import letter_facts, long_day
from linkbot.engine.casework.work import Work
from linkbot.model.casework import Task, TaskKind
from linkbot.model.effect import Template
from linkbot.model.item import Item
from linkbot.model.playbook import Playbook
from linkbot.model.question import About
from linkbot.model.reading import Reading


@dataclass(frozen=True)
class Chased:
    """The tasks a chaser is about. `overdue` escalate; `crossed` were answered, extended or are not yet due."""

    overdue: tuple[Task, ...]
    crossed: tuple[Task, ...]


def chased_tasks(tasks: tuple[Task, ...], reading: Reading, *, on: date) -> Chased:
    """By order number, then by the date the letter says was missed, then what is overdue, then what was answered."""
    owed = [t for t in tasks if t.kind is not TaskKind.PORTAL and t.state.value not in ("satisfied", "withdrawn")]
    found = [t for t in owed if t.number in reading.concerns and t.kind is TaskKind.ORDER] if reading.concerns else []
    if not found and reading.missed_on:
        found = [t for t in owed if t.official_on in reading.missed_on or t.due_on in reading.missed_on]
    if not found:
        found = [t for t in owed if is_overdue(t, on)]
    if not found:
        latest = max((t.created_at for t in owed), default=None)
        found = [t for t in owed if t.created_at == latest]
    overdue = [t for t in found if is_overdue(t, on) and not t.extension_pending and not t.done]
    return Chased(tuple(overdue), tuple(t for t in found if t not in overdue))


def chase(work: Work, reading: Reading, playbook: Playbook, *, escalate_anyway: bool) -> None:
    """Everything a chaser sets in motion but its registration."""
    orders = orders_made(work, reading) if playbook.final_chaser else ()
    if orders and reply_deadline(reading) is None and (first := first_date(orders)) is not None:
        reading = replace(reading, deadlines=(*reading.deadlines, replace(first, purpose="evidence")))
    _chase(work, reading, playbook, orders, escalate_anyway=escalate_anyway)


def _chase(
    work: Work, reading: Reading, playbook: Playbook, orders: tuple[Item, ...], *, escalate_anyway: bool
) -> None:
    before = next((event for event in work.before.events if event.id == work.cause and event.acted), None)
    if before is not None and not escalate_anyway and (pressed := _pressed(work)):
        moved = tuple(_date_again(work, reading, task) for task in pressed if task.cause != work.cause)
        open_orders(work, reading, orders, owner=_one_owner(moved))
        if before.kind != playbook.kind:  # a person has said that it is the other chaser
            notify_ladder(work, reading, playbook, moved, asked_for=False)
        return
    chased = chased_tasks(work.tasks, reading, on=work.moment.today)
    again = [t for t in work.tasks if t.cause == work.cause]
    if chased.overdue or (escalate_anyway and (chased.crossed or again)):
        targets = chased.overdue or chased.crossed or tuple(again)
        again_without_answer = any(task.priority and task.cause != work.cause for task in targets)
        moved = tuple(_press(work, reading, task) for task in targets if not orders or task.cause != work.cause)
        moved += open_orders(work, reading, orders, owner=_one_owner(moved))
        notify_ladder(work, reading, playbook, moved, asked_for=escalate_anyway)
        if again_without_answer and not playbook.final_chaser:
            _ask_whether_final(work, reading)
        _ask_for_date(work, reading)
    elif chased.crossed:
        _crossed(work, reading, playbook, chased.crossed)
        open_orders(work, reading, orders, owner=_one_owner(chased.crossed))
    else:
        _unknown_item(work, reading, playbook, open_orders(work, reading, orders, owner=None))


def _one_owner(tasks: tuple[Task, ...]) -> str | None:
    owners = {task.owner for task in tasks}
    return owners.pop() if len(owners) == 1 else None


def _pressed(work: Work) -> list[Task]:
    """Decided again, the chaser has moved the dates already: nothing looks overdue, but these are what it is about."""
    return [t for t in work.tasks if t.is_open and t.priority and not t.extension_pending and not t.awaiting_release]


def _press(work: Work, reading: Reading, task: Task) -> Task:
    """Priority up, date moved, the owner told today; the reminder clock starts anew.

    What was brought over at go-live is released by it: the Ombudsman does not wait for our release.
    """
    task = _moved(work, reading, task)
    pressed = replace(task, priority=True, awaiting_release=False)
    return tell_owner(work, pressed, template=Template.PRIORITY_TASK.value)


def _date_again(work: Work, reading: Reading, task: Task) -> Task:
    """The owner has been told of the chaser; only another date is news."""
    moved = _moved(work, reading, task)
    if moved.due_on != task.due_on:
        tell_change(work, moved, "the date of the Ombudsman's chaser has been settled")
    return moved


def _moved(work: Work, reading: Reading, task: Task) -> Task:
    deadline = reply_deadline(reading)
    today, desk = work.moment.today, work.desk
    if deadline is not None:
        return with_due(task, deadline, today=today, desk=desk)
    if task.due_on and task.due_on >= today:
        return task
    return with_own_due(task, days=desk.habits.chaser_default, today=today, desk=desk)


def _ask_whether_final(work: Work, reading: Reading) -> None:
    """Count alone, per request or order, never makes a chaser final: the first ladder is repeated, a person asked."""
    work.ask(
        About.KIND,
        reading="Another chaser of the same item without a threat of formal power. It was handled as a first one.",
        quote=reading.subject,
        choices=("first_chaser", "final_chaser"),
        if_unanswered="It stays a first chaser.",
        urgent=True,
    )


def _ask_for_date(work: Work, reading: Reading) -> None:
    if reply_deadline(reading) is None:
        work.ask(
            About.DATE,
            reading=f"The chaser names no date. {work.desk.habits.chaser_default} working days are assumed.",
            quote=reading.subject,
            choices=("YYYY-MM-DD", "keep"),
            if_unanswered="The assumed date stays.",
            urgent=True,
        )


def _crossed(work: Work, reading: Reading, playbook: Playbook, tasks: tuple[Task, ...]) -> None:
    """It crossed our answer, or nothing is overdue: only the link officer, with what we know."""
    lines = "\n".join(f"{task.title}: {_standing(task, work.moment.today)}{_untold(task)}" for task in tasks)
    facts = (*letter_facts(reading, playbook, received_on=work.moment.today), ("items", lines))
    work.mail(Template.CROSSED_CHASER.value, role="link_officer", facts=facts)
    work.reasons.append("The chaser crossed our answer or asks for what is not yet due: nobody else was told.")


def _standing(task: Task, today: date) -> str:
    if task.submitted_at is not None:
        return f"submitted on {long_day(task.submitted_at.date())}"
    if task.extension_pending:
        return "an extension has been asked for"
    if task.done:
        return "the service has done its part"
    if task.due_on and task.due_on >= today:
        return f"not due until {long_day(task.official_on or task.due_on)}"
    return "open"


def _untold(task: Task) -> str:
    return "; its officer has not been told, it waits for release" if task.awaiting_release and task.is_open else ""


def _unknown_item(work: Work, reading: Reading, playbook: Playbook, ordered: tuple[Task, ...]) -> None:
    """Nothing linkbot knows is chased: the clock runs at once, the ladder waits for a person."""
    task = ordered[0] if ordered else _task_of_chaser(work, reading, playbook)
    work.ask(
        About.ESCALATION,
        reading=f"{playbook.title}, but linkbot knows no open and overdue item it could mean. "
        "A task with its date was opened; nobody above the service was told.",
        quote=threat_of(reading),
        choices=("yes", "no"),
        if_unanswered="The task and its reminders run; the ladder waits.",
        urgent=True,
        task=task,
    )


def _task_of_chaser(work: Work, reading: Reading, playbook: Playbook) -> Task:
    task = open_letter_task(work, reading, playbook)
    if task.due_on is None:
        task = with_own_due(task, days=work.desk.habits.chaser_default, today=work.moment.today, desk=work.desk)
    return tell_owner(work, replace(task, priority=True), template=Template.PRIORITY_TASK.value)
