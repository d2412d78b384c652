"""How things stand, in numbers and next dates: what `linkbot status` tells. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from linkbot.engine.casework.clock import is_overdue
from linkbot.engine.casework.releasing import waits
from linkbot.model.alarm import Alarm
from linkbot.model.casework import CaseStatus
from linkbot.model.outbox import OutboxEntry, OutboxState
from linkbot.ports import MessageStatus, Polled, Transaction
from linkbot.worker.nightly import LastBackup, last_backup
from linkbot.worker.restored import restored_to


@dataclass(frozen=True)
class NextDue:
    task: str
    due_on: date


@dataclass(frozen=True)
class Waiting:
    """The oldest effect that should have gone and has not."""

    key: str
    effect: str
    since: datetime
    attempts: int
    last_error: str | None


@dataclass(frozen=True)
class Position:
    """Counts of every state are given, also when nothing is in it."""

    polls: tuple[Polled, ...]
    messages: dict[str, int]
    outbox: dict[str, int]
    cases_open: int
    cases_closed: int
    tasks_open: int
    tasks_overdue: int
    tasks_awaiting_release: int  # brought over from a spreadsheet; their officers have not been told
    next_due: NextDue | None
    questions_open: int
    questions_urgent: int
    oldest_pending: Waiting | None
    alarms: tuple[Alarm, ...]  # that stand
    backup: LastBackup
    restored_to: datetime | None  # the state it was put back to, while what was done since has not been compared


def position(tx: Transaction, *, today: date) -> Position:
    """One consistent moment of the store."""
    files, messages, effects, questions = tx.cases(), tx.count_messages(), tx.count_effects(), tx.questions()
    tasks = [task for file in files for task in file.tasks if task.is_open]
    coming = sorted((task.due_on, task.id) for task in tasks if task.due_on and task.due_on >= today)
    still_open = sum(file.case.status is CaseStatus.OPEN for file in files)
    return Position(
        polls=tx.polls(),
        messages={status.value: messages.get(status, 0) for status in MessageStatus},
        outbox={state.value: effects.get(state, 0) for state in OutboxState},
        cases_open=still_open,
        cases_closed=len(files) - still_open,
        tasks_open=len(tasks),
        tasks_overdue=sum(is_overdue(task, today) for task in tasks),
        tasks_awaiting_release=sum(waits(task) for task in tasks),
        next_due=NextDue(coming[0][1], coming[0][0]) if coming else None,
        questions_open=len(questions),
        questions_urgent=sum(question.urgent for question in questions),
        oldest_pending=_oldest(tx.outbox(OutboxState.PENDING, OutboxState.CLAIMED)),
        alarms=tx.alarms(),
        backup=last_backup(tx),
        restored_to=word.state_of if (word := restored_to(tx)) else None,
    )


def _oldest(entries: tuple[OutboxEntry, ...]) -> Waiting | None:
    if not entries:
        return None
    entry = min(entries, key=lambda one: one.created_at)
    return Waiting(entry.key, entry.effect.effect, entry.created_at, entry.attempts, entry.last_error)
