"""audit.whole: nothing in the audit log was changed, put in or taken out."""

from __future__ import annotations

from collections.abc import Iterator

from linkbot.cli.checks.finding import Finding, Patient, ok, wrong
from linkbot.engine.audit import broken_at

ID = "audit.whole"


def whole(patient: Patient) -> Iterator[Finding]:
    if patient.store is None:
        return
    with patient.store.begin() as tx:
        entries, head = tx.audit(), tx.audit_head()
    broken = broken_at(entries)
    if broken is not None:
        yield wrong(
            ID,
            f"Entry {broken} of the audit log is not what linkbot wrote.",
            why="Somebody changed the register's file by hand, so that what it says of the past cannot be relied on.",
            todo="Find out who may write in store.folder; compare with the nightly backups: linkbot audit --verify",
        )
    else:
        yield ok(ID, f"The audit log is whole: {len(entries)} entries, head {head}.")
