"""The spreadsheet's rows of one cycle, written together, once; each receipted by its row key.

The workbook is a projection: a missing or damaged one is written anew from the store.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from linkbot.engine.wording.sheet_rows import SheetPrivacy, case_row, task_row
from linkbot.model.decision import CaseFile, Decision
from linkbot.model.effect import UpdateSheet
from linkbot.model.mode import Mode
from linkbot.model.outbox import OutboxEntry, OutboxState
from linkbot.model.reading import Disposition
from linkbot.ports import SheetRow, Transaction, Transient, Unready, Unusable
from linkbot.worker.alerts import outbox_alert
from linkbot.worker.office import Office, moment_of
from linkbot.worker.sheet_actions import actions_since, letter_rows
from linkbot.worker.sheet_watch import give_free, given_free, note_waiting, note_written, tell_changes

RETRY = timedelta(minutes=5)
ONCE_MENDED = timedelta(hours=1)
"""How long rows wait for a person to mend the workbook; it is looked at each turn, and then written as a whole."""
PORTION = 500
LOGGED = "sheet:actions"
"""Where the store keeps the instant up to which deeds are in the log."""
ANEW = "sheet:anew"
"""Stands in the store while the workbook must be written as a whole, sound as it may be."""
OVERLAP = timedelta(hours=1)
"""Looked at again each time, for a deed may be stored a little later than it is dated."""
LATE = timedelta(days=7)
"""So long an act of a person may have been on its way: an answer by mail is dated when it came, also when it was parked
or the mailbox could not be reached; what was read back from the case system, when it was done there.
"""


def write_rows(office: Office, entries: Sequence[OutboxEntry], *, lease: timedelta) -> int:
    """Answers how many rows were written."""
    now, token = office.moment().at, secrets.token_hex(12)
    claimed: list[OutboxEntry] = []
    for some in _portions(entries):
        with office.store.begin() as tx:
            claimed += [entry for entry in some if tx.claim(entry.key, token, lease, now)]
    try:
        rows: list[SheetRow] = []
        for some in _portions(claimed):
            with office.store.begin() as tx:
                rows += _rows(tx, some, office.privacy)
        with office.store.begin() as tx:
            actions = _new_actions(tx, office)
        wanted = {row.key: row for row in (*rows, *actions)}
        _write(office, tuple(wanted.values()))
        _logged(office, actions)
    except (Transient, OSError) as error:
        wait = ONCE_MENDED if isinstance(error, Unready) else RETRY
        _settle(office, claimed, token, OutboxState.PENDING, error=str(error), wait=wait)
        office.observer.fault("sheet", "workbook", str(error))
        note_waiting(office, error)
        return 0
    except Exception as error:  # Permanent, or what nobody foresaw: neither may stop mail, nor be tried for ever
        words = str(error) or type(error).__name__
        _settle(office, claimed, token, OutboxState.FAILED, error=words)
        _tell(office, claimed, words)
        return 0
    _settle(office, claimed, token, OutboxState.DONE, error=None)
    for entry in claimed:
        office.observer.delivered(entry, None)
    return len(claimed)


def log_actions(office: Office) -> int:
    """Once a day at least, add what was done to the log of actions, also when no other row changed.

    Else it goes along with the next row. Answers how many rows were added; a fault waits for the next time. Who only
    watches writes nothing into a workbook.
    """
    if office.mode is Mode.WATCH:
        return 0
    today = office.moment().today
    with office.store.begin() as tx:
        mark = tx.cursor(LOGGED)
        if mark is not None and moment_of(datetime.fromisoformat(mark)).today >= today:
            return 0
        rows = _new_actions(tx, office)
    if not rows:
        return 0
    try:
        _write(office, rows)
    except Exception as error:  # a log that cannot be written must not stop mail; it is told, and tried again
        office.observer.fault("sheet", "workbook", str(error) or type(error).__name__)
        return 0
    _logged(office, rows)
    return len(rows)


def _new_actions(tx: Transaction, office: Office) -> tuple[SheetRow, ...]:
    mark = tx.cursor(LOGGED)
    upto = datetime.fromisoformat(mark) if mark else None
    rows = actions_since(tx, upto - OVERLAP if upto else None, acts=upto - LATE if upto else None)
    return () if all(row.key in office.logged for row in rows) else rows


def _logged(office: Office, rows: tuple[SheetRow, ...]) -> None:
    if not rows:
        return
    office.logged.clear()
    office.logged.update(row.key for row in rows)
    with office.store.begin() as tx:
        tx.set_cursor(LOGGED, office.moment().at.astimezone(UTC).isoformat())


def look_back(office: Office) -> None:
    """Whether somebody saved the workbook since: what an old copy took away is written again, what a person changed
    in linkbot's cells is told. A workbook of linkbot's own needs none of it.
    """
    if office.mode is Mode.WATCH:
        return
    try:
        with office.store.begin() as tx:
            free = given_free(tx)
        if free or office.sheet.saved_by_others():
            _write(office, ())
            tell_changes(office, office.sheet.changes())
    except (Transient, OSError) as error:
        note_waiting(office, error)
    except Unusable:
        raise
    except Exception as error:  # nothing about a spreadsheet may stop mail
        office.observer.fault("sheet", "workbook", str(error) or type(error).__name__)


def write_anew(tx: Transaction) -> None:
    """The workbook knows more than the register does since that was put back: the next cycle writes all of it."""
    tx.set_mark(ANEW, "yes")


def _write(office: Office, rows: tuple[SheetRow, ...]) -> None:
    with office.store.begin() as tx:
        anew, free = tx.mark(ANEW) is not None, given_free(tx)
    if anew or free or office.sheet.needs_rebuild():
        with office.store.begin() as tx:
            rows = all_rows(tx, office.privacy)
        office.sheet.rebuild(rows, over=free)
        with office.store.begin() as tx:
            if anew:
                tx.set_mark(ANEW, None)
            if free:
                give_free(tx, given_free(tx) - free)
            note_written(tx)
    elif rows:
        office.sheet.write(rows)
        with office.store.begin() as tx:
            note_written(tx)


def _tell(office: Office, entries: Sequence[OutboxEntry], words: str) -> None:
    """A person hears of the first row that failed; `linkbot outbox` lists them all."""
    office.observer.fault("sheet", "workbook", words)
    now = office.moment()
    alert = outbox_alert(entries[0], OutboxState.FAILED, words, desk=office.desk, today=now.today) if entries else None
    if alert is not None:
        with office.store.begin() as tx:
            tx.commit_decision(None, Decision(Disposition.REVIEW, intents=(alert,)), now.at)


def _settle(
    office: Office,
    entries: Sequence[OutboxEntry],
    token: str,
    state: OutboxState,
    *,
    error: str | None,
    wait: timedelta = RETRY,
) -> None:
    now = office.moment().at
    for some in _portions(entries):
        with office.store.begin() as tx:
            for entry in some:
                receipt = entry.effect.row_key if isinstance(entry.effect, UpdateSheet) else None
                kept = receipt if state is OutboxState.DONE else None
                later = now + wait if state is OutboxState.PENDING else None
                tx.settle(entry.key, token, state, now, receipt=kept, error=error, next_at=later)


def _portions(entries: Sequence[OutboxEntry]) -> Iterator[Sequence[OutboxEntry]]:
    """What one transaction takes: a catching-up of thousands must not keep others from the store for seconds."""
    for start in range(0, len(entries), PORTION):
        yield entries[start : start + PORTION]


def _rows(tx: Transaction, entries: Sequence[OutboxEntry], privacy: SheetPrivacy) -> list[SheetRow]:
    """Each as its case stands now; of a case that is not known there is none."""
    effects = [entry.effect for entry in entries if isinstance(entry.effect, UpdateSheet)]
    found: dict[str, SheetRow] = {}
    for file in tx.cases([effect.case for effect in effects]):
        found |= {row.key: row for row in rows_of(file, privacy)}
    return [found[effect.row_key] for effect in effects if effect.row_key in found]


def all_rows(tx: Transaction, privacy: SheetPrivacy) -> tuple[SheetRow, ...]:
    """The whole projection, from the register."""
    rows: list[SheetRow] = []
    for file in tx.cases():
        rows += rows_of(file, privacy)
    return (*rows, *actions_since(tx, None, acts=None))


def rows_of(file: CaseFile, privacy: SheetPrivacy) -> tuple[SheetRow, ...]:
    """A case, its tasks, its letters."""
    return (_case_row(file, privacy), *_task_rows(file, privacy), *letter_rows(file))


def _case_row(file: CaseFile, privacy: SheetPrivacy) -> SheetRow:
    return SheetRow("Cases", f"case:{file.case.id}", case_row(file, privacy=privacy), file.case.version)


def _task_rows(file: CaseFile, privacy: SheetPrivacy) -> list[SheetRow]:
    return [
        SheetRow(
            "Tasks",
            f"task:{task.id}",
            task_row(task, file.case, invitations=file.invitations, privacy=privacy),
            task.version,
        )
        for task in file.tasks
    ]
