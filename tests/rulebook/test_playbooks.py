"""What the shipped playbooks promise: the council's process, step by step."""

from __future__ import annotations

import pytest

from linkbot.model.playbook import Do, Playbook
from linkbot.model.reading import Disposition
from tests.engine.letters_of_a_test import rules

SENIOR = {"ceo_office", "monitoring_officer", "slt_director"}


def _playbook(kind: str) -> Playbook:
    playbook = rules().playbook(kind)
    assert playbook is not None
    return playbook


def _told(kind: str) -> set[str]:
    return {step.role or "" for step in _playbook(kind).steps if step.do is Do.NOTIFY}


@pytest.mark.parametrize(
    ("kind", "dos"),
    [
        ("new_notification", {Do.REGISTER, Do.SHEET, Do.DRAFT, Do.TASK_PER_LETTER}),
        ("information_request", {Do.REGISTER, Do.TASK_PER_LETTER, Do.INVITE, Do.REMIND, Do.SHEET, Do.DRAFT}),
        ("final_determination", {Do.REGISTER, Do.TASK_PER_ITEM, Do.INVITE, Do.REMIND, Do.SHEET, Do.DRAFT, Do.NOTIFY}),
        ("first_chaser", {Do.REGISTER, Do.TASK_PER_LETTER, Do.INVITE, Do.SHEET, Do.DRAFT, Do.NOTIFY}),
        ("final_chaser", {Do.REGISTER, Do.TASK_PER_LETTER, Do.INVITE, Do.SHEET, Do.DRAFT, Do.NOTIFY}),
        ("compliance_confirmation", {Do.REGISTER, Do.CLOSE_ITEMS, Do.SHEET}),
    ],
)
def test_each_core_kind_does_its_steps(kind: str, dos: set[Do]) -> None:
    assert dos <= {step.do for step in _playbook(kind).steps}


def test_a_determination_goes_to_the_director_and_communications() -> None:
    assert _told("final_determination") == {"slt_director", "head_of_communications"}


def test_a_first_chaser_reaches_two_heads_and_a_final_one_the_top() -> None:
    assert _told("first_chaser") == {"head", "head_of_resident_contact"}
    assert _told("final_chaser") == _told("first_chaser") | SENIOR


def test_a_chaser_is_answered_with_a_holding_reply_and_never_acknowledged() -> None:
    for kind in ("first_chaser", "final_chaser"):
        assert [step.template for step in _playbook(kind).steps if step.do is Do.DRAFT] == ["holding_reply"]


def test_a_confirmation_is_not_answered() -> None:
    assert not [step for step in _playbook("compliance_confirmation").steps if step.do is Do.DRAFT]


def test_a_draft_decision_stays_with_the_link_officer() -> None:
    playbook = _playbook("draft_decision")
    assert playbook.confidential
    assert {step.role for step in playbook.steps if step.role} == {"link_officer"}


def test_only_the_kinds_a_person_need_not_see_run_by_themselves() -> None:
    acting = {p.kind for p in rules().playbooks if p.disposition is Disposition.ACT}
    assert acting == {
        "new_notification",
        "information_request",
        "final_determination",
        "first_chaser",
        "final_chaser",
        "compliance_confirmation",
        "extension_decision",
        "closed_without_investigation",
        "annual_letter",
    }
    assert {p.kind for p in rules().playbooks if p.disposition is Disposition.FILE} == {
        "newsletter",
        "automatic_reply",
        "unrelated",
    }


def test_what_is_reviewed_is_asked_about() -> None:
    for playbook in rules().playbooks:
        if playbook.disposition is Disposition.REVIEW:
            assert any(step.do is Do.ASK for step in playbook.steps), playbook.kind


def test_a_public_report_alerts_the_three_posts_the_ombudsman_names() -> None:
    assert _told("public_report") == {"ceo_office", "monitoring_officer", "head"}
