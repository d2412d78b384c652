"""All that waits to be decided, in order of receipt: letters decided, answers taken."""

from __future__ import annotations

from datetime import datetime

from linkbot.ports import MessageStatus
from linkbot.worker.office import Office
from linkbot.worker.process import process
from linkbot.worker.replies import decide_or_answer


def process_backlog(office: Office, *, before: datetime | None = None) -> int:
    """Answers how many messages were decided; of those received before that instant when one is given."""
    with office.store.begin() as tx:
        waiting = [m for m in tx.messages(MessageStatus.RECEIVED) if before is None or m.received_at < before]
    return sum(process(office, message.id, decide_it=decide_or_answer) for message in waiting if not office.stopping())
