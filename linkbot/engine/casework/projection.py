"""Which rows of the spreadsheet a decision changes, and what the case system is told. What they show is read from the
register when they are written.
"""

from __future__ import annotations

from linkbot.engine.casework.told_case_system import tell_changes
from linkbot.engine.casework.work import Work


def project_letter(work: Work) -> None:
    """What the letter changed, and that it came."""
    project(work)
    work.sheet(f"action:{work.cause[:16]}", revision=1)


def project(work: Work) -> None:
    """The case's own row always, and every task that changed itself or in the diary. After `work.rows` are known."""
    changed = {row.id for row in work.rows}
    shown = {id for row in (*work.before.invitations, *work.rows) if row.id in changed for id in row.tasks}
    shown |= {task.id for task in work.touched()}
    revision = _revision(work)
    work.sheet(f"case:{work.case.id}", revision=revision)
    for task in work.tasks:
        if task.id in shown:
            work.sheet(f"task:{task.id}", revision=revision, task=task.id)
    tell_changes(work, revision=revision)


def _revision(work: Work) -> int:
    """Rises with every change of the case, a task or the diary, so that a letter decided anew writes its rows anew."""
    diary = {row.id: row.sequence + 1 + row.answers for row in (*work.before.invitations, *work.rows)}
    versions = work.case.version + sum(task.version for task in work.tasks)
    return versions + (work.case != work.before.case) + len(work.touched()) + sum(diary.values())
