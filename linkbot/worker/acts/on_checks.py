"""The answer to a check of what linkbot handled alone: counted; a correction says how to take back what was done, and
too many of them switch the kind off.
"""

from __future__ import annotations

from dataclasses import dataclass

from linkbot.engine.casework.checking import switched_off, take_back
from linkbot.engine.casework.work import asking
from linkbot.engine.trust.switching import BY_ITSELF, LAST, OFF, lost, switch_of
from linkbot.model.casework import Task
from linkbot.model.decision import Decision
from linkbot.model.mode import Mode
from linkbot.model.outbox import OutboxEntry
from linkbot.model.question import Act, Question, Verb
from linkbot.model.reading import Disposition
from linkbot.ports import StoredMessage, Transaction
from linkbot.worker.acts.on_kinds import switch
from linkbot.worker.modes import for_mode
from linkbot.worker.office import Office


@dataclass(frozen=True)
class Corrected:
    """The question that follows, and what the person is told at once; nothing of either after a yes."""

    question: Question | None = None
    said: str = ""


def corrected(tx: Transaction, office: Office, act: Act, check: Question, value: str) -> Corrected:
    """What follows from this answer. In `watch` nothing is asked: it is said at once; only the register is wrong."""
    message = tx.message(check.message) if check.message else None
    if message is None or value in ("yes", message.kind):
        return Corrected()
    right = value if office.desk.playbook(value) is not None else None
    look = take_back(
        check,
        right=right if office.mode is not Mode.WATCH else None,
        tasks=_opened(tx, message),
        entries=_caused(tx, message),
        act=act,
        desk=office.desk,
        moment=office.moment(),
    )
    if office.mode is Mode.WATCH:
        return Corrected(None, look.reading)
    return Corrected(look, f"{look.reading} It is asked as {look.id}.")


def follow_up(correction: Corrected, act: Act) -> Decision:
    if correction.question is None:
        return Decision(Disposition.ACT)
    asked = asking(correction.question, cause=f"act:{act.id}")
    return Decision(Disposition.ACT, questions=(correction.question,), intents=(asked,))


def _opened(tx: Transaction, message: StoredMessage) -> tuple[Task, ...]:
    """Tasks that this letter opened and that are still owed."""
    files = tx.cases(message.cases) if message.cases else ()
    causes = {event.id for file in files for event in file.events if event.message == message.id}
    return tuple(task for file in files for task in file.tasks if task.cause in causes and task.is_open)


def _caused(tx: Transaction, message: StoredMessage) -> tuple[OutboxEntry, ...]:
    """Effects of its decision: of its cases, or bearing the letter itself, and written down in the same moment."""
    return tuple(
        entry
        for entry in tx.outbox()
        if entry.created_at == message.attempted_at
        and (entry.effect.case in message.cases or message.id in getattr(entry.effect, "attach", ()))
    )


def keep_or_lose_trust(tx: Transaction, office: Office, act: Act, check: Question) -> str:
    """After the answer is stored: two corrections among the last twenty checks switch the kind off, with an alert."""
    message = tx.message(check.message) if check.message else None
    kind = message.kind if message else None
    if kind is None:
        return ""
    corrections = lost(switch_of(kind, office.desk.automation, tx.acts(verb=Verb.TRUST)), tx.proofs(kind))
    if not corrections:
        return ""
    reason = f"{len(corrections)} corrections among the last {LAST} checks"
    off = Act(f"{act.id}-off", act.at, BY_ITSELF, Verb.TRUST, kind, OFF, reason)
    switch(tx, off)
    alert = switched_off(kind, corrections, off=off, desk=office.desk, moment=office.moment())
    decision = for_mode(Decision(Disposition.ACT, intents=(alert,)), office.mode)
    new = tx.commit_decision(None, decision, office.moment().at)
    office.observer.fell_due(decision, new)
    return f" {kind} has been switched off ({reason}): its letters are asked about from now on."
