"""The overdue and nearly due items of the Monday and daily lists (M1): rows without names, by service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from linkbot.engine.dates.working_days import add_working_days
from linkbot.model.calendar import WorkingCalendar
from linkbot.model.compose_context import ListingRow
from linkbot.model.decision import CaseFile
from linkbot.model.services import ServiceRules

NOT_ASSIGNED = "Not assigned yet"


def overdue_and_nearly_due(
    files: Sequence[CaseFile],
    *,
    today: date,
    nearly: int,
    calendar: WorkingCalendar,
    services: ServiceRules,
    service: str | None = None,
) -> tuple[ListingRow, ...]:
    """Open tasks due within `nearly` working days or past, of one service or of all; earliest first."""
    limit = add_working_days(today, nearly, calendar)
    found = [
        (task, file.case)
        for file in files
        for task in file.tasks
        if task.is_open and task.due_on is not None and task.due_on <= limit and service in (None, task.service)
    ]
    found.sort(key=lambda pair: (pair[0].due_on or today, pair[0].id))
    return tuple(
        ListingRow(
            service=title_of(task.service, services),
            reference=case.id,
            task=task.title,
            due_on=task.due_on,
            official_on=task.official_on,
            priority=task.priority,
            awaiting_release=task.awaiting_release,
        )
        for task, case in found
    )


def title_of(service: str | None, services: ServiceRules) -> str:
    """A service's name for people."""
    if service is None:
        return NOT_ASSIGNED
    known = services.service(service)
    return known.title if known else service.replace("_", " ").capitalize()
