"""What a task's validation rests on, as the store stands."""

from __future__ import annotations

from collections.abc import Sequence

from linkbot.model.approval import Dossier
from linkbot.ports import Transaction


def dossiers(tx: Transaction, tasks: Sequence[str]) -> tuple[Dossier, ...]:
    """One for each task, in their order."""
    files, approvals = tx.evidence(tasks) if tasks else (), tx.approvals(tasks) if tasks else ()
    return tuple(
        Dossier(id, tuple(f for f in files if f.task == id), tuple(a for a in approvals if a.task == id))
        for id in tasks
    )


def dossier(tx: Transaction, task: str) -> Dossier:
    (one,) = dossiers(tx, [task])
    return one
