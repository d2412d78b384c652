"""What people do to tasks and cases: what follows, who is told, what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from linkbot.engine.casework.deeds import Refused, act_on_case, act_on_task
from linkbot.model.casework import CaseStatus, Invitation, LinkState, Task, TaskState
from linkbot.model.decision import CaseFile, Decision
from linkbot.model.effect import CancelInvite, RegisterInCaseSystem, SendInvite
from linkbot.model.question import About, Act, Verb

from .builders import CASE, OWNER, STAND_IN, a_desk, a_file, a_moment, a_task, after, asked, effects, mails, told

DUE = date(2026, 11, 27)
ENTRY = Invitation("u-1", CASE, OWNER, DUE, date(2026, 11, 24), (f"{CASE}/1",))


def an_act(verb: Verb, value: str | None = None, target: str = f"{CASE}/1") -> Act:
    return Act(f"a-{verb.value}-{value}", a_moment().at, "marian", verb, target, value, "because")


def done(verb: Verb, task: Task | None = None, value: str | None = None, file: CaseFile | None = None) -> Decision:
    task = task or a_task(due=DUE)
    file = file or replace(a_file(task), invitations=(ENTRY,))
    return act_on_task(an_act(verb, value), task, file=file, desk=a_desk(), moment=a_moment())


@pytest.mark.parametrize(
    ("verb", "state", "owner_is_done"),
    [
        (Verb.DONE, TaskState.OPEN, True),
        (Verb.SUBMITTED, TaskState.SUBMITTED, True),
        (Verb.SATISFIED, TaskState.SATISFIED, True),
        (Verb.WITHDRAW, TaskState.WITHDRAWN, True),
    ],
)
def test_each_deed_has_its_state_and_stops_the_diary_when_nothing_more_is_wanted(
    verb: Verb, state: TaskState, owner_is_done: bool
) -> None:
    decision = done(verb)
    (task,) = decision.tasks
    assert (task.state, task.done) == (state, owner_is_done)
    assert len(effects(decision, CancelInvite)) == owner_is_done and not told(decision)


def test_with_its_last_point_received_a_task_goes_to_the_validators_and_leaves_the_diary() -> None:
    listed = replace(a_task(due=DUE), checklist=("The log", "The policy", "The letters"))
    (part,) = done(Verb.RECEIVED, listed, "1 and 3").tasks
    assert (part.state, part.received, part.wants_reminders) == (TaskState.RECEIVED, (1, 3), True)
    whole = done(Verb.RECEIVED, part, "2", file=replace(a_file(part), invitations=(ENTRY,)))
    assert (whole.tasks[0].state, whole.tasks[0].done) == (TaskState.VALIDATING, False)
    assert len(effects(whole, CancelInvite)) == 1 and not whole.tasks[0].wants_reminders


@pytest.mark.parametrize("value", ["4", "0", "the log", "1,9"])
def test_a_point_the_task_does_not_have_is_refused(value: str) -> None:
    with pytest.raises(Refused):
        done(Verb.RECEIVED, replace(a_task(due=DUE), checklist=("The log", "The policy")), value)


def test_a_query_names_its_points_and_asks_for_them_again() -> None:
    task = replace(a_task(due=DUE, state=TaskState.VALIDATING), checklist=("The log", "The policy"), received=(1, 2))
    decision = done(Verb.QUERY, task, "2: it is last year's")
    assert decision.tasks[0].received == (1,) and decision.tasks[0].query == "point 2: it is last year's"
    assert [mail.to for mail in mails(decision, "task")] == [(OWNER,)]
    with pytest.raises(Refused):
        done(Verb.QUERY, task, "2:")


def test_a_reassignment_reaches_the_new_owner_and_tells_the_old_one_to_stop() -> None:
    decision = done(Verb.REASSIGN, value=STAND_IN)
    assert [(t.owner, t.last_notice_on) for t in decision.tasks] == [(STAND_IN, a_moment().today)]
    assert {(m.role, m.to) for m in mails(decision, "task")} == {("owner", (STAND_IN,)), ("former_owner", (OWNER,))}
    assert [e.to for e in effects(decision, SendInvite)] == [(STAND_IN,)]
    assert [e.to for e in effects(decision, CancelInvite)] == [(OWNER,)]


def test_a_task_may_be_given_to_a_service_by_its_id() -> None:
    assert done(Verb.REASSIGN, value="council_tax").tasks[0].owner == STAND_IN


@pytest.mark.parametrize("value", [None, "", "someone@else.example", OWNER])
def test_a_reassignment_that_makes_no_sense_is_refused(value: str | None) -> None:
    with pytest.raises(Refused):
        done(Verb.REASSIGN, value=value)


@pytest.mark.parametrize("state", [TaskState.SATISFIED, TaskState.WITHDRAWN])
@pytest.mark.parametrize("verb", [Verb.DONE, Verb.SUBMITTED, Verb.WITHDRAW])
def test_what_is_over_stays_over(verb: Verb, state: TaskState) -> None:
    with pytest.raises(Refused, match="already"):
        done(verb, a_task(due=DUE, state=state))


def test_the_last_satisfied_task_asks_whether_to_close_and_closes_nothing() -> None:
    decision = done(Verb.SATISFIED)
    assert [q.about for q in asked(decision)] == [About.CLOSE_CASE] and not decision.cases
    two = replace(a_file(a_task(1, due=DUE), a_task(2, due=DUE)), invitations=(ENTRY,))
    assert not done(Verb.SATISFIED, file=two).questions


def test_a_person_closes_a_case_with_all_that_is_open() -> None:
    file = replace(a_file(a_task(1, due=DUE), a_task(2, due=DUE, state=TaskState.SATISFIED)), invitations=(ENTRY,))
    decision = act_on_case(an_act(Verb.CLOSE, target=CASE), file=file, desk=a_desk(), moment=a_moment())
    assert decision.cases[0].status is CaseStatus.CLOSED
    assert [(t.id, t.state) for t in decision.tasks] == [(f"{CASE}/1", TaskState.WITHDRAWN)]
    assert len(effects(decision, CancelInvite)) == 1
    closed = replace(file, case=decision.cases[0])
    with pytest.raises(Refused, match="closed already"):
        act_on_case(an_act(Verb.CLOSE, target=CASE), file=closed, desk=a_desk(), moment=a_moment())


def test_linking_registers_every_letter_of_the_case_against_the_complaint() -> None:
    act = an_act(Verb.LINK, "CRM-204117", CASE)
    decision = act_on_case(act, file=a_file(), desk=a_desk(), moment=a_moment())
    assert (decision.cases[0].link, decision.cases[0].complaint) == (LinkState.LINKED, "CRM-204117")
    assert [e.complaint for e in effects(decision, RegisterInCaseSystem)] == ["CRM-204117"]


def test_two_people_doing_the_same_are_two_causes() -> None:
    keys = [{i.key for i in done(Verb.REASSIGN, value=who).intents} for who in (STAND_IN, "council_tax")]
    assert not keys[0] & keys[1]


def test_what_was_taken_for_settled_is_owed_again_with_its_dates_and_its_case() -> None:
    file = a_file(a_task(due=DUE))
    closed = act_on_case(an_act(Verb.CLOSE, target=CASE), file=file, desk=a_desk(), moment=a_moment())
    shut = after(closed, file)
    assert shut.case.status is CaseStatus.CLOSED and not shut.tasks[0].is_open
    again = done(Verb.REOPEN, shut.tasks[0], file=shut)
    (task,), (case,) = again.tasks, again.cases
    assert (task.state, task.done, task.due_on, task.owner) == (TaskState.OPEN, False, DUE, OWNER)
    assert case.status is CaseStatus.OPEN and case.closed_at is None
    assert "owed after all" in dict(mails(again, "task")[0].facts)["change"]
    assert effects(again, SendInvite)


def test_what_is_open_is_not_reopened() -> None:
    with pytest.raises(Refused, match="is open"):
        done(Verb.REOPEN)
    with pytest.raises(Refused, match="name the task"):
        act_on_case(an_act(Verb.REOPEN, target=CASE), file=a_file(), desk=a_desk(), moment=a_moment())
