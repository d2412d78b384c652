"""Taken for settled, and owed after all: a confirmation that was read wrongly, a case closed too soon.

The task keeps its dates and its owner, who is told today; a case opens with its task. Nothing that went out is undone.
"""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.casework.work import Work
from linkbot.model.casework import CaseStatus, Task, TaskState
from linkbot.model.effect import Template


def reopen_task(work: Work, task: Task) -> None:
    """Whatever it was taken for, it is wanted again."""
    reopen_case(work)
    again = work.save(
        replace(
            task,
            state=TaskState.OPEN,
            done=False,
            submitted_at=None,
            last_notice_on=None,
            received=(),
            validated_at=None,
        )
    )
    change = (("change", "it was taken for settled and is owed after all"),)
    work.mail(Template.TASK.value, role="owner", to=again.owner, task=again, facts=change)
    work.save(replace(again, last_notice_on=work.moment.today))


def reopen_case(work: Work) -> None:
    if work.case.status is CaseStatus.CLOSED:
        work.change_case(status=CaseStatus.OPEN, closed_at=None)
        work.reasons.append("The case is open again.")
