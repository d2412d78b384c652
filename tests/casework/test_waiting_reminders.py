"""What waits from an earlier day goes along with today's reminder and is replaced by it, unless it would be lost so."""

from __future__ import annotations

from datetime import date

from linkbot.engine.casework.due import due
from linkbot.model.casework import Task, TaskState
from linkbot.model.due import Due, Standing, Times, WaitingReminder
from linkbot.model.effect import SendEmail

from .builders import OWNER, STAND_IN, a_desk, a_file, a_moment, a_task

DUE, TODAY, YESTERDAY, LONG_AGO = date(2026, 11, 27), date(2026, 11, 10), date(2026, 11, 9), date(2026, 11, 3)


def waiting(*tasks: Task, to: str = OWNER, key: str = "yesterday") -> WaitingReminder:
    return WaitingReminder(key, (to,), tuple(task.id for task in tasks))


def reminded(*tasks: Task, waits: WaitingReminder, away: tuple[str, ...] = ()) -> list[Due]:
    standing = Standing(files=(a_file(*tasks),), questions=(), waiting_reminders=(waits,))
    found = due(standing, moment=a_moment(TODAY), desk=a_desk(away=away), times=Times())
    return [one for one in found if one.occurrence.job == "reminder"]


def listed(found: list[Due]) -> list[tuple[str, ...]]:
    effects = (intent.effect for one in found for intent in one.decision.intents)
    return [effect.tasks for effect in effects if isinstance(effect, SendEmail)]


def replaced(found: list[Due]) -> list[str]:
    return [key for one in found for key in one.decision.withdraw]


def test_one_mail_lists_what_waits_and_what_is_due() -> None:
    told, owed = a_task(1, due=DUE, last_notice_on=YESTERDAY), a_task(2, due=DUE, last_notice_on=LONG_AGO)
    found = reminded(told, owed, waits=waiting(told))
    assert listed(found) == [(told.id, owed.id)] and replaced(found) == ["yesterday"]
    assert {task.id: task.last_notice_on for task in found[0].decision.tasks} == {told.id: TODAY, owed.id: TODAY}


def test_a_task_in_both_is_listed_once() -> None:
    task = a_task(due=DUE, last_notice_on=LONG_AGO)
    assert listed(reminded(task, waits=waiting(task))) == [(task.id,)]


def test_when_nothing_is_due_what_waits_goes_as_it_is() -> None:
    told = a_task(due=DUE, last_notice_on=YESTERDAY)
    assert reminded(told, waits=waiting(told)) == []


def test_what_nobody_wants_any_more_is_not_listed_again() -> None:
    sent, owed = a_task(1, due=DUE, state=TaskState.SUBMITTED), a_task(2, due=DUE, last_notice_on=LONG_AGO)
    found = reminded(sent, owed, waits=waiting(sent))
    assert listed(found) == [(owed.id,)] and replaced(found) == ["yesterday"]


def test_what_waits_for_somebody_else_is_left_alone() -> None:
    theirs = a_task(1, due=DUE, owner=STAND_IN, last_notice_on=YESTERDAY)
    owed = a_task(2, due=DUE, last_notice_on=LONG_AGO)
    found = reminded(theirs, owed, waits=waiting(theirs, to=STAND_IN))
    assert listed(found) == [(owed.id,)] and replaced(found) == []


def test_a_reminder_to_a_stand_in_is_not_lost_when_the_owner_is_back() -> None:
    """Taken along, it would be withdrawn and its task listed to nobody."""
    owners, own = (
        a_task(1, due=DUE, last_notice_on=YESTERDAY),
        a_task(2, due=DUE, owner=STAND_IN, last_notice_on=LONG_AGO),
    )
    found = reminded(owners, own, waits=waiting(owners, to=STAND_IN))
    assert listed(found) == [(own.id,)] and replaced(found) == []
    still_away = reminded(owners, own, waits=waiting(owners, to=STAND_IN), away=("repairs_lead",))
    assert listed(still_away) == [(owners.id, own.id)] and replaced(still_away) == ["yesterday"]
