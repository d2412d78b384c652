"""Whether an effect still makes sense when its turn comes: a backlog is decided whole before anything is delivered."""

from __future__ import annotations

from collections.abc import Mapping

from linkbot.model.casework import Invitation, Task
from linkbot.model.decision import CaseFile
from linkbot.model.effect import (
    AskPerson,
    CancelInvite,
    DraftReply,
    Effect,
    SendEmail,
    SendInvite,
    Template,
    UpdateSheet,
)
from linkbot.model.question import QuestionState

ABOUT_OPEN_TASKS = frozenset(
    {Template.TASK.value, Template.REMINDER.value, Template.PRIORITY_TASK.value, Template.WARNING.value}
)


def overtaken(
    effect: Effect, *, file: CaseFile | None, tasks: Mapping[str, Task], question: QuestionState | None, answered: bool
) -> str | None:
    """Why this need not be done any more, or None. `answered`: the team has already replied in the thread."""
    match effect:
        case SendEmail() if effect.template in ABOUT_OPEN_TASKS and effect.tasks:
            change = any(name == "change" for name, _ in effect.facts)
            known = [tasks[id] for id in effect.tasks if id in tasks]
            if known and not change and not any(task.wants_reminders for task in known):
                return "nothing is wanted of the owner any more"
            gone = effect.role == "owner" and known and effect.template in (Template.TASK.value, "priority_task")
            if gone and not change and all(_reassigned(effect, task) for task in known):
                return "the task has another owner now"
        case SendInvite() | CancelInvite():
            row = _invitation(file, effect.uid)
            if row is not None and row.sequence > effect.sequence:
                return "a newer version of the invitation follows"
        case AskPerson():
            if question is not None and question is not QuestionState.OPEN:
                return "the question is settled"
        case DraftReply() if answered:
            return "the team has answered in this thread"
        case UpdateSheet() if file is not None and effect.task is None and effect.row_key.startswith("case:"):
            if file.case.version > effect.revision:
                return "a newer row follows"
    return None


def _reassigned(effect: SendEmail, task: Task) -> bool:
    return task.owner not in effect.to and not effect.cc and bool(task.version)


def _invitation(file: CaseFile | None, uid: str) -> Invitation | None:
    return next((row for row in (file.invitations if file else ()) if row.id == uid), None)
