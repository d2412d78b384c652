"""Running a playbook: each step of the data to rows and effects. Chasers, extensions and closing have own files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from linkbot.engine.casework.chaser import chase
from linkbot.engine.casework.closing import confirm
from linkbot.engine.casework.duties import begin_duties
from linkbot.engine.casework.moving import extend
from linkbot.engine.casework.opening import (
    ask_whose,
    letter_title,
    may_go_to_service,
    open_added,
    open_item_tasks,
    open_letter_task,
    reply_deadline,
    retire_overtaken,
    tell_owner,
)
from linkbot.engine.casework.recipients import address_of
from linkbot.engine.casework.reviewing import added, apply_changes, replace_orders, replaces_orders
from linkbot.engine.casework.telling import letter_facts, long_day
from linkbot.engine.casework.told_case_system import tell_letter
from linkbot.engine.casework.vouched import awaits_files
from linkbot.engine.casework.work import Work
from linkbot.model.casework import Task, TaskKind
from linkbot.model.effect import Template
from linkbot.model.item import ItemKind
from linkbot.model.playbook import Do, Playbook, Step, When
from linkbot.model.question import About
from linkbot.model.reading import Reading


def run_playbook(
    work: Work, reading: Reading, playbook: Playbook, *, draft_to: str | None, escalate: bool, confirmed: bool = False
) -> None:
    """Every step of one playbook, in order. `draft_to`: the ombudsman's address a draft may go to, if any.

    `confirmed`: a person has answered, so that the playbook's own question is not put again.
    """
    if playbook.chaser or playbook.final_chaser:
        chase(work, reading, playbook, escalate_anyway=escalate)
    if playbook.kind == "extension_decision":
        extend(work, reading)
    if playbook.kind in ("review_outcome", "final_determination") and reading.changes:
        apply_changes(work, reading)
    if playbook.kind == "review_outcome":
        _give_out(work, open_added(work, added(work, reading)))
    for step in playbook.steps:
        if confirmed and step.do is Do.ASK:
            continue
        if holds(step.when, work, reading):
            _run(step, work, reading, playbook, draft_to=draft_to)
    begin_duties(work, reading, playbook)


def holds(when: When, work: Work, reading: Reading) -> bool:
    """Whether the named fact holds here."""
    match when:
        case When.ALWAYS:
            return True
        case When.HAS_ITEMS:
            return any(item.kind is not ItemKind.REQUEST for item in reading.items)
        case When.HAS_REQUEST:
            return reply_deadline(reading) is not None or any(i.kind is ItemKind.REQUEST for i in reading.items)
        case When.HAS_DEADLINE:
            return any(deadline.on for deadline in reading.deadlines)
        case When.BINDING:
            return any(item.binding for item in reading.items)
        case When.FROM_CASE_OPEN:
            return bool(work.before.events)
        case When.EMBARGOED:
            return reading.confidential
        case When.NOT_EMBARGOED:
            return not reading.confidential
        case When.HAS_PORTAL:
            ombudsman = work.desk.ombudsmen.by_id(work.case.ombudsman)
            return ombudsman is not None and ombudsman.portal
        case When.DIRECT:
            return not reading.forwarded
        case When.ESCALATES:
            return any(task.priority for task in work.touched())
        case _:
            assert_never(when)


def _run(step: Step, work: Work, reading: Reading, playbook: Playbook, *, draft_to: str | None) -> None:
    extending = playbook.kind == "extension_decision"
    chasing = playbook.chaser or playbook.final_chaser or extending
    match step.do:
        case Do.REGISTER:
            register(work, reading, playbook)
        case Do.TASK_PER_LETTER:
            if not chasing:
                _letter_task(step, work, reading, playbook)
        case Do.TASK_PER_ITEM:
            retire_overtaken(work)
            if replaces_orders(work, reading):
                tasks = open_added(work, replace_orders(work, reading))
            else:
                tasks = open_item_tasks(work, reading)
            _give_out(work, tasks, template=step.template or Template.TASK.value)
        case Do.NOTIFY:
            told_elsewhere = playbook.chaser or playbook.final_chaser or (extending and step.role == "owner")
            if not told_elsewhere:
                _notify(step, work, reading, playbook)
        case Do.REMIND | Do.INVITE:
            work.wants_diary = True  # reminders and the diary follow from the tasks themselves
        case Do.DRAFT:
            if draft_to is not None:
                facts = letter_facts(reading, playbook, received_on=work.moment.today)
                work.draft(step.template or Template.ACKNOWLEDGEMENT.value, to=draft_to, facts=facts)
        case Do.PORTAL_TEXT:
            facts = letter_facts(reading, playbook, received_on=work.moment.today)
            work.mail(step.template or Template.PORTAL_TEXT.value, role="link_officer", facts=facts)
        case Do.SHEET:
            pass  # written for every decision, in `decide`
        case Do.ASK:
            _ask(work, reading, playbook)
        case Do.CLOSE_ITEMS:
            confirm(work, reading)
        case _:
            assert_never(step.do)


def _give_out(work: Work, tasks: Sequence[Task], *, template: str = Template.TASK.value) -> None:
    """Each new task to its owner, once."""
    for task in tasks:
        if task.last_notice_on is None:
            tell_owner(work, task, template=template)
            ask_whose(work, task)


def register(work: Work, reading: Reading, playbook: Playbook) -> None:
    """The letter against its case in the case system; held while the original complaint is in doubt."""
    held = (
        None if work.case.link.value == "linked" or not work.directory_kept else "the original complaint is not certain"
    )
    tell_letter(work, title=letter_title(reading, playbook), files=reading.files, held=held)


def _letter_task(step: Step, work: Work, reading: Reading, playbook: Playbook) -> None:
    if work.letter_task:
        return  # the letter is two kinds at once: the one that names the request has opened its task
    work.letter_task = True
    role = step.role or "owner"
    task = open_letter_task(work, reading, playbook, to_link_officer=role == "link_officer")
    if task.kind is TaskKind.PORTAL and any(awaits_files(t) for t in work.before.tasks):
        return  # one "open the Portal" a case
    if role == "complaints_team":  # the link officer's, until somebody is named
        task = replace(task, owner=address_of(role, desk=work.desk, service=None, on=None))
    if task.last_notice_on is None or task.owner not in {t.owner for t in work.before.tasks if t.id == task.id}:
        told = tell_owner(work, task, template=step.template or Template.TASK.value, role=role)
        if role == "owner":
            ask_whose(work, told)
    else:
        work.save(task)


def _notify(step: Step, work: Work, reading: Reading, playbook: Playbook) -> None:
    role = step.role or "link_officer"
    address = address_of(role, desk=work.desk, service=work.case.service, on=work.moment.today)
    mine = [task for task in work.tasks if task.cause == work.cause]
    titles = "\n".join(f"{task.title}: {long_day(task.official_on or task.due_on)}" for task in mine)
    facts = (*letter_facts(reading, playbook, received_on=work.moment.today), ("items", titles))
    whole_letter = role in ("slt_director", "director") and work.message and may_go_to_service(work)
    attach = (work.message,) if whole_letter and work.message else ()
    work.mail(step.template or Template.ALERT.value, role=role, to=address, facts=facts, attach=attach)


def _ask(work: Work, reading: Reading, playbook: Playbook) -> None:
    work.ask(
        About.LOOK,
        reading=f"{playbook.title}: please look at it and do what it needs.",
        quote=reading.subject,
        choices=("done",),
        if_unanswered="It stays on the desk mail.",
        urgent=playbook.urgent,
    )
