"""What the link officer must hear of the spreadsheet, each thing once: it cannot be written, or people changed cells.

Kept as marks in the store, so that a restart tells nothing twice. It writes no row.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from linkbot.engine.casework.keys import digest
from linkbot.engine.dates.working_hours import working_time
from linkbot.model.decision import Decision
from linkbot.model.outbox import Intent
from linkbot.model.reading import Disposition
from linkbot.ports import CellChange, Transaction, Unready
from linkbot.worker.alerts import sheet_alert
from linkbot.worker.modes import for_mode
from linkbot.worker.office import Office

WAITING = "sheet:waiting"
"""Since when it could not be written, and whether that was told."""
CHANGED = "sheet:changed"
"""Digests of the changed cells that were told and still stand."""
OVER = "sheet:over"
"""Changed cells that a person gave free: they are written over once."""
TOLD_AFTER = timedelta(hours=4)
MOST = 20
OVERWRITE = """\
If the register is wrong, say so there. If a cell may be written over:
linkbot workbook changes, linkbot workbook overwrite CELL"""


def note_waiting(office: Office, error: Exception) -> None:
    """At once when a person must put something right, else when it has lasted half a working day."""
    now = office.moment()
    with office.store.begin() as tx:
        kept = json.loads(tx.mark(WAITING) or "{}")
        since = datetime.fromisoformat(kept.get("since", now.at.astimezone(UTC).isoformat()))
        words, told = str(error), set(kept.get("told", ()))
        about = digest(words) if isinstance(error, Unready) else "lasts"
        late = working_time(since, now.at, office.desk.calendar) >= TOLD_AFTER
        if about not in told and (late or isinstance(error, Unready)):
            told.add(about)
            alert = sheet_alert(
                ("linkbot cannot write the Ombudsman spreadsheet.", words, "Its rows wait; mail goes on."),
                cause=f"sheet:{since.isoformat()}:{about}",
                desk=office.desk,
                today=now.today,
            )
            _commit(tx, office, alert)
        tx.set_mark(WAITING, json.dumps({"since": since.isoformat(), "told": sorted(told)}))


def note_written(tx: Transaction) -> None:
    if tx.mark(WAITING) is not None:
        tx.set_mark(WAITING, None)


def tell_changes(office: Office, changes: Sequence[CellChange]) -> None:
    """Each change once: it is told anew only when it was put back and made again."""
    now = office.moment()
    marks = {digest(change.key, change.column, change.what)[:16]: change for change in changes}
    with office.store.begin() as tx:
        told = set(json.loads(tx.mark(CHANGED) or "[]"))
        new = [change for mark, change in marks.items() if mark not in told]
        if new:
            places = [f"{change.place} ({change.column}) {change.what}" for change in new[:MOST]]
            if len(new) > MOST:
                places.append(f"and {len(new) - MOST} more")
            alert = sheet_alert(
                (
                    "Cells that linkbot fills were changed in the Ombudsman spreadsheet. It leaves them as they are.",
                    "\n".join(places),
                    OVERWRITE,
                ),
                cause=f"sheet:changed:{now.at.isoformat()}:{digest(*sorted(marks))}",
                desk=office.desk,
                today=now.today,
            )
            _commit(tx, office, alert)
        if told != set(marks):
            tx.set_mark(CHANGED, json.dumps(sorted(marks)) if marks else None)


def given_free(tx: Transaction) -> frozenset[tuple[str, str]]:
    """(row, column) of each."""
    return frozenset((key, column) for key, column in json.loads(tx.mark(OVER) or "[]"))


def give_free(tx: Transaction, cells: frozenset[tuple[str, str]]) -> None:
    """From now on these alone; none forgets them all."""
    tx.set_mark(OVER, json.dumps(sorted(cells)) if cells else None)


def _commit(tx: Transaction, office: Office, alert: Intent) -> None:
    decision = for_mode(Decision(Disposition.REVIEW, intents=(alert,)), office.mode)
    tx.commit_decision(None, decision, office.moment().at)
