"""Whether the turn of a claimed effect has come, as things stand by now: else it is withdrawn, or waits for its time.

Not the rate cap, which depends on what else has gone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from linkbot.engine.casework.overtaken import Turn, overtaken, still_wanted
from linkbot.model.case_system import Deed
from linkbot.model.effect import RegisterInCaseSystem, SendEmail, Template
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
        turn=_turn(entry, office),
    )
    if reason is None and _a_newer_one_says_it(tx, entry):
        reason = "a newer one follows"
    if reason:
        return NotNow(OutboxState.WITHDRAWN, reason=reason)
    if _facts_of_a_case_to_come(tx, entry):
        return NotNow(OutboxState.WITHDRAWN, reason="the case is not registered yet: its facts follow its first letter")
    until = reminded.not_before(tx, entry.effect, office)
    return NotNow(OutboxState.PENDING, until=until) if until else None


def _a_newer_one_says_it(tx: Transaction, entry: OutboxEntry) -> bool:
    """Each mail to a validator lists all that waits for them: of several that could not go, the newest does."""
    effect = entry.effect
    if not isinstance(effect, SendEmail) or effect.template != Template.VALIDATION.value:
        return False
    others = (*tx.outbox(OutboxState.PENDING, OutboxState.CLAIMED), *tx.done_since(entry.created_at))
    return any(
        isinstance(other.effect, SendEmail)
        and (other.effect.template, other.effect.to) == (effect.template, effect.to)
        and other.created_at > entry.created_at
        for other in others
    )


def what_is_left(entry: OutboxEntry, state: Fresh, office: Office) -> Fresh:
    """What its mail may still speak of."""
    return replace(state, tasks=still_wanted(entry.effect, state.tasks, _turn(entry, office)))


def _turn(entry: OutboxEntry, office: Office) -> Turn:
    return Turn(moment_of(entry.created_at).today, office.moment().today, office.desk.directory)


def _facts_of_a_case_to_come(tx: Transaction, entry: OutboxEntry) -> bool:
    """Its first letter waits for a person, whose answer tells of the facts anew."""
    effect = entry.effect
    if not isinstance(effect, RegisterInCaseSystem) or effect.deed is not Deed.ATTRIBUTES:
        return False
    letters = [one for one in tx.registrations_on(effect.case) if _is_letter(one)]
    return any(one.state is OutboxState.HELD for one in letters) and not any(
        one.state is OutboxState.DONE for one in letters
    )


def _is_letter(entry: OutboxEntry) -> bool:
    effect = entry.effect
    return isinstance(effect, RegisterInCaseSystem) and effect.deed is Deed.LETTER and not effect.by_hand
