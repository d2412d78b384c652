"""What time itself brings: each occurrence's unique row and its decision in one transaction, due exactly once."""

from __future__ import annotations

from linkbot.engine.casework.due import due, next_look
from linkbot.engine.casework.reports_due import job_of
from linkbot.engine.evidence.validations_due import is_wanted
from linkbot.model.due import Due, Standing
from linkbot.model.mode import Mode
from linkbot.ports import Stale, Transaction
from linkbot.worker.answerable import waiting_since
from linkbot.worker.dossiers import dossiers
from linkbot.worker.live_cases import live_cases
from linkbot.worker.lull import Ground
from linkbot.worker.modes import for_mode
from linkbot.worker.office import Office
from linkbot.worker.reminders import waiting_reminders
from linkbot.worker.reporting import with_figures


def standing(tx: Transaction, office: Office) -> Standing:
    """The state that `due` looks at."""
    files = live_cases(tx)
    wanted = [task.id for file in files for task in file.tasks if is_wanted(task)]
    daily = [(s, tx.last_occurrence("daily_list", s)) for s in office.desk.daily_services]
    reports = [(name, tx.last_occurrence(job_of(name))) for name in office.desk.reports.send]
    return Standing(
        files=files,
        questions=tx.questions(),
        waiting_since=waiting_since(tx),
        last_weekly=tx.last_occurrence("weekly_list"),
        last_reports=tuple((name, day) for name, day in reports if day is not None),
        last_daily=tuple((service, day) for service, day in daily if day is not None),
        waiting_reminders=waiting_reminders(tx),
        dossiers=dossiers(tx, wanted),
    )


def run_due(office: Office) -> int:
    """Do what has fallen due; answers how many occurrences happened. In mode `watch` time brings nothing."""
    if office.mode is Mode.WATCH:
        return 0
    moment = office.moment()
    with office.store.begin() as tx:
        ground = Ground(tx.casework_stamp(), office.desk, office.times, office.mode)
        if office.lull.covers(ground, moment.at):
            return 0
        state = standing(tx, office)
        found = due(state, moment=moment, desk=office.desk, times=office.times)
        new = [item for item in found if not _has_happened(tx, item)]
    done = sum(happen(office, item) for item in new)
    if not new:
        office.lull.note(ground, moment.at, next_look(state, moment=moment, times=office.times))
    return done


def _has_happened(tx: Transaction, item: Due) -> bool:
    """What falls due today does so all day long; most of it is done by nine."""
    return all(tx.has_occurrence(one) for one in item.parts or (item.occurrence,))


def happen(office: Office, item: Due) -> bool:
    """Its unique row and what follows from it; False when it happened before."""
    moment = office.moment()
    decision = for_mode(item.decision, office.mode)
    try:
        with office.store.begin() as tx:
            new_parts = [tx.add_occurrence(part, moment.at) for part in item.parts]
            if (item.parts and not any(new_parts)) or not tx.add_occurrence(item.occurrence, moment.at):
                return False
            decision = with_figures(tx, decision, office)
            new = tx.commit_decision(None, decision, moment.at)
    except Stale:
        return False  # rolled back with its row: the next tick looks again
    office.observer.fell_due(decision, new)
    return True
