"""Targets as people write them: ids with other spacing, hyphens or case still mean the same row."""

from __future__ import annotations

import re

from linkbot.engine.casework.deeds import Refused
from linkbot.model.casework import Task
from linkbot.model.decision import CaseFile
from linkbot.ports import Transaction


def plain(id: str) -> str:
    """Letters, digits and the task's slash only, in lower case."""
    return re.sub(r"[^a-z0-9/]", "", id.casefold())


def find_case(tx: Transaction, target: str) -> CaseFile:
    """By id, or by the Ombudsman's reference alone. Raises `Refused`."""
    exact = tx.case(target)
    if exact is not None:
        return exact
    wanted = plain(target)
    files = [f for f in tx.cases() if wanted in (plain(f.case.id), plain(f.case.reference))]
    if len(files) == 1:
        return files[0]
    raise Refused(f"There is no case {target!r}. `linkbot cases` lists them.")


def find_task(tx: Transaction, target: str) -> tuple[CaseFile, Task]:
    """By id, `LGSCO 23 012 345/2` or `23012345/2`. Raises `Refused`."""
    case, slash, number = target.rpartition("/")
    if not slash:
        raise Refused(f"{target!r} is no task: a task's id ends in /1, /2 …; `linkbot tasks` lists them.")
    file = find_case(tx, case)
    task = next((t for t in file.tasks if t.id.rpartition("/")[2] == number.strip()), None)
    if task is None:
        raise Refused(f"{file.case.id} has no task {number}. `linkbot tasks` lists them.")
    return file, task
