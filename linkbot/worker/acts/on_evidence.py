"""Answers to questions about what a service sent: which points are there, which task it is for, whose the task is."""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.casework.deeds import Refused, act_on_task, finish, reassign
from linkbot.engine.casework.work import Work
from linkbot.engine.evidence.asking import ALL_OF_THEM, KEEP
from linkbot.engine.evidence.submitting import record_submitted
from linkbot.engine.replies.of_evidence import evidence_answer, split_answer, why_not
from linkbot.model.casework import Task
from linkbot.model.decision import CaseFile, Decision
from linkbot.model.question import About, Act, Question, Verb
from linkbot.model.reading import Disposition
from linkbot.model.submission import Outward
from linkbot.ports import Transaction
from linkbot.worker.acts.finding import plain
from linkbot.worker.acts.on_validation import go_on
from linkbot.worker.dossiers import dossier
from linkbot.worker.office import Office
from linkbot.worker.packs import outward_of

OF_EVIDENCE = frozenset({About.EVIDENCE, About.WHICH_TASK, About.REASSIGN, About.VALIDATION, About.SENT})


def checked_of_evidence(question: Question, said: str, office: Office) -> str:
    """The answer in the form the register keeps. Raises `Refused`."""
    if question.about is About.EVIDENCE:
        found = evidence_answer(said, office.reader.rulebook.replies)
    elif question.about is About.VALIDATION:
        found = why_not(said, office.reader.rulebook.replies)
    elif question.about in (About.WHICH_TASK, About.SENT):
        found = next((choice for choice in question.choices if is_task(said, choice)), None)
    else:
        found = said if said else None
    if found is None:
        raise Refused(f"{said or 'Nothing'} is no answer to {question.id}: it may be {', '.join(question.choices)}.")
    return found


def is_task(said: str, choice: str) -> bool:
    """Whether the words name this choice: a task's id also without the ombudsman's name or the blanks."""
    wanted, have = plain(said), plain(choice)
    return wanted == have or ("/" in choice and wanted == plain(choice.partition(" ")[2]))


def after_evidence(
    tx: Transaction, office: Office, act: Act, question: Question, value: str, outward: Outward | None
) -> Decision:
    """What the answer does to the task. Raises `Refused`."""
    if question.about is About.WHICH_TASK:
        return Decision(Disposition.ACT)  # the message is decided again, with this word
    moment = office.moment()
    if question.about is About.SENT:
        return _sent(tx, office, act, question, value)
    file, task = _of(tx, question)
    if question.about is About.EVIDENCE:
        verb, rest = split_answer(value)
        given = replace(act, verb=Verb(verb), target=task.id, value=rest)
        return act_on_task(given, task, file=file, desk=office.desk, moment=moment)
    if question.about is About.VALIDATION:
        return go_on(tx, office, act, task, file, value, outward or Outward())
    work = Work(file, cause=f"act:{act.id}", message=None, moment=moment, desk=office.desk)
    if value == KEEP:
        change = "the link officer has looked: it stays with you, please answer it"
        work.save(replace(task, last_notice_on=moment.today))
        work.mail("task", role="owner", to=task.owner, task=task, facts=(("change", change),))
    else:
        reassign(work, task, replace(act, verb=Verb.REASSIGN, target=task.id, value=value))
    return finish(work)


def _sent(tx: Transaction, office: Office, act: Act, question: Question, value: str) -> Decision:
    """The tasks that somebody's mail to the Ombudsman answered are submitted, by the time of that mail."""
    file = tx.case(question.case) if question.case else None
    if value == "nothing" or file is None:
        return Decision(Disposition.ACT)
    message = tx.message(question.message) if question.message else None
    wanted = question.choices if value == ALL_OF_THEM else (value,)
    work = Work(file, cause=f"act:{act.id}", message=None, moment=office.moment(), desk=office.desk)
    for task in file.tasks:
        if task.id in wanted and task.is_open:
            record_submitted(work, task, at=message.received_at if message else act.at)
    return finish(work)


def outward_for(office: Office, question: Question) -> Outward:
    """Not inside a transaction."""
    with office.store.begin() as tx:
        held = dossier(tx, question.task or "")
    return outward_of(office, held, question.case)


def _of(tx: Transaction, question: Question) -> tuple[CaseFile, Task]:
    file = tx.case(question.case) if question.case else None
    task = next((t for t in (file.tasks if file else ()) if t.id == question.task), None)
    if file is None or task is None:
        raise Refused(f"{question.id} names no task any more.")
    return file, task
