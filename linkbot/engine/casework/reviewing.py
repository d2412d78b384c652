"""What a review does to the orders of a case, once a person has said yes: withdrawn, other words, sum or date, added.

An amended determination is read whole and meets the orders it replaces one by one; what no longer stands in it is
withdrawn. An order that is already satisfied or submitted is not touched: a person is asked.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from linkbot.engine.casework.clock import with_due
from linkbot.engine.casework.moving import tell_change
from linkbot.engine.casework.opening import withdraw
from linkbot.engine.casework.work import Work
from linkbot.engine.items.same_items import Meeting, meet
from linkbot.model.casework import Task, TaskKind, TaskState
from linkbot.model.deadline import Deadline
from linkbot.model.effect import Template
from linkbot.model.item import Item, ItemKind
from linkbot.model.question import About
from linkbot.model.reading import ItemChange, Reading

_KINDS = {ItemKind.ORDER: TaskKind.ORDER, ItemKind.RECOMMENDATION: TaskKind.RECOMMENDATION}


def apply_changes(work: Work, reading: Reading) -> None:
    """The numbered orders a review letter names."""
    for change in reading.changes:
        task = next((t for t in work.tasks if t.kind is _KINDS[change.kind] and t.number == change.number), None)
        if task is None or task.state is TaskState.WITHDRAWN:
            continue
        if change.withdrawn:
            _take_back(work, task)
        else:
            _change(work, task, text=change.text, amount=change.amount_gbp, due=change.due)


def added(work: Work, reading: Reading) -> tuple[Item, ...]:
    """Orders of a review letter that no order of the case is like: the others are only told again."""
    return _met(work, reading).new


def replaces_orders(work: Work, reading: Reading) -> bool:
    return reading.replaces and any(task.cause != work.cause for task in _item_tasks(work))


def replace_orders(work: Work, reading: Reading) -> tuple[Item, ...]:
    """The orders of an amended determination in place of the earlier ones. Returns the items that are new."""
    meeting = _met(work, reading)
    for item, task in meeting.pairs:
        _change(work, task, text=item.text, amount=item.amount_gbp, due=item.deadline)
    for task in meeting.gone:
        _take_back(work, task)
    return meeting.new


def describe_changes(work: Work, reading: Reading) -> str:
    """For the question: what a yes will do, order by order."""
    if reading.kind == "review_outcome":
        parts = [_told(change) for change in reading.changes]
        parts += [f"a new {item.kind.value}: {item.text[:120]}" for item in added(work, reading)]
    else:
        meeting = _met(work, reading)
        parts = [told for item, task in meeting.pairs if (told := _difference(item, task))]
        parts += [f"{_name(task)} is not in it any more" for task in meeting.gone]
        parts += [f"a new {item.kind.value}: {item.text[:120]}" for item in meeting.new]
    return "; ".join(parts) or "linkbot could not read which orders change"


def _item_tasks(work: Work) -> list[Task]:
    kinds = tuple(_KINDS.values())
    return [t for t in work.tasks if t.kind in kinds and t.state is not TaskState.WITHDRAWN]


def _met(work: Work, reading: Reading) -> Meeting:
    items = [item for item in reading.items if item.kind is not ItemKind.REQUEST]
    return meet(items, _item_tasks(work))


def _take_back(work: Work, task: Task) -> None:
    if not task.is_open:
        _ask_about_done(work, task, "is withdrawn")
        return
    withdraw(work, task)
    if task.awaiting_release:
        return  # nobody has begun with it
    facts = (("change", "the Ombudsman withdrew this order: stop"),)
    work.mail(Template.TASK.value, role="owner", to=task.owner, task=task, facts=facts)


def _change(work: Work, task: Task, *, text: str | None, amount: Decimal | None, due: Deadline | None) -> None:
    """The task as the review has it; its owner hears what is other than before."""
    new, told = task, []
    if text and text != task.text:
        new, told = replace(new, text=text), ["the words of the order"]
    if amount is not None and amount != task.amount_gbp:
        new = replace(new, amount_gbp=amount)
        told.append(f"the sum (£{amount})")
    if due is not None and due.on is not None and due.on != task.official_on:
        new = with_due(new, due, today=work.moment.today, desk=work.desk)
        told.append("the date")
    if not told:
        return
    if not task.is_open:
        _ask_about_done(work, task, f"has changed ({', '.join(told)})")
        return
    tell_change(work, new, _sentence(told))


def _sentence(told: list[str]) -> str:
    if told == ["the date"]:
        return "the Ombudsman moved the date after a review"
    return f"after a review the Ombudsman changed {' and '.join(told)}; what is written here now counts"


def _ask_about_done(work: Work, task: Task, what: str) -> None:
    work.ask(
        About.LOOK,
        reading=f"{_name(task)} {what} after a review, but it is already {task.state.value}. What is to be done?",
        quote=task.text[:200],
        choices=("done",),
        if_unanswered="It stays as it is.",
        urgent=True,
        subject=f"{task.id}:review",
    )


def _told(change: ItemChange) -> str:
    name = f"{change.kind.value} {change.number}"
    if change.withdrawn:
        return f"{name} is withdrawn"
    parts = [f"is due {change.due.on}"] if change.due else []
    parts += [f"is £{change.amount_gbp}"] if change.amount_gbp is not None else []
    parts += [f"now says “{change.text[:120]}”"] if change.text else []
    return f"{name} {', '.join(parts)}"


def _difference(item: Item, task: Task) -> str:
    parts = []
    if item.amount_gbp is not None and item.amount_gbp != task.amount_gbp:
        parts.append(f"is £{item.amount_gbp}" + (f" instead of £{task.amount_gbp}" if task.amount_gbp else ""))
    if item.deadline and item.deadline.on and item.deadline.on != task.official_on:
        parts.append(f"is due {item.deadline.on}")
    if item.text != task.text:
        parts.append(f"now says “{item.text[:120]}”")
    return f"{_name(task)} {', '.join(parts)}" if parts else ""


def _name(task: Task) -> str:
    return f"{task.kind.value} {task.number}" if task.number else task.id
