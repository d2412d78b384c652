"""The unattended worker: a turn every so many seconds until asked to stop, one worker a store at a time.

APScheduler only calls `tick` and remembers nothing: what falls due is told by the state alone. Loaded here, late.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from linkbot.ports import Permanent, Transient
from linkbot.worker.log import Action, Log, without_addresses
from linkbot.worker.office import Office
from linkbot.worker.stopping import StopRequest
from linkbot.worker.tenure import Tenure
from linkbot.worker.tick import tick

STAND_BY_SECONDS = 2.0
"""How often a second worker looks whether the first has gone."""


def serve(office: Office, *, tenure: Tenure, stop: StopRequest, log: Log, poll_seconds: float) -> None:
    """Returns when asked to stop, the message and the deed in hand finished. A lost lease means standing by again."""
    log.tell(Action.STARTED, mode=office.mode.value, owner=tenure.owner)
    careful = replace(office, stopping=lambda: stop.asked() or tenure.is_lost())
    standing_by = False
    while not stop.asked():
        if not _taken(tenure, log):
            if not standing_by:
                log.tell(Action.STANDING_BY, worker=tenure.other())
            standing_by = True
            stop.wait(STAND_BY_SECONDS)
            continue
        standing_by = False
        log.tell(Action.WORKING, every_seconds=int(poll_seconds))
        with tenure.kept():
            _work(lambda: turn(careful, log), tenure=tenure, stop=stop, log=log, poll_seconds=poll_seconds)
        if tenure.is_lost():
            log.tell(Action.LEASE_LOST)
    log.tell(Action.STOPPED)


def _taken(tenure: Tenure, log: Log) -> bool:
    try:
        return tenure.take()
    except Transient as error:
        log.tell(Action.TURN_FAILED, why=without_addresses(str(error)))
        return False


def _work(one_turn: Callable[[], None], *, tenure: Tenure, stop: StopRequest, log: Log, poll_seconds: float) -> None:
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.schedulers.background import BackgroundScheduler

    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # the log has lines of our own only
    scheduler = BackgroundScheduler(timezone=UTC, executors={"default": ThreadPoolExecutor(1)})
    scheduler.add_job(
        one_turn,
        "interval",
        seconds=poll_seconds,
        next_run_time=datetime.now(UTC),
        max_instances=1,  # a long turn is not overtaken by the next
        coalesce=True,  # after a long one, one
        misfire_grace_time=None,  # late is better than never
    )
    scheduler.start()
    try:
        while not stop.wait(1) and not tenure.is_lost():
            pass
        log.tell(Action.STOPPING)
    finally:
        scheduler.shutdown(wait=True)


def turn(office: Office, log: Log) -> None:
    """One turn, whose faults end in the log: the next one still gets its chance."""
    try:
        done = tick(office)
    except (Transient, Permanent, OSError) as error:
        log.tell(Action.TURN_FAILED, why=without_addresses(str(error)))
    except Exception as error:  # a fault of ours: its place is told, its words might hold somebody's name
        last = traceback.extract_tb(error.__traceback__)[-1]
        log.tell(Action.TURN_FAILED, error=type(error).__name__, place=f"{last.name}:{last.lineno}")
    else:
        if done.received or done.decided or done.due or done.delivered:
            log.tell(
                Action.TURNED,
                received=done.received,
                decided=done.decided,
                due=done.due,
                delivered=done.delivered,
            )
