"""One turn of the worker: fetch, tell of silence, decide the backlog whole, let time bring what is due, deliver."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from linkbot.ports import Permanent, Transient
from linkbot.worker.backlog import process_backlog
from linkbot.worker.comparing import compare
from linkbot.worker.deliver import deliver, deliver_alarms
from linkbot.worker.directory.keeping import keep_directory
from linkbot.worker.falling_due import run_due
from linkbot.worker.intake import poll
from linkbot.worker.mode_noted import note_mode
from linkbot.worker.nightly import back_up
from linkbot.worker.office import Office
from linkbot.worker.read_back import read_back
from linkbot.worker.scanning import scan_again
from linkbot.worker.silence import keep_vigil


@dataclass(frozen=True)
class Turn:
    """What one turn did. `fault` says what could not be reached or written, `alarms` how many stand of which a monitor
    should hear.
    """

    received: int
    decided: int
    due: int
    delivered: int
    fault: str | None = None
    alarms: int = 0
    backups: int = 0


def tick(office: Office) -> Turn:
    """A mailbox that cannot be reached, or a disk that is full, never keeps the other stages from going on."""
    faults: list[str] = []

    def stage(name: str, work: Callable[[Office], int]) -> int:
        try:
            return work(office)
        except (Transient, Permanent, OSError) as error:
            faults.append(str(error))
            office.observer.fault(name, "tick", str(error))
            return 0

    stage("mode", note_mode)
    received, due = stage("poll", poll), 0
    alarms = stage("silence", keep_vigil)
    delivered = stage("deliver", deliver_alarms)  # they wait neither for a backlog nor behind a server that hangs
    compared = stage("compare", compare)  # after a restore nothing leaves before it is known what was done meanwhile
    decided = stage("decide", process_backlog)
    stage("scan", scan_again)
    if compared and not office.stopping():
        stage("read back", read_back)  # before reminders: what is done there needs none here
    if compared and not office.stopping():  # a backlog is read whole before anything leaves: the next start goes on
        due = stage("due", run_due)
        delivered += stage("deliver", deliver)
    stage("tidy", _tidy)
    backups = stage("backup", back_up)
    stage("directory", keep_directory)
    return Turn(received, decided, due, delivered, "; ".join(dict.fromkeys(faults)) or None, alarms, backups)


def _tidy(office: Office) -> int:
    if office.tidy is not None:
        office.tidy()
    return 0
