"""What follows when an officer answers the entry in their diary: a note, and a question when they will not have it.

A yes asks nothing and a no changes nothing: the task stays with its owner until the link officer has said whose it is.
What is late, repeated or from somebody else is kept and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from linkbot.engine.casework.projection import project
from linkbot.engine.casework.recipients import link_officer
from linkbot.engine.casework.telling import long_day
from linkbot.engine.casework.work import Moment, Work
from linkbot.engine.dates.working_days import working_days_between
from linkbot.model.casework import Attendance, Invitation
from linkbot.model.decision import CaseFile, Decision
from linkbot.model.desk import Desk
from linkbot.model.diary import DiaryAnswer
from linkbot.model.question import About
from linkbot.model.reading import Disposition

_SAID = {
    Attendance.DECLINED: "declined",
    Attendance.DELEGATED: "passed on to somebody else",
    Attendance.PROPOSED: "proposed another time for",
}


@dataclass(frozen=True)
class Said:
    """Who answered, when, and in which message; `verified`: it is really from there, and from inside."""

    by: str  # address in lower case
    at: datetime
    verified: bool
    message: str


def take_answer(
    answer: DiaryAnswer, said: Said, invitation: Invitation, *, file: CaseFile, desk: Desk, moment: Moment
) -> Decision:
    """`file` is that of the invitation's case. What changes nothing says why."""
    why = _changes_nothing(answer, said, invitation)
    if answer.attendance is None or why:
        return Decision(
            Disposition.FILE, reasons=(why or "It says neither yes nor no.",), touched_cases=(file.case.id,)
        )
    work = Work(file, cause=f"message:{said.message}", message=said.message, moment=moment, desk=desk)
    row = replace(invitation, attendance=answer.attendance, answered_at=said.at, answers=invitation.answers + 1)
    work.rows = (row,)
    work.reasons.append(f"{invitation.attendee} answered the invitation: {answer.attendance.value}.")
    asked = [q.id for q in file.questions if q.about is About.DECLINED and q.task in invitation.tasks]
    if answer.attendance.comes:
        work.answered.extend(asked)
    elif not asked:
        _ask(work, row, answer)
    project(work)
    return Decision(
        Disposition.REVIEW if work.questions else Disposition.FILE,
        invitations=work.rows,
        questions=tuple(work.questions.values()),
        intents=tuple(work.intents.values()),
        reasons=tuple(work.reasons),
        answered=tuple(work.answered),
        touched_cases=(file.case.id,),
    )


def _changes_nothing(answer: DiaryAnswer, said: Said, invitation: Invitation) -> str | None:
    if not said.verified:
        return f"Nobody could verify that this answer to an invitation is really from {said.by}."
    if said.by != invitation.attendee.casefold() or answer.attendee not in (None, said.by):
        return f"{said.by} answered an invitation that was sent to somebody else."
    if invitation.cancelled:
        return "It answers an invitation that has been cancelled."
    ours = answer.uid == invitation.id  # a diary of the mail system counts its own way
    if ours and answer.sequence is not None and answer.sequence < invitation.sequence:
        return "It answers an invitation that has been moved since."
    if answer.day not in (None, invitation.entry_on):
        return "It answers an invitation to another day: the entry has been moved since."
    if invitation.answered_at is not None and said.at < invitation.answered_at:
        return "A later answer to this invitation came before."
    if answer.attendance is invitation.attendance:
        return "The same answer came before."
    return None


def _ask(work: Work, row: Invitation, answer: DiaryAnswer) -> None:
    """Names and dates of the desk only: what the case is about stands in no answer to an invitation."""
    task = next((t for t in work.tasks if t.id in row.tasks and t.is_open and t.owner == row.attendee), None)
    if task is None or answer.attendance is None:
        work.reasons.append("Nothing of it is open with them any more: nobody is asked.")
        return
    desk, today = work.desk, work.moment.today
    if row.attendee == link_officer(desk, today):
        work.reasons.append("They are who would be asked.")
        return
    delegate = answer.delegate if answer.delegate and desk.organisation.owns(answer.delegate) else None
    to = f" ({delegate})" if delegate else ""
    services = (service.id for service in desk.directory.services)
    work.ask(
        About.DECLINED,
        reading=f"{row.attendee} has {_SAID[answer.attendance]}{to} the diary entry of {long_day(row.entry_on)} for "
        f"{work.case.id}, due {long_day(row.due_on)}. Shall somebody else have it?",
        quote="",
        choices=("no", *((delegate,) if delegate else ()), *services, "an address"),
        if_unanswered=f"It stays with {row.attendee}, and the reminders go on.",
        urgent=working_days_between(today, row.due_on, desk.calendar) <= desk.habits.urgent_within,
        task=task,
        subject=row.id,
    )
