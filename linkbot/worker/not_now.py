"""Whether the turn of a claimed effect has come, as things stand by now: else it is withdrawn, or waits for its time.

Not the rate cap, which depends on what else has gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from linkbot.engine.casework.overtaken import Turn, overtaken
from linkbot.model.outbox import OutboxEntry, OutboxState
from linkbot.ports import Transaction
from linkbot.worker.composing import Fresh
from linkbot.worker.office import Office, moment_of
from linkbot.worker.reminders import Reminded


@dataclass(frozen=True)
class NotNow:
    """Withdrawn for a reason, or pending until an instant."""

    state: OutboxState
    reason: str | None = None
    until: datetime | None = None


def not_now(tx: Transaction, entry: OutboxEntry, state: Fresh, office: Office, reminded: Reminded) -> NotNow | None:
    reason = overtaken(
        entry.effect,
        file=state.file,
        tasks={task.id: task for task in state.tasks},
        question=state.question.state if state.question else None,
        turn=Turn(moment_of(entry.created_at).today, office.moment().today, office.desk.directory),
    )
    if reason:
        return NotNow(OutboxState.WITHDRAWN, reason=reason)
    until = reminded.not_before(tx, entry.effect, office)
    return NotNow(OutboxState.PENDING, until=until) if until else None
