"""What falls due at a moment: reminders, warnings, the desk mail, ladders, lists. A pure function of state and now.

The worker writes each occurrence's unique row and its decision in one transaction: due exactly once, also after a
restart; after an outage missed reminders collapse into one and only the newest report runs.
"""

from __future__ import annotations

from linkbot.engine.casework.desk_due import desk_mail_due, ladders_due
from linkbot.engine.casework.lists_due import lists_due
from linkbot.engine.casework.reminders_due import reminders_due
from linkbot.engine.casework.unreleased_due import unreleased_due
from linkbot.engine.casework.warnings_due import warnings_due
from linkbot.engine.casework.work import Moment
from linkbot.engine.dates.working_days import is_working_day
from linkbot.model.desk import Desk
from linkbot.model.due import Due, Standing, Times


def due(standing: Standing, *, moment: Moment, desk: Desk, times: Times) -> tuple[Due, ...]:
    """In the order it should happen; nothing on a closed day."""
    if not is_working_day(moment.today, desk.calendar, closures=True):
        return ()
    clock = moment.at.time()
    found: list[Due] = []
    if clock >= times.reports:
        found += lists_due(standing, moment=moment, desk=desk)
    if clock >= times.desk_mail:
        found += desk_mail_due(standing, at=times.desk_mail, moment=moment, desk=desk)
    if clock >= times.reminders:
        found += warnings_due(standing, moment=moment, desk=desk)
        found += unreleased_due(standing, moment=moment, desk=desk)
        found += reminders_due(standing, moment=moment, desk=desk)
    found += ladders_due(standing, moment=moment, desk=desk)
    return tuple(found)
