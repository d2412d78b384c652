"""Each kind file states in five words what follows from it: register, task, who is told, reply, clock.

A person reads that table; this check refuses a file whose statement is missing or is not what its steps do.
"""

from __future__ import annotations

from enum import StrEnum

from linkbot.model.playbook import Do, Playbook
from linkbot.toml_document import Table


class TaskStated(StrEnum):
    PER_LETTER = "per_letter"
    PER_ITEM = "per_item"
    CONFIRMED = "confirmed"  # the items a confirmation names are closed
    NONE = "none"


class Clock(StrEnum):
    """Where the date comes from that people are held to."""

    LETTER = "letter"  # the letter's date, or a person gives one
    DEFAULT = "default"  # the letter's, else default_days working days
    CASE = "case"  # the dates of the case go on as they are
    NONE = "none"


def check_stated(table: Table, playbook: Playbook) -> None:
    """Faults where the statement differs from the steps."""
    steps = playbook.steps
    registers = table.boolean("register")
    task = table.choice("task", TaskStated, TaskStated.NONE, required=True)
    told = table.texts("told")
    reply = table.text("reply", required=True)
    clock = table.choice("clock", Clock, Clock.NONE, required=True)
    for key in ("register", "told"):
        if key not in table:
            table.fault(f"stated.{key} is missing: every kind states register, task, told, reply and clock")
    _compare(table, "register", registers, any(step.do is Do.REGISTER for step in steps))
    _compare(table, "task", task, _task(playbook))
    _compare(table, "told", sorted(told), sorted(_told(playbook)))
    drafts = sorted({step.template or "" for step in steps if step.do is Do.DRAFT}) or ["none"]
    _compare(table, "reply", reply, ", ".join(drafts))
    if clock is Clock.DEFAULT and playbook.default_days is None:
        table.fault("stated.clock is 'default', but default_days is missing", "clock")
    if clock is Clock.NONE and (playbook.needs_deadline or playbook.default_days is not None):
        table.fault("stated.clock is 'none', but the kind has a deadline or default_days", "clock")
    table.finish()


def _compare(table: Table, key: str, stated: object, done: object) -> None:
    if key in table and stated != done:
        table.fault(f"stated.{key} says {stated}, the steps do {done}", key)


def _task(playbook: Playbook) -> TaskStated:
    dos = {step.do for step in playbook.steps}
    if Do.TASK_PER_ITEM in dos:
        return TaskStated.PER_ITEM
    if Do.TASK_PER_LETTER in dos:
        return TaskStated.PER_LETTER
    return TaskStated.CONFIRMED if Do.CLOSE_ITEMS in dos else TaskStated.NONE


def _told(playbook: Playbook) -> set[str]:
    telling = (Do.NOTIFY, Do.TASK_PER_LETTER, Do.TASK_PER_ITEM, Do.ASK)
    return {step.role or "link_officer" for step in playbook.steps if step.do in telling}
