"""The Monday list of overdue and nearly due items, and the daily one of the services that want it (M1)."""

from __future__ import annotations

from datetime import date, timedelta

from linkbot.engine.casework.clock import is_overdue
from linkbot.engine.casework.keys import effect_key
from linkbot.engine.casework.work import Moment
from linkbot.engine.dates.working_days import add_working_days, on_or_after
from linkbot.model.casework import Task
from linkbot.model.decision import Decision
from linkbot.model.desk import Desk
from linkbot.model.due import Due, Standing
from linkbot.model.effect import SendReport, Template
from linkbot.model.occurrence import Occurrence
from linkbot.model.outbox import Intent
from linkbot.model.reading import Disposition

COMPILER, DIRECTOR = "report_compiler", "director"
DIRECTOR_LIST = "director_list"


def lists_due(standing: Standing, *, moment: Moment, desk: Desk) -> list[Due]:
    """The newest list that has not run: a missed Monday is made up once, older ones never."""
    found: list[Due] = []
    monday = moment.today - timedelta(days=moment.today.weekday())
    weekly_on = on_or_after(monday, desk.calendar, closures=True)
    missed = standing.last_weekly is not None and standing.last_weekly < weekly_on
    if weekly_on <= moment.today and (missed or (standing.last_weekly is None and weekly_on == moment.today)):
        found.append(_report(Template.WEEKLY_LIST, "weekly_list", "all", weekly_on, standing, moment=moment, desk=desk))
    if weekly_on <= moment.today and (missed or weekly_on == moment.today) and desk.reports.weekly_to_directors:
        found += _to_directors(weekly_on, standing, moment=moment, desk=desk)
    last = dict(standing.last_daily)
    for service in desk.daily_services:
        if last.get(service) != moment.today and list_rows(standing, service=service, today=moment.today, desk=desk):
            found.append(
                _report(Template.DAILY_LIST, "daily_list", service, moment.today, standing, moment=moment, desk=desk)
            )
    return found


def _to_directors(weekly_on: date, standing: Standing, *, moment: Moment, desk: Desk) -> list[Due]:
    """The same Monday's list for each service that has a director of its own, and anything in it."""
    services = [service.id for service in desk.directory.services if service.director]
    return [
        _report(
            Template.WEEKLY_LIST, DIRECTOR_LIST, service, weekly_on, standing, moment=moment, desk=desk, role=DIRECTOR
        )
        for service in services
        if list_rows(standing, service=service, today=moment.today, desk=desk)
    ]


def list_rows(standing: Standing, *, service: str | None, today: date, desk: Desk) -> tuple[str, ...]:
    """Reference, task, date, how late: no names, no facts of a case."""
    nearly = add_working_days(today, desk.habits.nearly_due, desk.calendar)
    tasks = [
        task
        for file in standing.files
        for task in file.tasks
        if task.is_open and task.due_on and task.due_on <= nearly and service in (None, task.service)
    ]
    return tuple(_row(task, today) for task in sorted(tasks, key=lambda t: (t.due_on or today, t.id)))


def _row(task: Task, today: date) -> str:
    late = (today - task.due_on).days if task.due_on else 0
    state = f"overdue by {late} days" if is_overdue(task, today) else "nearly due"
    if task.awaiting_release:
        state += ", not released"
    service = (task.service or "not assigned").replace("_", " ")
    return f"{task.due_on} | {task.id} | {task.title} | {service} | {state}"


def _report(
    template: Template,
    job: str,
    scope: str,
    on: date,
    standing: Standing,
    *,
    moment: Moment,
    desk: Desk,
    role: str = COMPILER,
) -> Due:
    service = None if scope == "all" else scope
    rows = list_rows(standing, service=service, today=moment.today, desk=desk)
    occurrence = Occurrence(job, scope, on)
    effect = SendReport(
        template=template.value,
        role=role,
        to=(_reader(role, service, moment=moment, desk=desk),),
        due_on=on,
        service=service,
        facts=(("rows", "\n".join(rows)),),
    )
    key = effect_key(cause=occurrence.cause, step=f"report:{job}", subject=f"service:{scope}", role=role)
    return Due(occurrence, Decision(Disposition.ACT, intents=(Intent(key, effect),)))


def _reader(role: str, service: str | None, *, moment: Moment, desk: Desk) -> str:
    if role == DIRECTOR:
        return desk.directory.of_service("director", service, moment.today)
    return desk.directory.post(role, moment.today)
