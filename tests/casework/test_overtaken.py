"""Each effect is looked at again when its turn comes: what has been overtaken is not done, what still counts is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from linkbot.engine.casework.overtaken import Turn, overtaken, still_wanted
from linkbot.model.casework import Invitation, Task, TaskState
from linkbot.model.effect import AskPerson, Effect, SendEmail, SendInvite, SendReport, UpdateSheet
from linkbot.model.question import QuestionState

from .builders import CASE, HEAD, OFFICER, OWNER, STAND_IN, a_case, a_desk, a_file, a_task

DECIDED, LATER, DUE = date(2026, 11, 2), date(2026, 11, 12), date(2026, 11, 27)


def mail(template: str, *tasks: Task, to: str = OWNER, role: str = "owner", **facts: str) -> SendEmail:
    ids = tuple(t.id for t in tasks)
    return SendEmail(template=template, role=role, to=(to,), case=CASE, tasks=ids, facts=tuple(facts.items()))


def why(effect: Effect, *tasks: Task, today: date = DECIDED, away: tuple[str, ...] = (), **more: object) -> str | None:
    turn = Turn(DECIDED, today, a_desk(away=away).directory)
    state: dict[str, object] = {"file": a_file(*tasks), "question": None} | more
    return overtaken(effect, tasks={t.id: t for t in tasks}, turn=turn, **state)  # type: ignore[arg-type]


@pytest.mark.parametrize("template", ["task", "priority_task", "reminder", "warning"])
def test_a_mail_about_an_open_task_goes(template: str) -> None:
    task = a_task(due=DUE, last_notice_on=DECIDED)
    assert why(mail(template, task), task) is None


@pytest.mark.parametrize("template", ["task", "priority_task", "reminder", "warning"])
@pytest.mark.parametrize("state", [{"done": True}, {"state": TaskState.SUBMITTED}, {"state": TaskState.WITHDRAWN}])
def test_nothing_is_wanted_of_the_owner_any_more(template: str, state: dict[str, object]) -> None:
    task = a_task(due=DUE, **state)
    assert why(mail(template, task), task)


def test_what_tells_the_owner_to_stop_goes_all_the_same() -> None:
    task = a_task(due=DUE, state=TaskState.WITHDRAWN)
    assert why(mail("task", task, change="withdrawn: stop"), task) is None


def test_a_warning_to_others_goes_while_the_ombudsman_is_owed_it() -> None:
    done = a_task(due=DUE, done=True)
    assert why(mail("warning", done, to=OFFICER, role="link_officer"), done) is None
    assert why(mail("warning", done, to=HEAD, role="head"), replace(done, state=TaskState.SUBMITTED))


def test_a_task_given_to_somebody_else_is_not_announced_to_the_old_owner() -> None:
    task = a_task(due=DUE, owner=STAND_IN)
    assert why(mail("task", task), task) == "the task has another owner now"


def test_the_stand_in_of_an_absent_owner_is_the_owner_for_the_day() -> None:
    """Seen: the owner was away, the mail went to the deputy, and was withdrawn as if the task had been given away."""
    task = a_task(due=DUE)
    assert why(mail("task", task, to=STAND_IN), task, away=("repairs_lead",)) is None
    assert why(mail("task", task, to=OWNER), task, away=("repairs_lead",)) is None


def test_after_an_outage_only_the_newest_reminder_goes() -> None:
    old = a_task(due=DUE, last_notice_on=date(2026, 11, 9))
    assert why(mail("reminder", old), old, today=LATER) == "a newer reminder follows"
    newest = a_task(due=DUE, last_notice_on=DECIDED)
    assert why(mail("reminder", newest), newest, today=LATER) is None


LIVES = [("desk_mail", 1), ("daily_list", 1), ("weekly_list", 7), ("monthly_report", 36), ("quarterly_report", 97)]


@pytest.mark.parametrize(("template", "days_left"), LIVES)
def test_of_several_lists_and_desk_mails_only_the_newest_goes(template: str, days_left: int) -> None:
    effect: Effect = SendReport(template=template, role="report_compiler", to=(OFFICER,), due_on=DECIDED)
    if template == "desk_mail":
        effect = mail(template, to=OFFICER, role="link_officer")
    last_good = date.fromordinal(DECIDED.toordinal() + days_left - 1)
    assert why(effect, today=last_good) is None
    assert why(effect, today=date.fromordinal(DECIDED.toordinal() + days_left)) == "a newer one follows"


def test_a_newer_invitation_overtakes_the_older_one() -> None:
    row = Invitation("u-1", CASE, OWNER, DUE, date(2026, 11, 24), (f"{CASE}/1",), sequence=1)
    file = replace(a_file(), invitations=(row,))
    invite = SendInvite(
        template="invitation", role="owner", uid="u-1", sequence=0, to=(OWNER,), entry_on=DUE, due_on=DUE, case=CASE
    )
    assert why(invite, file=file) and why(replace(invite, sequence=1), file=file) is None


def test_a_settled_question_is_not_put() -> None:
    ask = AskPerson(question="q-1", to=(OFFICER,), urgent=True)
    assert why(ask, question=QuestionState.ANSWERED) and why(ask, question=QuestionState.OPEN) is None


def test_a_newer_row_of_the_workbook_replaces_the_older() -> None:
    file = replace(a_file(), case=a_case(version=3))
    assert why(UpdateSheet(case=CASE, row_key=f"case:{CASE}", revision=2), file=file)
    assert why(UpdateSheet(case=CASE, row_key=f"case:{CASE}", revision=3), file=file) is None


def test_a_reminder_that_waited_asks_only_for_what_is_still_owed() -> None:
    """Seen in a simulated year: one held up by the mail server asked for a task that had been sent meanwhile."""
    owed, sent = a_task(1, due=DUE), a_task(2, due=DUE, state=TaskState.SUBMITTED, done=True)
    given_away = a_task(3, due=DUE, owner=STAND_IN)
    reminder = replace(mail("reminder", owed), tasks=(owed.id, sent.id, given_away.id))
    turn = Turn(DECIDED, LATER, a_desk().directory)
    assert still_wanted(reminder, (owed, sent, given_away), turn) == (owed,)
    assert still_wanted(reminder, (sent,), turn) == (sent,)
    notice = replace(mail("warning", owed, role="head"), tasks=(owed.id, sent.id))
    assert still_wanted(notice, (owed, sent), turn) == (owed, sent)
