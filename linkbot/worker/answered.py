"""When the team has answered a letter itself, linkbot's own draft for it is not made, or is taken back.

Known by a mail of ours to that ombudsman in the letter's thread, as far as the shared mailbox gets to see it.
"""

from __future__ import annotations

from datetime import datetime

from linkbot.engine.read import Look
from linkbot.model.authentication import Verdict
from linkbot.model.effect import DraftReply
from linkbot.model.ombudsman import Ombudsmen
from linkbot.model.outbox import OutboxState
from linkbot.ports import Drafts, Receipt, Transaction


def is_our_answer(seen: Look, ombudsmen: Ombudsmen) -> bool:
    """A mail from inside that goes to an ombudsman and answers something."""
    if seen.authentication.verdict is not Verdict.INTERNAL or not seen.thread:
        return False
    return any(ombudsmen.of_domain(address.domain) for address in (*seen.message.to, *seen.message.cc))


def withdraw_drafts(tx: Transaction, seen: Look, *, now: datetime) -> tuple[str, ...]:
    """Withdraw the drafts not yet made; answers the receipts of those that lie in Drafts already."""
    answered = {row.id for id in seen.thread for row in tx.messages_with_id(id)}
    saved = []
    for entry in tx.outbox(OutboxState.PENDING, OutboxState.HELD, OutboxState.DONE):
        if not isinstance(entry.effect, DraftReply) or entry.effect.answers not in answered:
            continue
        if entry.state is OutboxState.DONE:
            saved.append(entry.receipt or "")
        else:
            reason = "the team has answered in this thread"
            tx.settle(entry.key, None, OutboxState.WITHDRAWN, now, error=reason)
    return tuple(receipt for receipt in saved if receipt)


def take_back(drafts: Drafts, receipts: tuple[str, ...]) -> None:
    """Remove what was saved; one that staff have edited, sent or deleted is no error."""
    for receipt in receipts:
        drafts.remove(Receipt(receipt))
