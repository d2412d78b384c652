"""A letter filed under the wrong case, once a person has named the right one: what waited in the wrong place goes."""

from __future__ import annotations

from collections.abc import Sequence

from linkbot.engine.casework.following import put_away
from linkbot.engine.casework.projection import project_letter
from linkbot.engine.casework.work import Moment, Work
from linkbot.model.casework import CaseStatus
from linkbot.model.decision import CaseFile, Known
from linkbot.model.desk import Desk


def left_behind(
    known: Known, files: Sequence[CaseFile], *, message: str, moment: Moment, desk: Desk
) -> tuple[Work, ...]:
    """Cases the message was filed under before a person named another: what waited there for it is withdrawn."""
    now = {file.case.id for file in files}
    works = []
    for file in known.cases:
        for event in (one for one in file.events if one.message == message and file.case.id not in now):
            work = Work(file, cause=event.id, message=message, moment=moment, desk=desk)
            put_away(work)
            work.answered.extend(q.id for q in file.questions if q.message == message)
            work.reasons.append(f"It does not belong to {file.case.id}: what waited there for it is withdrawn.")
            if all(one.message == message for one in file.events):
                work.change_case(status=CaseStatus.CLOSED, closed_at=moment.at)  # it was opened for this letter alone
            work.rows = work.diary()
            project_letter(work)
            works.append(work)
    return tuple(works)
