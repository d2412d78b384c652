"""Who is told of a chaser: the head of service and the Head of Resident Contact; those above only without a doubt.

The words and the posts are the playbook's; the safeguards of the last three posts are code (design, "Escalation").
"""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.casework.recipients import SENIOR, address_of
from linkbot.engine.casework.recovering import note_told
from linkbot.engine.casework.telling import letter_facts, long_day
from linkbot.engine.casework.work import Work
from linkbot.model.authentication import Verdict
from linkbot.model.casework import Task
from linkbot.model.classification import Certainty
from linkbot.model.effect import Template
from linkbot.model.playbook import Do, Playbook, Step
from linkbot.model.question import About
from linkbot.model.reading import Reading


def notify_ladder(
    work: Work, reading: Reading, playbook: Playbook, tasks: tuple[Task, ...], *, asked_for: bool
) -> None:
    facts = letter_facts(reading, playbook, received_on=work.moment.today)
    told = {task.owner for task in tasks}
    seniors: list[Step] = []
    for step in playbook.steps:
        if step.do is not Do.NOTIFY or step.role is None or step.role == "owner":
            continue
        if step.role in SENIOR or step.role == "director":
            seniors.append(step)
        else:
            _notice(work, step, tasks, facts=facts, told=told)
    if seniors:
        _senior_notices(work, reading, seniors, tasks, told=told, asked_for=asked_for)


def _senior_notices(
    work: Work,
    reading: Reading,
    steps: list[Step],
    tasks: tuple[Task, ...],
    *,
    told: set[str],
    asked_for: bool,
) -> None:
    """SLT Director, chief executive's office, Monitoring Officer: by themselves only without any doubt."""
    doubt = None if asked_for else _senior_doubt(work, reading, tasks)
    question = None
    if doubt:
        question = work.ask(
            About.SENIOR_NOTICES,
            reading=f"Final chaser: notices to the SLT Director, the chief executive's office and the Monitoring "
            f"Officer are held, because {doubt}.",
            quote=threat_of(reading),
            choices=("yes", "no"),
            if_unanswered="The service, its head and the Head of Resident Contact have been told; these notices wait.",
            urgent=True,
            subject=f"{work.case.id}:{'forwarded' if reading.forwarded else 'direct'}",
        ).id
    facts = (*letter_facts(reading, None, received_on=work.moment.today), ("threat", threat_of(reading)))
    for step in steps:
        _notice(work, step, tasks, facts=facts, told=told, held=doubt, question=question)
    if not doubt:
        chased = {task.id for task in tasks}
        for task in work.tasks:
            if task.id in chased:
                work.save(replace(task, senior_notice_on=work.moment.today))


def _senior_doubt(work: Work, reading: Reading, tasks: tuple[Task, ...]) -> str | None:
    if not work.desk.senior_notices_auto:
        return "the configuration says so (senior_notices = held)"
    if reading.vouch is not None:
        return "the letter was brought in by hand: no sender was verified"
    if reading.forwarded:
        return "the letter was seen only as a forward, not directly from the Ombudsman"
    if reading.authentication.verdict is not Verdict.TRUSTED:
        return "the sender could not be verified"
    if reading.classification.certainty is not Certainty.CERTAIN:
        return "the kind of letter is not beyond doubt"
    if not tasks:
        return "no open and overdue item was found"
    if any(task.senior_notice_on == work.moment.today for task in tasks):
        return "a notice about this item went today"
    return None


def _notice(
    work: Work,
    step: Step,
    tasks: tuple[Task, ...],
    *,
    facts: tuple[tuple[str, str], ...],
    told: set[str],
    held: str | None = None,
    question: str | None = None,
) -> None:
    """One notice about the case; a person who holds several posts is told once."""
    role = step.role or "link_officer"
    address = address_of(role, desk=work.desk, service=work.case.service, on=work.moment.today)
    if address in told and held is None:
        return
    told.add(address)
    titles = "\n".join(f"{task.title}: due {long_day(task.official_on or task.due_on)}" for task in tasks)
    all_facts = (*facts, ("items", titles), ("owners", "\n".join(sorted({t.owner for t in tasks}))))
    template = step.template or Template.FIRST_CHASER_NOTICE.value
    work.mail(template, role=role, to=address, question=question, facts=all_facts, held=held)
    if held is None:
        note_told(work, tasks, role=role, address=address)


def threat_of(reading: Reading) -> str:
    hits = sorted(reading.classification.hits, key=lambda hit: -hit.weight)
    return hits[0].quote if hits else reading.subject
