"""Which changes of a task the case system is told of: what it would show, and nothing that is linkbot's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from linkbot.engine.casework.told_case_system import tell_changes
from linkbot.engine.casework.work import Work
from linkbot.model.case_system import CaseSystemAbilities, Deed
from linkbot.model.casework import Task, TaskKind, TaskState
from linkbot.model.effect import RegisterInCaseSystem

from .builders import STAND_IN, a_desk, a_file, a_moment, a_task

DUE = date(2026, 11, 27)
OPEN = a_task(due=DUE)
DESK = a_desk(case_system=CaseSystemAbilities(name="Casefile", by_hand=frozenset(Deed)))


def told(before: Task | None, after: Task) -> list[str]:
    """The deeds about the task, of a decision that changed it so."""
    file = a_file(before) if before else a_file()
    work = Work(file, cause="act:1", message=None, moment=a_moment(), desk=DESK)
    work.save(after)
    tell_changes(work, revision=1)
    effects = [intent.effect for intent in work.intents.values()]
    return [e.deed.value for e in effects if isinstance(e, RegisterInCaseSystem) and e.task]


@pytest.mark.parametrize(
    ("before", "after", "deeds"),
    [
        (None, OPEN, ["task"]),
        (OPEN, replace(OPEN, owner=STAND_IN), ["task_moved"]),
        (OPEN, replace(OPEN, due_on=date(2026, 12, 4), official_on=date(2026, 12, 4)), ["task_moved"]),
        (OPEN, replace(OPEN, done=True), ["task_done"]),
        (OPEN, replace(OPEN, state=TaskState.WITHDRAWN, done=True), ["task_done"]),
        (replace(OPEN, done=True), replace(OPEN, state=TaskState.SUBMITTED, done=True), []),
        (replace(OPEN, done=True), OPEN, ["task"]),  # wanted again
        (OPEN, replace(OPEN, priority=True, last_notice_on=DUE), []),
        (None, replace(OPEN, awaiting_release=True), []),  # brought over: it stands there already
        (None, replace(OPEN, kind=TaskKind.PORTAL), []),
        (replace(OPEN, kind=TaskKind.FOLLOW_UP), OPEN, ["task"]),  # held for a doubt, and now a request
    ],
)
def test_a_task_is_told_of_when_the_case_system_would_show_it(
    before: Task | None, after: Task, deeds: list[str]
) -> None:
    assert told(before, after) == deeds
