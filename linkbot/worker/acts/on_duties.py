"""A person says that a letter is the thing itself: the duties of its kind begin, counted from its date."""

from __future__ import annotations

from linkbot.engine.casework.deeds import Refused, finish
from linkbot.engine.casework.duties import open_duties
from linkbot.engine.casework.work import Work
from linkbot.model.decision import Decision
from linkbot.model.question import Question


def begin(work: Work, question: Question) -> Decision:
    """Raises `Refused` when the letter or its kind's duties are not known any more."""
    event = next((e for e in reversed(work.before.events) if e.message == question.message), None)
    playbook = work.desk.playbook(event.kind) if event is not None else None
    if event is None or playbook is None:
        raise Refused("The letter of this question is not on the case any more: open the tasks by hand.")
    on = event.letter_on or event.received_at.date()
    open_duties(work, [duty for duty in playbook.duties if duty.asked], cause=event.id, on=on)
    return finish(work)
