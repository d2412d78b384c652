"""What was brought over and nobody has released, when its date comes near: the one who can release it is told.

No officer hears of it, and nobody above: that is what the release is for. Each date is told of once.
"""

from __future__ import annotations

from datetime import date

from linkbot.engine.casework.keys import effect_key
from linkbot.engine.casework.recipients import link_officer
from linkbot.engine.casework.releasing import waits
from linkbot.engine.casework.telling import long_day
from linkbot.engine.casework.warnings_due import LAST_CALL
from linkbot.engine.casework.work import Moment
from linkbot.engine.dates.working_days import subtract_working_days
from linkbot.model.casework import Task, TaskKind
from linkbot.model.decision import Decision
from linkbot.model.desk import Desk
from linkbot.model.due import Due, Standing
from linkbot.model.effect import SendEmail, Template
from linkbot.model.occurrence import Occurrence
from linkbot.model.outbox import Intent
from linkbot.model.people import LINK_OFFICER
from linkbot.model.reading import Disposition

JOB = "unreleased"


def unreleased_due(standing: Standing, *, moment: Moment, desk: Desk) -> list[Due]:
    """One mail to the link officer about all that falls due within two working days and waits for release."""
    tasks = [t for file in standing.files for t in file.tasks if waits(t) and _is_near(t, moment.today, desk)]
    if not tasks:
        return []
    tasks.sort(key=lambda task: (task.due_on or date.max, task.id))
    occurrence = Occurrence(JOB, "link_officer", moment.today)
    parts = tuple(Occurrence(JOB, f"task:{task.id}", task.due_on) for task in tasks if task.due_on)
    effect = SendEmail(
        template=Template.ALERT.value,
        role=LINK_OFFICER,
        to=(link_officer(desk, moment.today),),
        facts=(
            ("headline", "Tasks brought over from the spreadsheet are due, and their officers have not been told."),
            ("detail", "\n".join(f"{t.id}: {t.title}, due {long_day(t.official_on or t.due_on)}" for t in tasks)),
            ("todo", "Tell the officers all they have, in one mail each: linkbot import release --by NAME"),
        ),
    )
    key = effect_key(cause=occurrence.cause, step="mail:alert", subject=JOB, role=LINK_OFFICER)
    return [Due(occurrence, Decision(Disposition.ACT, intents=(Intent(key, effect),)), parts)]


def _is_near(task: Task, today: date, desk: Desk) -> bool:
    if task.due_on is None or not task.due_stated or task.kind is TaskKind.PORTAL:
        return False
    return subtract_working_days(task.due_on, LAST_CALL, desk.calendar) <= today <= task.due_on
