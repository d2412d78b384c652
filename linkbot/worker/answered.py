"""When the team has answered a letter itself, linkbot's own draft for it is not made, or is taken back.

Known by a mail of ours to that ombudsman in the letter's thread, as far as the shared mailbox gets to see it. What lies
in Drafts already is taken back after the mail is decided; that it must be is on record with the decision, so that a
crash, or a mailbox out of reach, only delays it.
"""

from __future__ import annotations

from datetime import datetime

from linkbot.engine.read import Look
from linkbot.model.authentication import Verdict
from linkbot.model.casework import Task
from linkbot.model.effect import DraftReply
from linkbot.model.ombudsman import Ombudsmen
from linkbot.model.outbox import OutboxState
from linkbot.ports import Permanent, Receipt, Transaction, Transient
from linkbot.worker.office import Office

ANSWERED = "drafts:answered"
"""Where the store keeps the keys of drafts that are still to be taken back, one a line."""
REASON = "the team has answered in this thread"
UNSETTLED = frozenset({OutboxState.CLAIMED, OutboxState.DOUBTFUL})
"""It may lie in Drafts or not: decided on when that is known."""


def is_our_answer(seen: Look, ombudsmen: Ombudsmen, *, sent: bool = False) -> bool:
    """A mail from inside, or out of the mailbox's own Sent, that goes to an ombudsman and answers something."""
    if not (sent or seen.authentication.verdict is Verdict.INTERNAL) or not seen.thread:
        return False
    return to_an_ombudsman(seen, ombudsmen)


def to_an_ombudsman(seen: Look, ombudsmen: Ombudsmen) -> bool:
    return any(ombudsmen.of_domain(address.domain) for address in (*seen.message.to, *seen.message.cc))


def withdraw_drafts(tx: Transaction, seen: Look, *, now: datetime) -> None:
    """Withdraw the drafts not yet made; note those that lie in Drafts already, or may."""
    letters = [row for id in seen.thread for row in tx.messages_with_id(id)]
    answered = {row.id for row in letters}
    made = []
    for entry in tx.drafts_on({case for row in letters for case in row.cases}) if answered else ():
        if not isinstance(entry.effect, DraftReply) or entry.effect.answers not in answered:
            continue
        if entry.effect.task is not None:
            continue  # a submission: a mail of another kind does not stand for it, a person is asked
        if entry.state in (OutboxState.PENDING, OutboxState.HELD):
            tx.settle(entry.key, None, OutboxState.WITHDRAWN, now, error=REASON)
        elif entry.state is not OutboxState.WITHDRAWN:
            made.append(entry.key)
    _note(tx, (*_noted(tx), *made))


def withdraw_submission(tx: Transaction, task: Task, *, now: datetime) -> None:
    """The drafts with a task's evidence, and what else was prepared: the evidence is another one now."""
    made = []
    for entry in tx.drafts_on({task.case or ""}):
        if not isinstance(entry.effect, DraftReply) or entry.effect.task != task.id:
            continue
        if entry.state in (OutboxState.PENDING, OutboxState.HELD):
            tx.settle(entry.key, None, OutboxState.WITHDRAWN, now, error=REASON)
        elif entry.state is not OutboxState.WITHDRAWN:
            made.append(entry.key)
    _note(tx, (*_noted(tx), *made))


def take_back(office: Office) -> None:
    """Remove the drafts that are noted; one that staff have edited, sent or deleted is no error. Asked every turn."""
    with office.store.begin() as tx:
        entries = [tx.entry(key) for key in _noted(tx)]
    for entry in entries:
        if entry is None or entry.state in UNSETTLED:
            continue
        if entry.state is OutboxState.DONE:
            try:
                office.drafts.remove(Receipt(entry.receipt or ""))
            except (Transient, Permanent, OSError) as error:
                office.observer.fault("deliver", entry.key, str(error))
                continue  # it stays noted
        with office.store.begin() as tx:
            if entry.state is not OutboxState.DONE:
                tx.settle(entry.key, None, OutboxState.WITHDRAWN, office.moment().at, error=REASON)
            _note(tx, tuple(key for key in _noted(tx) if key != entry.key))


def _noted(tx: Transaction) -> tuple[str, ...]:
    return tuple((tx.mark(ANSWERED) or "").split())


def _note(tx: Transaction, keys: tuple[str, ...]) -> None:
    if keys != _noted(tx):
        tx.set_mark(ANSWERED, "\n".join(dict.fromkeys(keys)) or None)
