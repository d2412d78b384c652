"""The case `explain` assumes when no store was asked: a chaser is judged as if its overdue item were known."""

from __future__ import annotations

from datetime import datetime, timedelta

from linkbot.engine.casework.targets import case_id, new_case
from linkbot.model.casework import Task, TaskKind
from linkbot.model.decision import CaseFile, Known
from linkbot.model.desk import Desk
from linkbot.model.people import LINK_OFFICER
from linkbot.model.reading import Reading

CHASING = frozenset({"first_chaser", "final_chaser"})


def assumed(reading: Reading, *, desk: Desk, at: datetime) -> Known:
    """`checked` False. For a chaser each case it names holds one open item whose date has just passed."""
    ombudsman = reading.references.ombudsman or reading.ombudsman
    if ombudsman is None or reading.kind not in CHASING:
        return Known(checked=False)
    files = []
    for reference in reading.references.about:
        case = new_case(id=case_id(ombudsman, reference), ombudsman=ombudsman, reference=reference, at=at)
        due_on = reading.missed_on[0] if reading.missed_on else at.date() - timedelta(days=1)
        service = reading.service.service if reading.service.certain and not reading.service.sensitive else None
        owner = (
            desk.directory.of_service("owner", service, None) if service else desk.directory.post(LINK_OFFICER, None)
        )
        task = Task(
            id=f"{case.id}/1",
            case=case.id,
            kind=TaskKind.REQUEST,
            title="The item it chases",
            text="",
            owner=owner,
            created_at=at,
            cause="assumed",
            official_on=due_on,
            due_on=min(due_on, at.date() - timedelta(days=1)),
            version=1,
        )
        files.append(CaseFile(case, (task,)))
    return Known(cases=tuple(files), checked=False)
