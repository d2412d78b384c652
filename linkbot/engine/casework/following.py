"""What follows when a letter may act: its playbooks, once each; and what becomes of it when a person says "nothing"."""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.casework.clock import with_own_due
from linkbot.engine.casework.opening import open_letter_task, retire_overtaken, tell_owner
from linkbot.engine.casework.steps import run_playbook
from linkbot.engine.casework.word import Word
from linkbot.engine.casework.work import Work
from linkbot.model.casework import CaseStatus, TaskKind, TaskState
from linkbot.model.item import ItemKind
from linkbot.model.playbook import Do, Playbook
from linkbot.model.question import About
from linkbot.model.reading import Reading

ENDS = frozenset({"final_determination", "closed_without_investigation"})
"""Kinds after which a case without orders is over: a person closes it (domain, reading 15)."""


def act_on_letter(work: Work, reading: Reading, playbook: Playbook, *, draft_to: str | None, word: Word) -> None:
    """Run the playbook of the kind and of what the letter is besides; each is done once."""
    if work.case.status is CaseStatus.CLOSED and word.confirmed:
        work.change_case(status=CaseStatus.OPEN, closed_at=None)
    held = work.task_of_cause(kind=TaskKind.FOLLOW_UP)
    playbooks = [playbook, *(p for kind in reading.classification.also if (p := work.desk.playbook(kind)))]
    playbooks.sort(key=lambda p: not _asks_by_a_date(p))  # the request names the task, whichever kind comes first
    for one in playbooks:
        run_playbook(work, reading, one, draft_to=draft_to, escalate=word.escalate, confirmed=word.confirmed)
    if held and playbook.task_kind != TaskKind.FOLLOW_UP.value:
        now = next(t for t in work.tasks if t.id == held.id)
        if now.kind is TaskKind.FOLLOW_UP:
            work.save(replace(now, state=TaskState.WITHDRAWN, done=True))
    orders = any(item.kind is not ItemKind.REQUEST for item in reading.items)
    if reading.unreadable and playbook.needs_items and not orders:
        _orders_nobody_read(work, reading, playbook)
    elif playbook.kind in ENDS and not orders:
        retire_overtaken(work)
        work.ask(
            About.CLOSE_CASE,
            reading=f"{playbook.title}: nothing is ordered, so no confirmation will come. Close the case?",
            quote=reading.subject,
            choices=("yes", "no"),
            if_unanswered="The case stays open.",
            subject=f"{work.case.id}:close",
        )
    if reading.unreadable and reading.vouch is None:  # whoever brought a letter in has been told of it
        work.ask(
            About.UNREADABLE,
            reading="Part of this message could not be read: " + ", ".join(reading.unreadable),
            quote=reading.subject,
            choices=("done",),
            if_unanswered="What could be read has been acted on.",
        )


def _orders_nobody_read(work: Work, reading: Reading, playbook: Playbook) -> None:
    """What is ordered stands where only a person can read it: one task with the link officer, at the date they gave."""
    retire_overtaken(work)
    task = open_letter_task(work, reading, playbook, to_link_officer=True)
    if task.due_on is None:
        task = with_own_due(task, days=1, today=work.moment.today, desk=work.desk)
    told = replace(task, kind=TaskKind.FOLLOW_UP, state=TaskState.OPEN, done=False)
    tell_owner(work, told, role="link_officer") if task.last_notice_on is None else work.save(told)


def _asks_by_a_date(playbook: Playbook) -> bool:
    return playbook.needs_deadline and any(step.do is Do.TASK_PER_LETTER for step in playbook.steps)


def put_away(work: Work) -> None:
    """A person said nothing is to be done: what was held for it is withdrawn."""
    for task in work.tasks:
        if task.cause == work.cause and task.is_open:
            work.save(replace(task, state=TaskState.WITHDRAWN, done=True))
