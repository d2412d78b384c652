"""I1 to I7: a request opens one task with its owner, its date and its acknowledgement; nothing is opened twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from linkbot.engine.casework.word import Word
from linkbot.model.casework import CaseStatus, TaskKind, TaskState
from linkbot.model.effect import DraftReply, RegisterInCaseSystem, SendInvite, UpdateSheet
from linkbot.model.question import About
from linkbot.model.reading import Disposition, References, ServiceMatch

from .builders import (
    CASE,
    HO_CASE,
    OFFICER,
    OWNER,
    STAND_IN,
    a_case,
    a_desk,
    a_file,
    a_moment,
    a_reading,
    a_request,
    a_task,
    after,
    asked,
    decided,
    effects,
    mails,
    rules,
    told,
)

DUE = date(2026, 11, 27)


def test_a_request_opens_one_task_whose_points_are_a_checklist() -> None:
    points = tuple(a_request(n, f"Point {n}") for n in (1, 2, 3))
    decision = decided(a_reading(reply_by=DUE, items=points))
    (task,) = decision.tasks
    assert (task.id, task.owner, task.due_on) == (f"{CASE}/1", OWNER, DUE)
    assert task.checklist == ("Point 1", "Point 2", "Point 3")
    assert told(decision) == {OWNER}
    assert [e.to for e in effects(decision, DraftReply)] == [("jo.bell@lgo.org.uk",)]
    assert len(effects(decision, RegisterInCaseSystem)) == 1 and len(effects(decision, SendInvite)) == 1
    assert {e.row_key.partition(":")[0] for e in effects(decision, UpdateSheet)} == {"case", "task", "action"}


def test_the_internal_date_is_five_working_days_earlier_or_half_the_time() -> None:
    long, short = decided(a_reading(reply_by=DUE)).tasks[0], decided(a_reading(reply_by=date(2026, 11, 6))).tasks[0]
    assert long.internal_due_on == date(2026, 11, 20)
    assert short.internal_due_on == date(2026, 11, 4)
    assert decided(a_reading(reply_by=date(2026, 11, 2))).tasks[0].internal_due_on == date(2026, 11, 2)


def test_a_request_without_a_known_service_goes_to_the_link_officer_without_the_letter() -> None:
    decision = decided(a_reading(reply_by=DUE, service=None))
    assert decision.tasks[0].owner == OFFICER
    assert mails(decision, "task")[0].attach == ()
    assert mails(decided(a_reading(reply_by=DUE)), "task")[0].attach == ("m-1",)


def test_a_sensitive_service_goes_to_the_link_officer_first() -> None:
    reading = a_reading(reply_by=DUE, service=None)
    reading = replace(reading, service=ServiceMatch("childrens_social_care", True, sensitive=True))
    assert decided(reading).tasks[0].owner == OFFICER


def test_a_replayed_letter_meets_its_own_task_and_does_nothing_new() -> None:
    first = decided(a_reading(reply_by=DUE))
    again = decided(a_reading(reply_by=DUE), after(first))
    assert {i.key for i in again.intents if not isinstance(i.effect, UpdateSheet)} <= {i.key for i in first.intents}
    assert [t.id for t in again.tasks] in ([], [f"{CASE}/1"])


def test_the_same_letter_in_another_message_is_a_further_copy() -> None:
    first = decided(a_reading(reply_by=DUE))
    copy = decided(a_reading(reply_by=DUE, message_id="other@lgo.org.uk"), after(first), message="m-2")
    assert copy.disposition is Disposition.FILE and copy.copy_of and not copy.intents and not copy.tasks


def test_an_exact_copy_of_the_message_is_filed_before_anything_else() -> None:
    decision = decided(a_reading(reply_by=DUE), copies=("m-0",))
    assert decision.disposition is Disposition.FILE and not decision.intents


def test_the_same_message_id_with_other_words_is_asked_about_and_its_clock_runs() -> None:
    decision = decided(a_reading(reply_by=DUE), conflicting=("m-0",))
    assert [q.about for q in asked(decision)] == [About.CONFLICT]
    assert decision.tasks[0].owner == OFFICER and decision.tasks[0].due_on == DUE
    settled = decided(a_reading(reply_by=DUE), after(decision), word=Word(confirmed=True), conflicting=("m-0",))
    assert settled.disposition is Disposition.ACT and settled.tasks[0].owner == OWNER


def test_a_joint_letter_acts_on_each_case_with_one_acknowledgement() -> None:
    about = References(about=("26 104 377", "26 104 388"), ombudsman="lgsco")
    decision = decided(a_reading(reply_by=DUE, references=about))
    assert [c.id for c in decision.cases] == [CASE, "LGSCO 26 104 388"] == list(decision.touched_cases)
    assert [t.case for t in decision.tasks] == [CASE, "LGSCO 26 104 388"]
    assert len(effects(decision, DraftReply)) == 1


def test_an_unseen_reference_opens_its_one_case_at_once_and_holds_only_the_registration() -> None:
    decision = decided(a_reading(reply_by=DUE), directory_kept=True)
    assert [q.about for q in asked(decision)] == [About.COMPLAINT_LINK]
    held = [i for i in decision.intents if i.held]
    assert [i.effect.effect for i in held] == ["register_in_case_system"]
    assert decision.tasks[0].due_on == DUE and told(decision) == {OWNER}


def test_a_letter_that_is_no_request_yet_is_registered_and_acknowledged_without_a_task() -> None:
    decision = decided(a_reading("new_notification"))
    assert not decision.tasks and not mails(decision, "task")
    assert effects(decision, RegisterInCaseSystem) and effects(decision, DraftReply)


def test_the_housing_ombudsman_also_gets_a_portal_text() -> None:
    decision = decided(a_reading(case=HO_CASE, reply_by=DUE))
    assert [m.to for m in mails(decision, "portal_text")] == [(OFFICER,)]
    assert not mails(decided(a_reading(reply_by=DUE)), "portal_text")


def test_a_second_portal_notice_opens_no_second_portal_task() -> None:
    notice = a_reading("portal_notice", case=HO_CASE, text="A message waits.")
    first = decided(notice)
    assert [t.kind for t in first.tasks] == [TaskKind.PORTAL] and first.tasks[0].owner == OFFICER
    second = decided(a_reading("portal_notice", case=HO_CASE, text="Another waits."), after(first), message="m-2")
    assert not [t for t in second.tasks if t.version == 0] and not mails(second, "portal_task")


def test_while_the_owner_is_away_the_mail_goes_to_the_stand_in_and_the_task_stays_theirs() -> None:
    decision = decided(a_reading(reply_by=DUE), desk=a_desk(away=("repairs_lead",)))
    assert decision.tasks[0].owner == OWNER and mails(decision, "task")[0].to == (STAND_IN,)


def test_a_letter_to_a_closed_case_asks_and_keeps_its_clock() -> None:
    closed = a_file(case=a_case(status=CaseStatus.CLOSED))
    decision = decided(a_reading(reply_by=DUE), closed)
    assert decision.disposition is Disposition.REVIEW and [q.about for q in asked(decision)] == [About.KIND]
    assert decision.tasks[0].due_on == DUE and decision.tasks[0].owner == OFFICER


def test_a_complaint_sent_back_is_a_task_with_a_date_for_the_link_officer() -> None:
    decision = decided(a_reading("premature_referral", reply_by=DUE))
    assert decision.disposition is Disposition.REVIEW
    assert [(t.owner, t.due_on) for t in decision.tasks] == [(OFFICER, DUE)]


def test_confirmed_the_held_task_becomes_the_request_itself() -> None:
    doubtful = a_reading(reply_by=DUE, disposition=Disposition.REVIEW)
    first = decided(doubtful)
    assert [t.kind for t in first.tasks] == [TaskKind.FOLLOW_UP] and told(first) == set()
    settled = decided(doubtful, after(first), word=Word(kind="information_request", confirmed=True))
    assert [(t.id, t.kind, t.owner) for t in settled.tasks] == [(f"{CASE}/1", TaskKind.REQUEST, OWNER)]


def test_nothing_said_the_held_task_is_withdrawn() -> None:
    doubtful = a_reading(reply_by=DUE, disposition=Disposition.REVIEW)
    settled = decided(doubtful, after(decided(doubtful)), word=Word(nothing=True))
    assert [t.state for t in settled.tasks] == [TaskState.WITHDRAWN] and not told(settled)


def test_every_kind_has_a_playbook_and_leaves_a_trace_a_person_can_find() -> None:
    """domain 17: each kind needs at least: register, a task with a date, or a person told."""
    quiet = {"newsletter", "automatic_reply", "unrelated"}
    for playbook in rules().playbooks:
        decision = decided(a_reading(playbook.kind, reply_by=DUE), a_file(a_task(due=DUE)), moment=a_moment())
        assert bool(decision.intents) is (playbook.kind not in quiet), playbook.kind
