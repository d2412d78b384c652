"""What may have fallen due before a register was put back, and would fall due once more under the same name.

Reminders and desk mails bear the day they went, so that only today's can be the same: `due` brings those. A warning
bears the task's date, a list its Monday: those could go again days later.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from linkbot.engine.casework.lists_due import lists_due
from linkbot.engine.casework.warnings_due import warnings_due
from linkbot.engine.casework.work import Moment
from linkbot.engine.dates.working_days import is_working_day, on_or_after
from linkbot.model.desk import Desk
from linkbot.model.due import Due, Standing, Times
from linkbot.model.occurrence import Occurrence


def due_again(standing: Standing, *, until: Moment, moment: Moment, desk: Desk, times: Times) -> tuple[Due, ...]:
    """`until` is the last moment at which they could have gone; `moment` is now. Also on a closed day and before hours,
    for it is not done but compared.
    """
    next_run = on_or_after(moment.today, desk.calendar, closures=True)
    coming = Moment(at=moment.at, today=next_run)
    lists = [
        due
        for due in lists_due(standing, moment=coming, desk=desk)
        if datetime.combine(due.occurrence.due_on, times.reports, tzinfo=until.at.tzinfo) < until.at
    ]
    warned = _last_run(until, times, desk)
    earlier = {
        part
        for due in warnings_due(standing, moment=Moment(at=until.at, today=warned), desk=desk)
        for part in due.parts
    }
    warnings = [due for due in warnings_due(standing, moment=coming, desk=desk) if earlier & set(due.parts)]
    return (*lists, *warnings)


def of_that_day(standing: Standing, *, until: Moment, desk: Desk, times: Times) -> tuple[Occurrence, ...]:
    """What bears the day itself and may have gone on it, with whatever in it: it does not go once more that day."""
    clock, day = until.at.time(), until.today
    found: list[Occurrence] = []
    if clock >= times.desk_mail:
        found.append(Occurrence("desk_mail", "link_officer", day))
    if clock >= times.reports:
        found += [Occurrence("daily_list", service, day) for service in desk.daily_services]
    if clock >= times.reminders:
        owners = {task.owner for file in standing.files for task in file.tasks if task.is_open}
        found += [Occurrence("reminder", desk.directory.address(owner, day), day) for owner in sorted(owners)]
    return tuple(dict.fromkeys(found))


def _last_run(until: Moment, times: Times, desk: Desk) -> date:
    """The last working day on which reminders had gone before that moment."""
    day = until.today if until.at.time() > times.reminders else until.today - timedelta(days=1)
    while not is_working_day(day, desk.calendar, closures=True):
        day -= timedelta(days=1)
    return day
