"""Whether an effect still makes sense when its turn comes: a backlog is decided whole before anything is delivered.

After an outage or a release, of several mails that say the same only the newest goes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from linkbot.engine.evidence.validations_due import is_wanted
from linkbot.model.casework import Invitation, Task
from linkbot.model.decision import CaseFile
from linkbot.model.effect import (
    AskPerson,
    CancelInvite,
    Effect,
    SendEmail,
    SendInvite,
    SendReport,
    Template,
    UpdateSheet,
)
from linkbot.model.people import Directory
from linkbot.model.question import QuestionState

GIVES_A_TASK = frozenset({Template.TASK.value, Template.PRIORITY_TASK.value, Template.HANDOVER.value})
_OF_SEVERAL = frozenset({Template.REMINDER.value, Template.HANDOVER.value})
LIVES = {
    Template.DESK_MAIL.value: timedelta(days=1),
    Template.DAILY_LIST.value: timedelta(days=1),
    Template.WEEKLY_LIST.value: timedelta(days=7),
    Template.MONTHLY_REPORT.value: timedelta(days=31 + 5),  # the next may be late by a weekend and holidays
    Template.QUARTERLY_REPORT.value: timedelta(days=92 + 5),
    Template.MEMBER_UPDATE.value: timedelta(days=92 + 5),
    Template.ANNUAL_REPORT.value: timedelta(days=366 + 5),
}
"""From then on the next one follows, with all that this one would have said."""


@dataclass(frozen=True)
class Turn:
    """When an effect was decided and when its turn came, with the people of that time."""

    decided_on: date
    today: date
    directory: Directory


def overtaken(
    effect: Effect,
    *,
    file: CaseFile | None,
    tasks: Mapping[str, Task],
    question: QuestionState | None,
    turn: Turn,
) -> str | None:
    """Why this need not be done any more, or None."""
    match effect:
        case SendEmail() | SendReport() if effect.template in LIVES:
            if turn.today - turn.decided_on >= LIVES[effect.template]:
                return "a newer one follows"
        case SendEmail() if effect.tasks:
            return _about_tasks(effect, [tasks[id] for id in effect.tasks if id in tasks], turn)
        case SendInvite() | CancelInvite():
            row = _invitation(file, effect.uid)
            if row is not None and row.sequence > effect.sequence:
                return "a newer version of the invitation follows"
        case AskPerson():
            if question is not None and question is not QuestionState.OPEN:
                return "the question is settled"
        case UpdateSheet() if file is not None and effect.task is None and effect.row_key.startswith("case:"):
            if file.case.version > effect.revision:
                return "a newer row follows"
    return None


def still_wanted(effect: Effect, tasks: Sequence[Task], turn: Turn) -> tuple[Task, ...]:
    """Of a mail to an owner about several tasks, those it may still ask for: one that waited for a server, or for a
    release, does not ask for what has been settled or given to somebody else meanwhile. All, where none is left.
    """
    if not isinstance(effect, SendEmail) or effect.template not in _OF_SEVERAL or effect.role != "owner":
        return tuple(tasks)
    wanted = tuple(task for task in tasks if task.wants_reminders and not _reassigned(effect, task, turn))
    return wanted or tuple(tasks)


def _about_tasks(effect: SendEmail, tasks: list[Task], turn: Turn) -> str | None:
    """The owner hears while something is wanted of them, everybody else while the Ombudsman is still owed it."""
    if not tasks or any(name == "change" for name, _ in effect.facts):
        return None
    if effect.template == Template.VALIDATION.value:
        return None if any(is_wanted(task) for task in tasks) else "nothing is to be validated any more"
    if effect.template == Template.WARNING.value and effect.role != "owner":
        return None if any(task.is_open for task in tasks) else "nothing is owed any more"
    if effect.template not in (*GIVES_A_TASK, Template.REMINDER.value, Template.WARNING.value):
        return None
    wanted = [task for task in tasks if task.wants_reminders]
    if not wanted:
        return "nothing is wanted of the owner any more"
    if effect.role == "owner" and all(_reassigned(effect, task, turn) for task in wanted):
        return "the task has another owner now"
    if effect.template == Template.REMINDER.value and all(_told_since(task, turn.decided_on) for task in wanted):
        return "a newer reminder follows"
    return None


def _reassigned(effect: SendEmail, task: Task, turn: Turn) -> bool:
    """Whether the mail would reach neither the owner nor whoever stood in when it was decided."""
    mine = {task.owner, turn.directory.address(task.owner, turn.decided_on)}
    return bool(task.version) and not mine & {*effect.to, *effect.cc}


def _told_since(task: Task, day: date) -> bool:
    return task.last_notice_on is not None and task.last_notice_on > day


def _invitation(file: CaseFile | None, uid: str) -> Invitation | None:
    return next((row for row in (file.invitations if file else ()) if row.id == uid), None)
