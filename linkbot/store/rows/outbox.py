"""Outbox entries as values and as rows: the effect whole, and the parts of it that queries ask for."""

from __future__ import annotations

from datetime import datetime

from linkbot.model.effect import (
    AskPerson,
    CancelInvite,
    DraftReply,
    Effect,
    PrepareSubmission,
    RegisterInCaseSystem,
    SendEmail,
    SendInvite,
    SendReport,
    UpdateSheet,
)
from linkbot.model.outbox import Intent, OutboxEntry, OutboxState
from linkbot.store.tables.outbox import OutboxRow


def entry_row(intent: Intent, now: datetime) -> OutboxRow:
    """A new entry: held ones wait for a person, others are due at once."""
    state = OutboxState.HELD if intent.held else OutboxState.PENDING
    return OutboxRow(
        key=intent.key,
        effect_name=intent.effect.effect,
        role=intent.effect.role,
        template=_template(intent.effect),
        case_id=intent.effect.case,
        task_id=_task(intent.effect),
        effect=intent.effect,
        state=state.value,
        created_at=now,
        next_at=now,
        attempts=0,
        why_held=intent.why_held,
    )


def _template(effect: Effect) -> str | None:
    if isinstance(effect, SendEmail | SendInvite | CancelInvite | DraftReply | SendReport | AskPerson):
        return effect.template
    return None


def _task(effect: Effect) -> str | None:
    tasked = (
        SendEmail
        | SendInvite
        | CancelInvite
        | DraftReply
        | UpdateSheet
        | PrepareSubmission
        | AskPerson
        | RegisterInCaseSystem
    )
    return effect.task if isinstance(effect, tasked) else None


def entry(row: OutboxRow) -> OutboxEntry:
    return OutboxEntry(
        key=row.key,
        effect=row.effect,
        state=OutboxState(row.state),
        created_at=row.created_at,
        next_at=row.next_at,
        attempts=row.attempts,
        lease_until=row.lease_until,
        claim=row.claim,
        receipt=row.receipt,
        last_error=row.last_error,
        why_held=row.why_held,
        approved_by=row.approved_by,
        done_at=row.done_at,
    )
