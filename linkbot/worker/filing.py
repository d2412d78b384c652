"""A letter out of an intake folder is moved away there when everything that follows from it is stored: an effect."""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.casework.keys import effect_key
from linkbot.model.decision import Decision
from linkbot.model.effect import FileMessage
from linkbot.model.outbox import Intent, OutboxState
from linkbot.ports import Mailbox, StoredMessage, Transaction
from linkbot.worker.office import Office

TAKEN = "read"


def whose(mailbox: Mailbox) -> str | None:
    """The ombudsman whose letters people put into this mailbox (`ports.Vouching`); None for mail."""
    ombudsman: str | None = getattr(mailbox, "vouches_for", None)
    return ombudsman


def filed_away(decision: Decision, message: StoredMessage, office: Office) -> Decision:
    """The decision with the move, when the message lies where people drop letters; else as it is."""
    if not any(one.name == message.mailbox and whose(one) for one in office.mailboxes):
        return decision
    move = Intent(_key(message), FileMessage(message=message.id, folder=TAKEN))
    return replace(decision, intents=(*decision.intents, move))


def was_filed(tx: Transaction, message: StoredMessage) -> bool:
    """Whether it has been moved away before."""
    entry = tx.entry(_key(message))
    return entry is not None and entry.state is OutboxState.DONE


def _key(message: StoredMessage) -> str:
    return effect_key(cause=f"message:{message.id}", step="file", subject=f"message:{message.id}", role="mailbox")
