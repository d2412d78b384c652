"""The backup each night, between two turns: once a London day after its hour, tried again each hour until it is good.

How a backup is made is the store's. A big first one is copied ahead, a little each turn, so that mail never waits long.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from linkbot.model.decision import Decision
from linkbot.model.occurrence import Occurrence
from linkbot.model.outbox import Intent
from linkbot.model.reading import Disposition
from linkbot.ports import BackupTaken, Transaction, Unusable
from linkbot.worker.office import Office
from linkbot.worker.safekeeping import backup_failed_alert, backup_incomplete_alert

RETRY = timedelta(hours=1)
AT_ONCE = 200
"""Messages copied ahead in one turn: some seconds on a slow disk."""
JOB = "backup"
GOOD, TRIED = "backup.good", "backup.tried"


@dataclass(frozen=True)
class LastBackup:
    """The last good one, and why the last try failed if it did."""

    at: datetime | None
    name: str | None
    folder: str | None
    fault: str | None


def last_backup(tx: Transaction) -> LastBackup:
    good = json.loads(tx.mark(GOOD) or "{}")
    tried = json.loads(tx.mark(TRIED) or "{}")
    at = datetime.fromisoformat(good["at"]) if good else None
    return LastBackup(at, good.get("name"), good.get("folder"), tried.get("fault"))


def note_backup(tx: Transaction, taken: BackupTaken) -> None:
    """By hand or by night: the last good one."""
    tx.set_mark(GOOD, json.dumps({"at": taken.at.isoformat(), "name": taken.name, "folder": taken.folder}))
    tx.set_mark(TRIED, None)


def back_up(office: Office) -> int:
    """Answers how many backups were made: one or none. A fault is told once a day, and never stops the worker."""
    plan, moment = office.nightly, office.moment()
    if plan is None or moment.at.time() < plan.at or office.stopping():
        return 0
    with office.store.begin() as tx:
        if tx.last_occurrence(JOB) == moment.today or _tried_lately(tx, moment.at):
            return 0
    try:
        if not plan.backups.top_up(files=AT_ONCE, stopping=office.stopping):
            return 0
        taken = plan.backups.take(moment.at)
    except Unusable:
        raise
    except Exception as error:  # also a fault of ours: tonight's mail matters more than tonight's copy
        _failed(office, str(error) or type(error).__name__)
        return 0
    with office.store.begin() as tx:
        tx.add_occurrence(Occurrence(JOB, "nightly", moment.today), moment.at)
        note_backup(tx, taken)
        if taken.missing:
            _tell(tx, office, backup_incomplete_alert(taken, desk=office.desk, today=moment.today))
    return 1


def _tried_lately(tx: Transaction, now: datetime) -> bool:
    tried = json.loads(tx.mark(TRIED) or "{}")
    return bool(tried) and now - datetime.fromisoformat(tried["at"]) < RETRY


def _failed(office: Office, why: str) -> None:
    moment = office.moment()
    with office.store.begin() as tx:
        last = last_backup(tx).at
        tx.set_mark(TRIED, json.dumps({"at": moment.at.isoformat(), "fault": why}))
        _tell(tx, office, backup_failed_alert(why, last_good=last, desk=office.desk, today=moment.today))
    office.observer.fault("backup", "tick", why)


def _tell(tx: Transaction, office: Office, alert: Intent) -> None:
    tx.commit_decision(None, Decision(Disposition.REVIEW, intents=(alert,)), office.moment().at)
