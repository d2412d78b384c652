"""The cases whose clock runs: the open ones, and closed ones with a letter that somebody must still settle."""

from __future__ import annotations

from linkbot.model.decision import CaseFile
from linkbot.ports import Transaction


def live_cases(tx: Transaction) -> tuple[CaseFile, ...]:
    """In order of opening, each once."""
    files = {file.case.id: file for file in tx.cases(open_only=True)}
    closed = {task.case for task in tx.open_tasks() if task.case and task.case not in files}
    found = (*files.values(), *tx.cases(sorted(closed)))
    return tuple(sorted(found, key=lambda file: (file.case.opened_at, file.case.id)))
