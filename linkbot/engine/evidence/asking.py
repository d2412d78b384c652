"""The questions a colleague's mail raises for the link officer: what came, whose it is, more time, which task.

Only words and rows; what follows from the answers is with the acts.
"""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.casework.keys import question_id
from linkbot.engine.casework.recipients import link_officer
from linkbot.engine.casework.telling import long_day
from linkbot.engine.casework.work import Moment, Work, answer_due, asking
from linkbot.engine.dates.working_days import working_days_between
from linkbot.engine.replies.of_evidence import SOME_POINTS
from linkbot.engine.wording.plain import one_line
from linkbot.model.casework import Task
from linkbot.model.desk import Desk
from linkbot.model.evidence_file import EvidenceFile, FileState, ServiceMail
from linkbot.model.outbox import Intent
from linkbot.model.question import About, Question

KEEP = "keep"
ALL_OF_THEM = "all"
_POINT = 90  # characters of a point, enough to know it by


def ask_what_came(work: Work, task: Task, mail: ServiceMail, files: tuple[EvidenceFile, ...]) -> None:
    """One open question a task, told anew with whatever came since."""
    if not task.is_open:
        _look(work, task, mail, f"Evidence came for {task.id} from {mail.sender}, which is {task.state.value} already.")
        return
    missing = "; ".join(f"{number} {one_line(point)[:_POINT].rstrip(' .;')}" for number, point in task.missing)
    wanted = f"Points still open: {missing}." if missing else "Every point was marked as received before this came."
    due = f" Due {long_day(task.official_on or task.due_on)}." if task.due_on else ""
    reading = f"{task.id}, {task.title}: {told(files, mail.message)} {wanted}{due} Which points are received?"
    choices = (
        ("received", SOME_POINTS, "query: what is missing")
        if len(task.points) > 1
        else ("received", "query: what is missing")
    )
    known = next((q for q in work.before.questions if q.about is About.EVIDENCE and q.task == task.id), None)
    if known is not None:
        work.questions[known.id] = replace(known, reading=reading, quote=mail.words[:400], message=mail.message)
        return
    work.ask(
        About.EVIDENCE,
        reading=reading,
        quote=mail.words,
        choices=choices,
        if_unanswered="Reminders go on, naming what is missing.",
        urgent=_soon(task, work.moment, work.desk),
        task=task,
        subject=f"{task.id}:evidence",
    )


def told(files: tuple[EvidenceFile, ...], message: str) -> str:
    """`5 files so far, 2 of them new (log.pdf, photo.jpg) from owner@…`."""
    papers = [file for file in files if not file.is_words]
    new = [file for file in papers if file.message == message]
    senders = ", ".join(dict.fromkeys(file.sender for file in files if file.message == message))
    names = ", ".join(file.name for file in new[:8]) + (" and more" if len(new) > 8 else "")
    count = f"{len(papers)} file{'' if len(papers) == 1 else 's'} so far" if papers else "No file so far, only words"
    said = f"{count}{f', new: {names}' if new else ''}{f'; from {senders}' if senders else ''}."
    troubles = [f"{file.name}: {file.why}" for file in papers if file.state in (FileState.HELD, FileState.REFUSED)]
    return said + (f" Not usable: {'; '.join(troubles)}." if troubles else "")


def told_of(files: tuple[EvidenceFile, ...]) -> str:
    """For whoever validates: each file with its sender, nothing that cannot be used."""
    shown = [f"{file.name} (from {file.sender}, {long_day(file.at.date())})" for file in files if file.counts]
    return "; ".join(shown) or "no file was sent; the link officer has marked every point as received"


def _soon(task: Task, moment: Moment, desk: Desk) -> bool:
    if task.due_on is None:
        return False
    left = working_days_between(moment.today, task.due_on, desk.calendar)
    return task.priority or task.due_on <= moment.today or left <= desk.habits.urgent_within


def ask_whose_it_is(work: Work, task: Task, mail: ServiceMail) -> None:
    guess = (mail.suggested,) if mail.suggested and mail.suggested != task.owner else ()
    idea = f" They name {guess[0].replace('_', ' ')}." if guess else ""
    work.ask(
        About.REASSIGN,
        reading=f"{mail.sender} says that {task.id}, {task.title}, is not theirs.{idea} Who takes it?",
        quote=mail.words,
        choices=(*guess, *(s.id for s in work.desk.directory.services if s.id not in guess), "an address", KEEP),
        if_unanswered="It stays where it is, and reminders go on.",
        urgent=_soon(task, work.moment, work.desk),
        task=task,
        subject=f"{task.id}:whose",
    )


def ask_for_more_time(work: Work, task: Task, mail: ServiceMail) -> None:
    """Asked once: an offer that is open already, or a request under way, is enough."""
    if task.extension_pending or any(q.about is About.EXTENSION and q.task == task.id for q in work.before.questions):
        return
    work.ask(
        About.EXTENSION,
        reading=f"{mail.sender} needs more time for {task.id}, {task.title}, due "
        f"{long_day(task.official_on or task.due_on)}. Draft a request to the Ombudsman for more time?",
        quote=mail.words,
        choices=("yes", "no"),
        if_unanswered="No request is drafted; the date stands.",
        urgent=_soon(task, work.moment, work.desk),
        task=task,
        subject=f"{task.id}:time",
    )


def ask_words(work: Work, task: Task, mail: ServiceMail) -> None:
    _look(work, task, mail, f"{mail.sender} wrote about {task.id}, {task.title}, and sent nothing with it.")


def _look(work: Work, task: Task, mail: ServiceMail, sentence: str) -> None:
    work.ask(
        About.LOOK,
        reading=f"{sentence} Please answer them.",
        quote=mail.words,
        choices=("done",),
        if_unanswered="Nothing happens; their words stand on the case.",
        task=task,
        subject=f"{task.id}:words",
    )


def which_task(mail: ServiceMail, tasks: tuple[Task, ...], *, desk: Desk, moment: Moment) -> tuple[Question, Intent]:
    """The question for which of these tasks the mail is, and the effect that puts it."""
    cause = f"message:{mail.message}"
    names = ", ".join(piece.name for piece in mail.pieces if piece.index >= 0) or "no file"
    urgent = any(_soon(task, moment, desk) for task in tasks)
    listed = "; ".join(f"{task.id}, {task.title}" for task in tasks)
    question = Question(
        id=question_id(cause=cause, about=About.WHICH_TASK.value, subject=mail.message),
        about=About.WHICH_TASK,
        message=mail.message,
        case=tasks[0].case if len({task.case for task in tasks}) == 1 else None,
        reading=f"{mail.sender} sent {names}. For which task is it? It may be {listed}.",
        quote=mail.words[:400] or mail.subject,
        choices=(*(task.id for task in tasks), *((ALL_OF_THEM,) if len(tasks) > 1 else ()), "nothing"),
        if_unanswered="It is kept with its message; the tasks and their reminders go on as if it had not come.",
        owner=link_officer(desk, moment.today),
        asked_at=moment.at,
        due_at=answer_due(moment, urgent=urgent, desk=desk),
        urgent=urgent,
    )
    return question, asking(question, cause=cause)
