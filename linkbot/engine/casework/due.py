"""What falls due at a moment: reminders, warnings, the desk mail, ladders, lists. A pure function of state and now.

The worker writes each occurrence's unique row and its decision in one transaction: due exactly once, also after a
restart; after an outage missed reminders collapse into one and only the newest report runs.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from linkbot.engine.casework.desk_due import desk_mail_due, ladders_due
from linkbot.engine.casework.lists_due import lists_due
from linkbot.engine.casework.reminders_due import reminders_due
from linkbot.engine.casework.reports_due import reports_due
from linkbot.engine.casework.unreleased_due import unreleased_due
from linkbot.engine.casework.warnings_due import warnings_due
from linkbot.engine.casework.work import Moment
from linkbot.engine.dates.working_days import is_working_day
from linkbot.engine.evidence.validations_due import validations_due
from linkbot.model.desk import Desk
from linkbot.model.due import Due, Standing, Times


def next_look(standing: Standing, *, moment: Moment, times: Times) -> datetime:
    """Before this instant `due` brings nothing new while the state stays as it is: an hour of the day at which
    something falls due, a question whose time is up, or midnight.
    """
    zone, today = moment.at.tzinfo, moment.today
    midnight = datetime.combine(today + timedelta(days=1), time(), tzinfo=zone)
    hours = (datetime.combine(today, hour, tzinfo=zone) for hour in (times.desk_mail, times.reminders, times.reports))
    asked = (question.due_at for question in standing.questions)
    return min(at for at in (*hours, *asked, midnight) if moment.at < at)


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
    found += validations_due(standing, moment=moment, desk=desk)
    found += ladders_due(standing, moment=moment, desk=desk)
    if clock >= times.reports:
        found += reports_due(standing, moment=moment, desk=desk)
    return tuple(found)
