"""The spreadsheet's rows of one cycle, written together, once; each receipted by its row key.

The workbook is a projection: a missing or damaged one is written anew from the store.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta

from linkbot.engine.sheet_rows import SheetPrivacy, action_row, case_row, task_row
from linkbot.model.decision import CaseFile, Decision
from linkbot.model.effect import UpdateSheet
from linkbot.model.outbox import OutboxEntry, OutboxState
from linkbot.model.reading import Disposition
from linkbot.ports import SheetRow, Transaction, Transient
from linkbot.worker.alerts import outbox_alert
from linkbot.worker.office import Office

RETRY = timedelta(minutes=5)


def write_rows(office: Office, entries: Sequence[OutboxEntry], *, lease: timedelta) -> int:
    """Answers how many rows were written."""
    now, token = office.moment().at, secrets.token_hex(12)
    with office.store.begin() as tx:
        claimed = [entry for entry in entries if tx.claim(entry.key, token, lease, now)]
    try:
        with office.store.begin() as tx:
            rows = {entry.key: _row(tx, entry, office.privacy) for entry in claimed}
        wanted = {row.key: row for row in rows.values() if row is not None}
        if office.sheet.needs_rebuild():
            with office.store.begin() as tx:
                everything = all_rows(tx, office.privacy)
            office.sheet.rebuild(everything)
        else:
            office.sheet.write(tuple(wanted.values()))
    except (Transient, OSError) as error:
        _settle(office, claimed, token, OutboxState.PENDING, error=str(error))
        office.observer.fault("sheet", "workbook", str(error))
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


def _tell(office: Office, entries: Sequence[OutboxEntry], words: str) -> None:
    """A person hears of the first row that failed; `linkbot outbox` lists them all."""
    office.observer.fault("sheet", "workbook", words)
    now = office.moment()
    alert = outbox_alert(entries[0], OutboxState.FAILED, words, desk=office.desk, today=now.today) if entries else None
    if alert is not None:
        with office.store.begin() as tx:
            tx.commit_decision(None, Decision(Disposition.REVIEW, intents=(alert,)), now.at)


def _settle(
    office: Office, entries: Sequence[OutboxEntry], token: str, state: OutboxState, *, error: str | None
) -> None:
    now = office.moment().at
    with office.store.begin() as tx:
        for entry in entries:
            receipt = entry.effect.row_key if isinstance(entry.effect, UpdateSheet) else None
            kept = receipt if state is OutboxState.DONE else None
            later = now + RETRY if state is OutboxState.PENDING else None
            tx.settle(entry.key, token, state, now, receipt=kept, error=error, next_at=later)


def _row(tx: Transaction, entry: OutboxEntry, privacy: SheetPrivacy) -> SheetRow | None:
    effect = entry.effect
    if not isinstance(effect, UpdateSheet):
        return None
    file = tx.case(effect.case)
    if file is None:
        return None
    sort = effect.row_key.partition(":")[0]
    if sort == "case":
        return _case_row(file, privacy)
    if sort == "task":
        return next((row for row in _task_rows(file, privacy) if row.key == effect.row_key), None)
    return next((row for row in _action_rows(file) if row.key == effect.row_key), None)


def all_rows(tx: Transaction, privacy: SheetPrivacy) -> tuple[SheetRow, ...]:
    """The whole projection, from the register."""
    rows: list[SheetRow] = []
    for file in tx.cases():
        rows += [_case_row(file, privacy), *_task_rows(file, privacy), *_action_rows(file)]
    return tuple(rows)


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


def _action_rows(file: CaseFile) -> list[SheetRow]:
    return [
        SheetRow(
            "Actions",
            f"action:{event.id[:16]}",
            action_row(
                at=event.received_at,
                case=file.case,
                task=None,
                what=event.title,
                who="forwarded by a colleague" if event.forwarded else file.case.ombudsman.upper(),
                detail="acted on" if event.acted else "registered",
            ),
            1,
        )
        for event in file.events
    ]
