"""One turn of the worker: fetch, decide the backlog whole, let time bring what is due, deliver."""

from __future__ import annotations

from dataclasses import dataclass

from linkbot.ports import Permanent, Transient
from linkbot.worker.deliver import deliver
from linkbot.worker.falling_due import run_due
from linkbot.worker.intake import poll
from linkbot.worker.office import Office
from linkbot.worker.process import process_backlog


@dataclass(frozen=True)
class Turn:
    """What one turn did; `fault` says why the mailbox could not be read, if so."""

    received: int
    decided: int
    due: int
    delivered: int
    fault: str | None = None


def tick(office: Office) -> Turn:
    """A mailbox that cannot be reached never keeps reminders and deliveries from going on."""
    received, fault = 0, None
    try:
        received = poll(office)
    except (Transient, Permanent, OSError) as error:
        fault = str(error)
        office.observer.fault("poll", "mailbox", fault)
    decided = process_backlog(office)
    if office.stopping():  # a backlog is read whole before anything leaves: the next start goes on
        return Turn(received, decided, 0, 0, fault)
    due = run_due(office)
    return Turn(received, decided, due, deliver(office), fault)
