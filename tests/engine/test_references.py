"""References in every written form; about or in passing; our own; and numbers that are none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from linkbot.engine.facts.references import find_references
from linkbot.model.acting import Acting
from linkbot.model.mail import Address, Letter, LetterRole
from linkbot.model.reading import References
from tests.engine.genuine_mail import OMBUDSMEN


def read(
    subject: str, text: str = "Dear X", *, of: str | None = "lgsco", names: tuple[str, ...] = (), history: str = ""
) -> References:
    older = (Letter(LetterRole.QUOTED, "quoted:1", history),) if history else ()
    acts = Acting(
        letters=(Letter(LetterRole.NEW, "body", text),),
        forwarded=False,
        from_=Address("jo@lgo.org.uk"),
        to=(),
        cc=(),
        subject=subject,
        date=datetime(2027, 3, 3, 10, tzinfo=UTC),
        ombudsman=of,
        history=older,
        attachment_names=names,
    )
    return find_references(acts, ombudsmen=OMBUDSMEN, our_patterns=(r"CRM-\d{6}",))


@pytest.mark.parametrize(
    "text",
    [
        "Our ref: 26 001 111",
        "Our reference 26-001-111",
        "Complaint reference:\n26 001 111",
        "Case ref 26001111",
        "Our ref: LGSCO/26 001 111",
        "Our ref: 26 001\n111 (please quote)",
        "Ref: 26\u00a0001\u00a0111",
        "LGSCO ref 26/001/111",
        "Dear CE\n\nI write about complaint number 26 001 111, made by Mr Cole.",
        "Mr Cole\n26 001 111\n\nDear CE",
    ],
)
def test_every_written_form_of_lgsco_has_one_canonical_form(text: str) -> None:
    found = read("Enquiry", text)
    assert (found.about, found.ombudsman) == (("26 001 111",), "lgsco")
    assert found.evidence[0].quote


@pytest.mark.parametrize(
    "text",
    ["Case 202622548", "Our ref: 2026225 48", "Reference: 2026225\n48", "Dear landlord\n\nComplaint 202622548 (Ms Y)"],
)
def test_every_written_form_of_the_housing_ombudsman_has_one_canonical_form(text: str) -> None:
    assert read("Determination", text, of="ho").about == ("202622548",)


@pytest.mark.parametrize(
    "text",
    [
        "Call me on 0300 061 0614 or 020 7946 0018 or 01632 960 123 or 07700 900 123.",
        "Tel 24 017 777",
        "Sort code 20-12-34, account 12345678",
        "You had 12 345 678 visits",
        "It cost £12 345 678 in 2026.",
        "UPRN 10012345678, invoice 26001111",
        "On 2026-11-02 at 26.10.2026",
        "Ring +44 20 794 600 18",
        "SW11 1TN, PO Box 4771",
        "26001111 residents live here",
        "order 2202622548",
    ],
)
def test_numbers_that_are_no_reference(text: str) -> None:
    assert read("Letter", f"Dear X\n\nThank you. It rained. {text}").about == ()


def test_a_joint_letter_is_about_each_of_its_cases() -> None:
    assert read("26 001 111 and 26 001 222 - joint enquiry").about == ("26 001 111", "26 001 222")
    assert read("26 001 111/26 001 222").about == ("26 001 111", "26 001 222")
    text = "Dear X\n\nI write about complaints 26 001 111, 26 001 222 and 26 001 333 from three families."
    assert read("Joint enquiry", text).about == ("26 001 111", "26 001 222", "26 001 333")


@pytest.mark.parametrize(
    "passing",
    [
        "We also determined a complaint under reference 25 004 444.",
        "This is not the same as your earlier complaint, 25 004 444.",
        "See also 25 004 444.",
        "You will remember her from case 25 004 444, which closed in May.",
        "In 25 004 444 we found the same fault.",
        "Mr Cole's previous complaint (25 004 444) stays closed.",
        "A separate investigation, ref 25 004 444, goes on.",
    ],
)
def test_a_case_named_in_passing_is_only_mentioned(passing: str) -> None:
    found = read("26 001 111 enquiry", f"Dear X\n\nI write about Mr Cole. {passing}\n\nPlease reply.")
    assert (found.about, found.mentioned) == (("26 001 111",), ("25 004 444",))


def test_a_former_number_in_the_subject_is_mentioned_and_an_earlier_letter_is_not_another_case() -> None:
    found = read("26 001 111 - new investigation (was 25 004 444)")
    assert (found.about, found.mentioned) == (("26 001 111",), ("25 004 444",))
    assert read("Overdue", "Dear X\n\nWe have no reply to our earlier letter about 26 001 111.").about == (
        "26 001 111",
    )


def test_the_other_ombudsmans_number_is_mentioned_in_this_ones_letter() -> None:
    found = read("26 001 111", "Dear X\n\nThe Housing Ombudsman has case 202622548.")
    assert (found.about, found.mentioned) == (("26 001 111",), ("202622548",))


def test_a_file_name_names_the_case_of_an_empty_covering_mail() -> None:
    assert read("Letter", "Attached.", names=("26 001 111 Decision statement.pdf",)).about == ("26 001 111",)
    assert read("Letter", "Attached.", names=("26001111_decision.pdf",)).about == ("26 001 111",)


def test_quoted_history_names_the_case_only_as_a_last_resort() -> None:
    assert read("RE: letter", "Thanks.", history="Our ref 25 004 444").about == ("25 004 444",)
    assert read("RE: 26 001 111", "Thanks.", history="Our ref 25 004 444").about == ("26 001 111",)


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("Your ref: AB/2026/0123", "AB/2026/0123"),
        ("Your reference: 10045678", "10045678"),
        ("Council's reference: STG2-778", "STG2-778"),
        ("Landlord’s ref HSG.2026.9", "HSG.2026.9"),
        ("your complaint CRM-123456 of May", "CRM-123456"),
    ],
)
def test_our_own_reference_is_found_by_its_cue_or_our_pattern(text: str, ours: str) -> None:
    found = read("26 001 111", f"Dear X\n\n{text}\n")
    assert (found.ours, found.about) == ((ours,), ("26 001 111",))


def test_words_behind_the_cue_are_no_reference() -> None:
    assert read("26 001 111", "Your ref: not given\nYour reference to the policy is noted.").ours == ()


def test_a_table_of_cases_is_about_each_of_its_rows() -> None:
    table = "| Case | Wanted | Due |\n| 26 001 111 | proof of payment | 4 May 2026 |\n| 26 001 222 | a policy | 9 May |"
    found = read(
        "Remedies past their date", f"Dear X\n\nThese are late. Please bring me up to date.\n\n{table}\n\nThanks"
    )
    assert (found.about, found.mentioned) == (("26 001 111", "26 001 222"), ())
    points = "- 26 001 111: the apology to Mr Lowe\n- 26 001 222: the refund for Mrs Hill"
    assert read("Two remedies", f"Dear X\n\nStill open. Please reply.\n\n{points}").about == (
        "26 001 111",
        "26 001 222",
    )


def test_rows_of_other_cases_in_a_letter_with_a_case_of_its_own_are_mentioned() -> None:
    rows = "- 25 004 444 was about bins\n- 25 005 555 was about a tree"
    found = read("26 001 111 enquiry", f"Dear X\n\nI write about Mr Cole. He has come to us twice.\n\n{rows}")
    assert (found.about, found.mentioned) == (("26 001 111",), ("25 004 444", "25 005 555"))


def test_the_decision_whose_remedy_failed_is_mentioned_where_a_new_case_is_opened() -> None:
    found = read(
        "26 001 111: an agreed remedy not carried out (25 004 444)", "Dear X\n\nIn May you accepted our decision."
    )
    assert (found.about, found.mentioned) == (("26 001 111",), ("25 004 444",))
    text = (
        "Dear X\n\nThe Council accepted our decision on 25 004 444. We have now opened a new investigation, 26 001 111."
    )
    found = read("A remedy not carried out", text)
    assert (found.about, found.mentioned) == (("26 001 111",), ("25 004 444",))
