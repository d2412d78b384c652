"""The rule files as a whole: sound as shipped, every fault of every file at once, and a new kind without any Python."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from linkbot.engine.kinds.classify import classify
from linkbot.model.case_facts import CaseFacts
from linkbot.model.playbook import Do
from linkbot.rulebook.load import load_rulebook
from linkbot.rulebook.shipped import rule_layers, shipped
from linkbot.toml_document import Faulty
from tests.engine.letters_of_a_test import a_letter

KINDS = frozenset(
    [
        "new_notification",
        "information_request",
        "final_determination",
        "first_chaser",
        "final_chaser",
        "compliance_confirmation",
        "draft_decision",
        "premature_referral",
        "extension_decision",
        "closed_without_investigation",
        "early_resolution",
        "review_requested",
        "review_outcome",
        "public_report",
        "press_notice",
        "annual_letter",
        "portal_notice",
        "other_ombudsman",
        "newsletter",
        "automatic_reply",
        "delivery_failure",
        "service_evidence",
        "complainant_mail",
        "unrelated",
    ]
)

KIND = """
title = "Site visit"
from = ["ombudsman"]
disposition = "review"
[stated]
register = true
task = "none"
told = ["link_officer"]
reply = "none"
clock = "none"
[[steps]]
do = "register"
[[steps]]
do = "ask"
[[signals]]
id = "visit"
weight = 6
phrases = ["(visit|inspect) the (home|house|flat)"]
"""


def _overlay(tmp_path: Path, **kinds: str) -> tuple[Path, ...]:
    (tmp_path / "kinds").mkdir()
    for kind, text in kinds.items():
        (tmp_path / "kinds" / f"{kind}.toml").write_text(text, encoding="utf-8")
    return (tmp_path, *rule_layers())


def _faults(layers: tuple[Path, ...]) -> list[str]:
    with pytest.raises(Faulty) as faulty:
        load_rulebook(layers)
    return [str(fault) for fault in faulty.value.faults]


def test_the_shipped_rules_hold_every_kind_and_no_other() -> None:
    rules = load_rulebook(rule_layers())
    assert set(rules.kinds.ids) == KINDS
    assert {playbook.kind for playbook in rules.playbooks} == KINDS


def test_a_new_kind_is_a_file_and_no_python(tmp_path: Path) -> None:
    rules = load_rulebook(_overlay(tmp_path, site_visit=KIND))
    mail = a_letter("Dear Link Officer\n\nI should like to visit the flat with your surveyor.")
    assert classify(mail, kinds=rules.kinds, facts=CaseFacts(), ombudsman="lgsco").kind == "site_visit"
    playbook = rules.playbook("site_visit")
    assert playbook is not None
    assert [step.do for step in playbook.steps] == [Do.REGISTER, Do.ASK]


def test_an_overlays_copy_of_a_kind_wins(tmp_path: Path) -> None:
    text = (shipped("rules") / "kinds" / "annual_letter.toml").read_text(encoding="utf-8")
    rules = load_rulebook(_overlay(tmp_path, annual_letter=text.replace('"Annual letter"', '"Yearly letter"')))
    playbook = rules.playbook("annual_letter")
    assert playbook is not None
    assert playbook.title == "Yearly letter"


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    faulty = KIND.replace('do = "ask"', 'do = "telephone"').replace("weight = 6", 'weight = "six"')
    other = KIND.replace('title = "Site visit"', "") + '[[signals]]\nid = "visit"\nweight = 1\nphrasez = ["x"]\n'
    told = "\n".join(_faults(_overlay(tmp_path, one=faulty, two=other)))
    for words in ("telephone", "weight must be a number", "title is missing", "called 'visit'", "phrasez", "one.toml:"):
        assert words in told, words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('do = "ask"', 'do = "notify"\nrole = "mayor"\ntemplate = "alert"'), "'mayor' is nobody's"),
        (('do = "ask"', 'do = "notify"\nrole = "head"\ntemplate = "postcard"'), "'postcard' does not exist"),
        (('do = "ask"', 'do = "ask"\nwhen = "raining"'), "raining"),
        (('do = "ask"', 'do = "notify"\ntemplate = "alert"'), "needs a role"),
        (('reply = "none"', 'reply = "acknowledgement"'), "stated.reply says acknowledgement"),
        (('told = ["link_officer"]', "told = []"), "stated.told says"),
        (("register = true", ""), "stated.register is missing"),
        (('phrases = ["(visit|inspect) the (home|house|flat)"]', ""), "nothing to look for"),
        (('phrases = ["(', 'patterns = ["(a|b) ... by #", "('), "starts with a choice (IN)"),
        (('"(visit|', '"visit ... home", "(visit|'), "write it under patterns"),
        (('from = ["ombudsman"]', ""), "from is missing"),
        (("[[signals]]", '[[also]]\nkind = "picnic"\nown = 1\nother = 1\n[[signals]]'), "'picnic', which is no kind"),
    ],
)
def test_a_kind_file_that_cannot_work_is_refused(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    assert any(words in fault for fault in _faults(_overlay(tmp_path, site_visit=KIND.replace(*change))))


def test_missing_folders_are_faults_and_no_crash(tmp_path: Path) -> None:
    assert any("kinds" in fault for fault in _faults((tmp_path,)))


def test_an_alias_that_names_two_services_is_refused(tmp_path: Path) -> None:
    text = (shipped("rules") / "services.toml").read_text(encoding="utf-8")
    (tmp_path / "services.toml").write_text(text.replace('aliases = ["roads"', 'aliases = ["bins"'), encoding="utf-8")
    assert any("'bins' names two services" in fault for fault in _faults((tmp_path, *rule_layers())))


def test_the_rules_are_found_in_an_installed_package_or_a_checkout(tmp_path: Path) -> None:
    assert (shipped("rules") / "kinds").is_dir()
    shutil.copytree(shipped("rules") / "kinds", tmp_path / "rules" / "kinds")
    assert rule_layers(tmp_path)[0] == tmp_path / "rules"
