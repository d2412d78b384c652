"""What was held for a question, once it is answered: notices to senior posts go or are withdrawn. Who is told now is
on record with the tasks they are about.
"""

from __future__ import annotations

from linkbot.engine.casework.deeds import finish
from linkbot.engine.casework.recovering import note_told
from linkbot.engine.casework.work import Work
from linkbot.model.decision import Decision
from linkbot.model.effect import SendEmail
from linkbot.model.outbox import OutboxState
from linkbot.model.question import Question
from linkbot.ports import Transaction
from linkbot.worker.office import Office


def release_held(tx: Transaction, office: Office, question: Question, *, yes: bool, by: str) -> list[tuple[str, str]]:
    """The notices held for this case's senior posts go, or are withdrawn; those that wait for another letter's open
    question stay. What waited for a question that a newer one replaced goes with the newer one. Answers the posts and
    addresses of those that go.
    """
    readers = []
    others = {open_one.id for open_one in tx.questions() if open_one.id != question.id}
    for entry in tx.outbox(OutboxState.HELD):
        effect = entry.effect
        held_for = effect.question if isinstance(effect, SendEmail) and effect.case == question.case else None
        if held_for is not None and held_for not in others:
            state = OutboxState.PENDING if yes else OutboxState.WITHDRAWN
            tx.settle(entry.key, None, state, office.moment().at, next_at=office.moment().at, by=by)
            if yes and isinstance(effect, SendEmail):
                readers += [(effect.role, address) for address in effect.to]
    return readers


def noted(work: Work, readers: list[tuple[str, str]]) -> Decision:
    """Whoever is told now hears of it, too, when it is answered."""
    chased = tuple(task for task in work.tasks if task.escalated_to)
    for role, address in readers:
        note_told(work, chased, role=role, address=address)
    return finish(work)
