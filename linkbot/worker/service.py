"""The unattended worker: a turn every so many seconds until asked to stop, one worker a store at a time.

APScheduler only calls for the next turn and remembers nothing: what falls due is told by the state alone. Loaded here,
late.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from linkbot.ports import Transient
from linkbot.worker.log import Action, Log, without_addresses
from linkbot.worker.shift import Roster
from linkbot.worker.signs import Supervisor, Unsupervised
from linkbot.worker.stopping import StopRequest
from linkbot.worker.tenure import Tenure
from linkbot.worker.turns import About, Turns

STAND_BY_SECONDS = 2.0
"""How often a second worker looks whether the first has gone."""


def serve(
    roster: Roster,
    *,
    tenure: Tenure,
    stop: StopRequest,
    log: Log,
    about: About,
    supervisor: Supervisor | None = None,
) -> None:
    """Returns when asked to stop, the message and the deed in hand finished. A lost lease means standing by again.

    Raises Unusable when the register breaks under way.
    """
    watcher = supervisor or Unsupervised()
    turns = Turns(roster, log=log, supervisor=watcher, stopping=lambda: stop.asked() or tenure.is_lost(), about=about)
    log.tell(Action.STARTED, mode=turns.shift.office.mode.value, owner=tenure.owner)
    watcher.ready()
    standing_by = worked = False
    while not stop.asked():
        watcher.alive()
        if not _taken(tenure, log):
            if not standing_by:
                log.tell(Action.STANDING_BY, worker=tenure.other())
                watcher.status("standing by: another worker has the store")
            standing_by = True
            stop.wait(STAND_BY_SECONDS)
            continue
        standing_by, worked = False, True
        log.tell(Action.WORKING, every_seconds=int(turns.shift.poll_seconds))
        watcher.status(f"working, mode {turns.shift.office.mode.value}")
        with tenure.kept():
            _work(turns, roster, tenure=tenure, stop=stop, log=log, watcher=watcher)
        if turns.broken is not None:
            raise turns.broken
        if tenure.is_lost():
            log.tell(Action.LEASE_LOST)
    if worked:
        turns.end()
    log.tell(Action.STOPPED)


def _taken(tenure: Tenure, log: Log) -> bool:
    try:
        return tenure.take()
    except Transient as error:
        log.tell(Action.TURN_FAILED, why=without_addresses(str(error)))
        return False


def _work(turns: Turns, roster: Roster, *, tenure: Tenure, stop: StopRequest, log: Log, watcher: Supervisor) -> None:
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.schedulers.background import BackgroundScheduler

    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # the log has lines of our own only
    scheduler = BackgroundScheduler(timezone=UTC, executors={"default": ThreadPoolExecutor(1)})
    every = turns.shift.poll_seconds
    job = scheduler.add_job(
        turns.one,
        "interval",
        seconds=every,
        next_run_time=datetime.now(UTC),
        max_instances=1,  # a long turn is not overtaken by the next
        coalesce=True,  # after a long one, one
        misfire_grace_time=None,  # late is better than never
    )
    scheduler.start()
    try:
        while not stop.wait(1) and not tenure.is_lost() and turns.broken is None:
            if turns.is_resting():
                watcher.alive()
            if turns.shift.poll_seconds != every:
                every = turns.shift.poll_seconds
                job.reschedule("interval", seconds=every)
            if roster.hurried():
                job.modify(next_run_time=datetime.now(UTC))
        if not turns.broken:
            log.tell(Action.STOPPING)
        if stop.asked():
            watcher.stopping()
    finally:
        scheduler.shutdown(wait=True)
