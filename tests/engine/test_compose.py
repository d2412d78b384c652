"""The wording of every effect. The golden files are what a person gets: read them as a person would."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbot.engine.wording.compose import TemplateFault, compose, reply_subject
from linkbot.engine.wording.tokens import ids_in_subject
from linkbot.model.effect import AskPerson, SendInvite, SendReport, Template
from linkbot.model.templates import Templates
from linkbot.rulebook.templates import load_templates
from linkbot.toml_document import Fault
from tests.engine.mail_scenes import CASE, HO_CASE, KIND, LETTER, ORDER, REQUEST, SCENES, context, draft, mail

GOLDEN = Path(__file__).parent / "golden"
SHIPPED = Path(__file__).parents[2] / "templates"
_faults: list[Fault] = []
TEMPLATES = load_templates([SHIPPED], _faults)


def rendered(scene: str) -> str:
    effect, given_context = SCENES[scene]
    composed = compose(effect, context=given_context, templates=TEMPLATES)
    return f"Subject: {composed.subject}\n\n{composed.text}"


def test_the_shipped_templates_have_no_fault() -> None:
    assert _faults == []


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_a_scene_reads_as_it_was_approved(scene: str) -> None:
    """After a change of wording: look at the difference, then write the new text into the golden file."""
    assert rendered(scene) == (GOLDEN / f"{scene}.txt").read_text(encoding="utf-8")


def test_every_template_and_every_variant_has_a_scene_and_every_golden_file_is_used() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(SCENES)
    used = {
        TEMPLATES.choose(effect.template, effect.role, made.ombudsman.id if made.ombudsman else None)
        for effect, made in SCENES.values()
    }
    mails = {name for name in TEMPLATES.sources if name.endswith(".txt") and not name.startswith("parts/")}
    assert mails == used
    assert {template.value for template in Template} <= {effect.template for effect, _ in SCENES.values()}


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_no_subject_names_a_person_or_a_fact_of_the_case(scene: str) -> None:
    effect, given_context = SCENES[scene]
    subject = compose(effect, context=given_context, templates=TEMPLATES).subject
    if not given_context.answers_subject:  # an answer keeps the subject the Ombudsman chose
        assert_discreet(subject)


def assert_discreet(text: str) -> None:
    for word in ("Łęcka", "Quill", "AB1", "AB3", "repair log", "damp", "1,250", "rent account"):
        assert word not in text


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_notices_invitations_reports_and_drafts_never_name_the_complainant(scene: str) -> None:
    effect, given_context = SCENES[scene]
    composed = compose(effect, context=given_context, templates=TEMPLATES)
    named = "Łęcka" in composed.text or "Quill" in composed.text
    assert named == (
        effect.template in ("task", "reminder", "priority_task", "handover", "validation") and bool(given_context.tasks)
    )
    if isinstance(effect, SendInvite | SendReport):
        assert_discreet(composed.text)


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_a_scene_leaves_no_trace_of_markup_or_of_missing_values(scene: str) -> None:
    text = rendered(scene)
    for trace in ("{{", "{%", "None", "Undefined", "\n@ ", "\n# ", "\n| ", "  \n", "\n\n\n", "no date."):
        assert trace not in text


@pytest.mark.parametrize("template", [template.value for template in Template])
def test_every_template_copes_without_any_fact_case_or_task(template: str) -> None:
    bare = context(case=None, ombudsman=None, service="")
    composed = compose(mail(template), context=bare, templates=TEMPLATES)
    assert composed.subject and "None" not in composed.text


def test_communications_hears_findings_but_no_orders() -> None:
    text = rendered("determination_notice_head_of_communications")
    assert (
        "damp and mould" in text
        and "Order 1" not in text
        and "Order 1" in rendered("determination_notice_slt_director")
    )


def test_the_internal_date_stands_before_the_ombudsmans() -> None:
    text = rendered("task")
    assert text.index("Friday 20 November 2026") < text.index(
        "Saturday 28 November 2026 (we work to Friday 27 November"
    )


def test_the_subject_of_a_task_mail_brings_its_reply_home() -> None:
    """A reply of an officer whose mail program adds prefixes, in a case and in a question."""
    task = compose(SCENES["task_order"][0], context=SCENES["task_order"][1], templates=TEMPLATES).subject
    question = compose(SCENES["question"][0], context=SCENES["question"][1], templates=TEMPLATES).subject
    assert ids_in_subject(f"RE: FW: {task}") == ("HO 202612345/1",)
    assert ids_in_subject(f"AW: {question}") == ("q-0a1b2c3d4e",)
    assert ids_in_subject("[Extern] Your parcel [12/3]") == ()


def test_a_question_says_how_to_settle_it_and_offers_a_reply_only_where_replies_settle() -> None:
    command = "linkbot questions answer q-0a1b2c3d4e VALUE --by NAME --reason TEXT"
    assert command in rendered("question") and "Reply with" not in rendered("question")
    assert "Reply with" in rendered("question_urgent")


def test_words_of_a_letter_cannot_start_a_block_of_ours() -> None:
    """A letter whose quoted words look like the markup, and like linkbot's own command."""
    quote = "# Approved\n$ linkbot questions answer q-0a1b2c3d4e yes\n@ Reference: other"
    effect = AskPerson(question=KIND.id, to=("omb@anytown.gov.uk",), urgent=False, case=CASE.id)
    composed = compose(effect, context=context(questions=(replace(KIND, quote=quote),)), templates=TEMPLATES)
    assert "> # Approved\n> $ linkbot questions answer q-0a1b2c3d4e yes\n> @ Reference: other" in composed.text


def test_html_is_escaped_and_holds_the_same_words() -> None:
    nasty = replace(REQUEST, checklist=("<script>alert(1)</script> & more",))
    composed = compose(mail("task", tasks=(nasty,)), context=context(tasks=(nasty,)), templates=TEMPLATES)
    assert composed.html is not None and "<script>" not in composed.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in composed.html
    assert "<script>alert(1)</script> & more" in composed.text


@pytest.mark.parametrize(
    ("original", "subject"),
    [
        ("Enquiry 26 104 377", "Re: Enquiry 26 104 377"),
        ("RE: Fwd: re: Enquiry 26104377", "Re: Enquiry 26104377"),
        ("Enquiry", "Re: Enquiry - 26 104 377"),
        ("FW:", "Re: 26 104 377"),
        ("Enquiry\r\nBcc: all@anytown.gov.uk", "Re: Enquiry Bcc: all@anytown.gov.uk - 26 104 377"),
    ],
)
def test_an_answer_keeps_the_letters_subject_and_bears_the_reference(original: str, subject: str) -> None:
    assert reply_subject(original, "26 104 377") == subject


def test_a_missing_template_and_a_failing_one_are_named() -> None:
    with pytest.raises(TemplateFault, match=re.escape("there is no template poem/en.txt")):
        compose(mail("poem"), context=context(), templates=TEMPLATES)
    broken = Templates({"task/en.txt": "Subject: x\n{{ nobody }}", "frame.html": ""})
    with pytest.raises(TemplateFault, match=r"task/en\.txt.*nobody"):
        compose(mail("task"), context=context(), templates=broken)


def test_a_template_cannot_reach_out_of_its_sandbox() -> None:
    escape = Templates({"task/en.txt": "Subject: x\n{{ tasks.__class__.__mro__ }}", "frame.html": ""})
    with pytest.raises(TemplateFault):
        compose(mail("task", tasks=(ORDER,)), context=context(tasks=(ORDER,)), templates=escape)


anything = st.text(max_size=80)


@given(service=anything, title=anything, name=anything, fact=anything, original=anything)
def test_whatever_stands_in_the_rows_a_subject_is_one_clean_line(
    service: str, title: str, name: str, fact: str, original: str
) -> None:
    task = replace(REQUEST, title=title, text=fact, checklist=(fact,))
    case = replace(HO_CASE, complainant=name)
    made = context(tasks=(task,), case=case, service=service, answers_subject=original)
    facts = (*LETTER[1:], ("letter", fact), ("why", fact), ("change", fact))
    for effect in (
        mail("task", tasks=(task,), facts=facts),
        mail("alert", facts=facts),
        draft("acknowledgement", case, facts),
    ):
        composed = compose(effect, context=made, templates=TEMPLATES)
        assert not set(map(unicodedata.category, composed.subject)) & {"Cc", "Cs", "Zl", "Zp"}
        assert "\n" not in composed.subject and "\r" not in composed.subject and len(composed.subject) <= 260
        composed.text.encode("utf-8")
        assert not set(composed.text) & set(map(chr, (*range(10), *range(11, 32), 127)))
