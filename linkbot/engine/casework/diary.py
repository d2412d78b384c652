"""Invitations as a projection of open tasks: one an officer, case and due date, moved or cancelled with the tasks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from linkbot.engine.casework.clock import entry_day
from linkbot.engine.casework.keys import effect_key, invitation_uid
from linkbot.model.casework import Invitation, Task, TaskKind
from linkbot.model.desk import Desk
from linkbot.model.effect import CancelInvite, SendInvite, Template
from linkbot.model.outbox import Intent


@dataclass(frozen=True)
class DiaryPlan:
    invitations: tuple[Invitation, ...]  # new and changed
    intents: tuple[Intent, ...]


def plan_diary(
    *, case: str, tasks: Sequence[Task], existing: Sequence[Invitation], cause: str, today: date, desk: Desk
) -> DiaryPlan:
    """What the diaries should say now, against what they say."""
    wanted: dict[tuple[str, date], list[str]] = defaultdict(list)
    for task in tasks:
        if task.wants_reminders and task.due_on and task.kind is not TaskKind.PORTAL and task.due_on >= today:
            wanted[(task.owner, task.due_on)].append(task.id)
    live = [invitation for invitation in existing if not invitation.cancelled]
    rows: list[Invitation] = []
    intents: list[Intent] = []
    kept: set[str] = set()
    fresh: list[tuple[str, date, tuple[str, ...]]] = []
    for (owner, due_on), ids in sorted(wanted.items(), key=lambda entry: (entry[0][1], entry[0][0])):
        same = next((i for i in live if i.attendee == owner and i.due_on == due_on), None)
        if same is None:
            fresh.append((owner, due_on, tuple(ids)))
            continue
        kept.add(same.id)
        if same.tasks != tuple(ids):
            rows.append(replace(same, tasks=tuple(ids)))
    for owner, due_on, task_ids in fresh:
        day = entry_day(due_on=due_on, today=today, desk=desk)
        if day is None:
            continue
        moved = next(
            (i for i in live if i.id not in kept and i.attendee == owner and set(i.tasks) & set(task_ids)), None
        )
        if moved is not None:
            kept.add(moved.id)
            row = replace(moved, due_on=due_on, entry_on=day, tasks=task_ids, sequence=moved.sequence + 1)
            row = replace(row, attendance=None, answered_at=None)
            template = Template.INVITATION_UPDATE
        else:
            row = _new(case=case, owner=owner, due_on=due_on, day=day, tasks=task_ids, existing=existing)
            template = Template.INVITATION
        rows.append(row)
        intents.append(_send(row, template=template, cause=cause))
    for gone in live:
        if gone.id not in kept:
            row = replace(gone, cancelled=True, sequence=gone.sequence + 1)
            rows.append(row)
            if gone.due_on >= today:
                intents.append(_cancel(row, cause=cause))
    return DiaryPlan(tuple(rows), tuple(intents))


def _new(
    *, case: str, owner: str, due_on: date, day: date, tasks: tuple[str, ...], existing: Sequence[Invitation]
) -> Invitation:
    """A new entry; one that was cancelled before comes back under its own UID with a higher sequence."""
    uid = invitation_uid(case=case, attendee=owner, due_on=due_on, first_task=tasks[0])
    before = next((i for i in existing if i.id == uid), None)
    sequence = before.sequence + 1 if before else 0
    return Invitation(uid, case, owner, due_on, day, tasks, sequence, answers=before.answers if before else 0)


def _key(row: Invitation, cause: str, step: str) -> str:
    subject = f"invitation:{row.id}"
    return effect_key(cause=cause, step=step, subject=subject, role=row.attendee, revision=row.sequence)


def _send(row: Invitation, *, template: Template, cause: str) -> Intent:
    effect = SendInvite(
        template=template.value,
        role="owner",
        uid=row.id,
        sequence=row.sequence,
        to=(row.attendee,),
        entry_on=row.entry_on,
        due_on=row.due_on,
        case=row.case,
        task=row.tasks[0] if len(row.tasks) == 1 else None,
        tasks=row.tasks,
    )
    return Intent(_key(row, cause, "invite"), effect)


def _cancel(row: Invitation, *, cause: str) -> Intent:
    effect = CancelInvite(
        template=Template.INVITATION_CANCEL.value,
        role="owner",
        uid=row.id,
        sequence=row.sequence,
        to=(row.attendee,),
        entry_on=row.entry_on,
        due_on=row.due_on,
        case=row.case,
        task=row.tasks[0] if len(row.tasks) == 1 else None,
        tasks=row.tasks,
    )
    return Intent(_key(row, cause, "cancel_invite"), effect)
