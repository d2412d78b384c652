"""What a person's act does to a task or a case, as a decision. Answers to questions are `casework.word`'s."""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.casework.closing import close_case
from linkbot.engine.casework.opening import tell_owner
from linkbot.engine.casework.projection import project
from linkbot.engine.casework.recovering import tell_recovered
from linkbot.engine.casework.refused import Refused as Refused
from linkbot.engine.casework.reopening import reopen_case, reopen_task
from linkbot.engine.casework.telling import long_day
from linkbot.engine.casework.tying import link_case, unlink_case
from linkbot.engine.casework.vouched import settle_notice
from linkbot.engine.casework.work import Moment, Work
from linkbot.engine.evidence.marking import mark_received, query_back, settle
from linkbot.engine.evidence.sent_at import said_at
from linkbot.engine.evidence.submitting import record_submitted
from linkbot.model.casework import CaseStatus, Task, TaskKind, TaskState
from linkbot.model.decision import CaseFile, Decision
from linkbot.model.desk import Desk
from linkbot.model.effect import Template
from linkbot.model.question import About, Act, Verb
from linkbot.model.reading import Disposition

_OF_SETTLED = frozenset({Verb.REASSIGN, Verb.HANDOVER, Verb.REOPEN})
"""What may be done to a task that is over."""


def act_on_task(act: Act, task: Task, *, file: CaseFile, desk: Desk, moment: Moment) -> Decision:
    """Raises `Refused`. `done`: nothing more is wanted of the owner; `submitted`: sent or uploaded to the Ombudsman."""
    work = Work(file, cause=f"act:{act.id}", message=None, moment=moment, desk=desk)
    if task.state in (TaskState.SATISFIED, TaskState.WITHDRAWN) and act.verb not in _OF_SETTLED:
        raise Refused(f"{task.id} is {task.state.value} already; nothing was changed.")
    match act.verb:
        case Verb.DONE:
            work.save(replace(task, done=True))
        case Verb.RECEIVED:
            mark_received(work, owed(task), act.value)
        case Verb.QUERY:
            query_back(work, owed(task), act.value)
        case Verb.SUBMITTED:
            record_submitted(work, task, at=said_at(act.value, act.at), receipt=act.value)
        case Verb.SATISFIED:
            work.save(replace(task, state=TaskState.SATISFIED, done=True))
            _offer_to_close(work)
        case Verb.WITHDRAW:
            work.save(replace(task, state=TaskState.WITHDRAWN, done=True))
        case Verb.REASSIGN:
            reassign(work, task, act)
        case Verb.HANDOVER:
            reassign(work, task, act, left=True)
        case Verb.REOPEN:
            if task.is_open and not task.done:
                raise Refused(f"{task.id} is open.")
            reopen_task(work, task)
        case _:
            raise Refused(f"{act.verb.value} is nothing one does to a task.")
    if act.verb in (Verb.DONE, Verb.SUBMITTED, Verb.SATISFIED, Verb.WITHDRAW):
        settle(work, task)
    if task.kind is TaskKind.PORTAL and act.verb not in _OF_SETTLED:
        settle_notice(work, task)
    return finish(work)


def assign_entry(act: Act, first: Task, *, file: CaseFile, desk: Desk, moment: Moment) -> Decision:
    """Give every open task of the first one's diary entry to whoever the link officer named. Raises `Refused`."""
    work = Work(file, cause=f"act:{act.id}", message=None, moment=moment, desk=desk)
    entry = next((one for one in file.invitations if first.id in one.tasks and not one.cancelled), None)
    for task in file.tasks:
        if task.id in (entry.tasks if entry else (first.id,)) and task.owner == first.owner and task.is_open:
            reassign(work, task, act)
    return finish(work)


def owed(task: Task) -> Task:
    """Raises `Refused` when nothing is owed to the Ombudsman any more."""
    if not task.is_open:
        raise Refused(f"{task.id} is {task.state.value} already; nothing was changed.")
    return task


def assign_letter(act: Act, first: Task, *, file: CaseFile, desk: Desk, moment: Moment) -> Decision:
    """Give every open task that one letter opened to whoever the link officer named. Raises `Refused`."""
    work = Work(file, cause=f"act:{act.id}", message=None, moment=moment, desk=desk)
    for task in file.tasks:
        if task.cause == first.cause and task.owner == first.owner and task.is_open:
            reassign(work, task, act)
    return finish(work)


def reassign(work: Work, task: Task, act: Act, *, left: bool = False) -> None:
    """The new owner gets the task, the old one is told to stop (not one who has `left`); the reminder clock starts
    again.
    """
    if not act.value:
        raise Refused("Say who takes it: an address, a person's id, or a service.")
    directory = work.desk.directory
    service = directory.service(act.value)
    address = directory.of_service("owner", act.value, None) if service else directory.address(act.value, None)
    if not work.desk.organisation.owns(address):
        raise Refused(f"{address} is outside {', '.join(work.desk.organisation.domains)}: tasks go to colleagues only.")
    if address == task.owner:
        raise Refused(f"{task.id} belongs to {address} already.")
    if task.wants_reminders and not left:
        stop = (("change", "this task has been given to somebody else: you can stop"),)
        work.mail(Template.TASK.value, role="former_owner", to=task.owner, task=task, facts=stop)
    if service is not None and not work.case.service_certain:
        work.change_case(service=act.value, service_certain=True)
    moved = replace(task, owner=address, service=work.case.service or task.service)
    tell_owner(work, moved) if moved.wants_reminders else work.save(moved)
    work.answered.extend(
        q.id for q in work.before.questions if q.about in (About.SERVICE, About.REASSIGN) and q.task == task.id
    )


def _offer_to_close(work: Work) -> None:
    """A person's word that all is satisfied closes nothing by itself; it asks."""
    if all(t.state in (TaskState.SATISFIED, TaskState.WITHDRAWN) for t in work.tasks):
        work.ask(
            About.CLOSE_CASE,
            reading="Every task of this case is satisfied or withdrawn. Close the case?",
            quote="",
            choices=("yes", "no"),
            if_unanswered="The case stays open.",
        )


def act_on_case(act: Act, *, file: CaseFile, desk: Desk, moment: Moment, registered: bool = False) -> Decision:
    """Tie a case to its original complaint or untie it, close or reopen it. `registered`: something of the case is
    written in the case system already. Raises `Refused`.
    """
    work = Work(file, cause=f"act:{act.id}", message=None, moment=moment, desk=desk)
    match act.verb:
        case Verb.CLOSE:
            if file.case.status is CaseStatus.CLOSED:
                raise Refused(f"{file.case.id} is closed already.")
            for task in work.tasks:
                if task.is_open:
                    work.save(replace(task, state=TaskState.WITHDRAWN, done=True))
            close_case(work)
            work.reasons[-1] = f"Closed by {act.by}: {act.reason}"
        case Verb.LINK:
            link_case(work, act, act.value, registered=registered)
        case Verb.UNLINK:
            unlink_case(work, act, registered=registered)
        case Verb.REOPEN:
            if file.case.status is CaseStatus.OPEN:
                raise Refused(f"{file.case.id} is open. To reopen one of its tasks, name the task.")
            reopen_case(work)
        case _:
            raise Refused(f"{act.verb.value} is nothing one does to a case.")
    return finish(work)


def draft_extension(work: Work, task: Task, *, to: str | None, answers: str | None) -> None:
    """The request for more time, as a draft; from now on a chaser of this task goes to the link officer only."""
    if to is None or answers is None:
        raise Refused("linkbot has no letter of the Ombudsman to answer on this case: write the request by hand.")
    work.message = answers
    facts = (("items", f"{task.title}: due {long_day(task.official_on or task.due_on)}"),)
    work.draft(Template.EXTENSION_REQUEST.value, to=to, facts=facts)
    work.save(replace(task, extension_pending=True))


def finish(work: Work) -> Decision:
    """The decision of an act: diaries and spreadsheet follow, and word to those who had been told it was overdue."""
    tell_recovered(work)
    work.rows = work.diary()
    if work.case != work.before.case or work.touched() or work.rows:
        project(work)
    return Decision(
        Disposition.ACT,
        cases=(work.case,) if work.case != work.before.case else (),
        events=tuple(work.events),
        tasks=work.touched(),
        invitations=work.rows,
        questions=tuple(work.questions.values()),
        intents=tuple(work.intents.values()),
        reasons=tuple(work.reasons),
        answered=tuple(work.answered),
        touched_cases=(work.case.id,),
    )
