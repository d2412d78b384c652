"""All that waits to be decided, in order of receipt: letters decided, answers taken."""

from __future__ import annotations

from linkbot.ports import MessageStatus
from linkbot.worker.office import Office
from linkbot.worker.process import process
from linkbot.worker.replies import decide_or_answer


def process_backlog(office: Office) -> int:
    """Answers how many messages were decided."""
    with office.store.begin() as tx:
        waiting = tx.messages(MessageStatus.RECEIVED)
    return sum(process(office, message.id, decide_it=decide_or_answer) for message in waiting if not office.stopping())
