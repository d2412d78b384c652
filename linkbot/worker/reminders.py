"""Reminders on their way: one an officer a day, on an open day from the hour of the reminders on.

By then what waits from an earlier day has gone into today's. Second ones are left over all the same: released or
tried again by a person, or cut off and found not to have gone. They go another day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from linkbot.engine.dates.working_days import on_or_after
from linkbot.model.due import WaitingReminder
from linkbot.model.effect import Effect, SendEmail, Template
from linkbot.model.outbox import OutboxState
from linkbot.ports import Transaction
from linkbot.worker.office import Office


def waiting_reminders(tx: Transaction) -> tuple[WaitingReminder, ...]:
    """Those that can be replaced: not begun, and not what a person must release, or has."""
    return tuple(
        WaitingReminder(entry.key, entry.effect.to, entry.effect.tasks)
        for entry in tx.outbox(OutboxState.PENDING)
        if isinstance(entry.effect, SendEmail) and _is_reminder(entry.effect) and entry.approved_by is None
    )


@dataclass
class Reminded:
    """Who has had a reminder today. For one turn: asked of the store at the first reminder, then kept up."""

    _today: set[str] | None = None

    def not_before(self, tx: Transaction, effect: Effect, office: Office) -> datetime | None:
        """When this may go, if not now; None for all that is no reminder."""
        if not isinstance(effect, SendEmail) or not _is_reminder(effect):
            return None
        now = office.moment()
        if self._today is None:
            midnight = datetime.combine(now.today, time(), tzinfo=now.at.tzinfo)
            self._today = {reader for entry in tx.done_since(midnight) for reader in _reminded(entry.effect)}
        wait = timedelta(days=0 if self._today.isdisjoint(effect.to) else 1)
        day = on_or_after(now.today + wait, office.desk.calendar, closures=True)
        at = datetime.combine(day, office.times.reminders, tzinfo=now.at.tzinfo)
        return at if now.at < at else None

    def may_have_had(self, effect: Effect) -> None:
        """It went, or nobody can say."""
        if self._today is not None:
            self._today.update(_reminded(effect))


def _reminded(effect: Effect) -> tuple[str, ...]:
    return effect.to if isinstance(effect, SendEmail) and _is_reminder(effect) else ()


def _is_reminder(effect: SendEmail) -> bool:
    return effect.template == Template.REMINDER.value
