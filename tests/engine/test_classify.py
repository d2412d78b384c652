"""Kinds by evidence: the traps. The mail stands above the assertion."""

from __future__ import annotations

import pytest

from linkbot.engine.kinds.chasers import chief_executive_copied, threatens
from linkbot.model.authentication import Verdict
from linkbot.model.case_facts import CaseFacts
from linkbot.model.classification import Certainty
from linkbot.model.organisation import Organisation
from tests.engine.letters_of_a_test import a_letter, kind_of, rules

TOWN = Organisation("Town", ("town.gov.uk",), ("ombudsman@town.gov.uk",))

DECISION = """The Ombudsman's final decision
Complaint reference: 26 004 912
Summary
The Council delayed. We found fault.
Background
The landlord had been late before: we issued a complaint handling failure order and a witness summons was threatened.
Ms Hart chased the Council; it sent her a reminder but she had not received an answer. She was satisfied in May.
Agreed action
Within one month of the final decision the Council will:
1. apologise to Ms Hart;
2. pay her £300.
"""


def test_a_draft_that_speaks_of_the_final_decision_is_a_draft() -> None:
    mail = a_letter(
        "Dear Chief Executive\n\nI attach my draft decision, in confidence. Comments by 19 February 2027, "
        "please, after "
        "which I will issue a final decision.",
        subject="26 004 912 - Draft decision",
    )
    assert kind_of(mail).kind == "draft_decision"


def test_a_decision_not_to_investigate_is_no_determination() -> None:
    mail = a_letter(
        "Dear Chief Executive\n\nOur decision is attached. We will not investigate because there is not "
        "enough evidence "
        "of fault.",
        subject="26 004 912 - our decision",
        attached=(("decision.pdf", "The Ombudsman's decision\n26 004 912\nWe will not investigate this complaint."),),
    )
    assert kind_of(mail).kind == "closed_without_investigation"


def test_the_narrative_of_a_decision_decides_nothing_and_threatens_nobody() -> None:
    mail = a_letter(
        "Dear Link Officer\n\nPlease see attached.", subject="26 004 912", attached=(("letter.pdf", DECISION),)
    )
    found = kind_of(mail)
    assert (found.kind, found.certainty) == ("final_determination", Certainty.CERTAIN)
    assert threatens(mail, rules().kinds) == (False, None)


def test_a_chaser_that_encloses_the_decision_again_is_a_chaser() -> None:
    mail = a_letter(
        "Dear Link Officer\n\nThe payment in the attached decision was due by 4 April. I have not received "
        "proof of it. "
        "Please send it by 14 April.",
        subject="RE: 26 004 912 final decision",
        attached=(("final decision.pdf", DECISION),),
    )
    assert kind_of(mail).kind == "first_chaser"


def test_evidence_of_compliance_asked_for_is_no_confirmation() -> None:
    mail = a_letter(
        "Dear Link Officer\n\nThe Council agreed to apologise and pay £750 by 4 April. I have no record of evidence of "
        "this. Please send a copy of the apology and proof of payment by 14 April.",
        subject="26 004 912 - Evidence of compliance",
    )
    assert kind_of(mail).kind == "first_chaser"


def test_a_partial_confirmation_with_an_outstanding_item_is_no_chaser() -> None:
    mail = a_letter(
        "Dear Link Officer\n\nThank you for the proof of payment, which completes that part of the remedy. The staff "
        "reminder remains outstanding and is due by 4 June 2027.",
        subject="RE: 26 004 912 - evidence received",
    )
    assert kind_of(mail).kind == "compliance_confirmation"


def test_a_newsletter_may_name_every_order_there_is() -> None:
    mail = a_letter(
        "In this issue: our quarterly report on complaint handling failure orders, severe maladministration, and "
        "witness summonses. Book your place on our webinar. Unsubscribe.",
        subject="Housing Ombudsman e-newsletter",
        sender="ho",
    )
    assert kind_of(mail).kind == "newsletter"


def test_a_mild_we_will_consider_makes_a_chaser_final() -> None:
    mail = a_letter(
        "Dear landlord\n\nWe asked you to respond to the resident by 9 November. We have not received a "
        "copy. If you do "
        "not respond by 16 November we will consider a complaint handling failure notice.",
        subject="202651187 - second request",
        sender="ho",
    )
    assert kind_of(mail).kind == "final_chaser"


def test_a_standing_warning_in_a_first_request_makes_no_chaser() -> None:
    mail = a_letter(
        "Dear landlord\n\nPlease provide the repair logs and policies through the Portal by 12 March 2027. Failure to "
        "provide them may result in a Complaint Handling Failure Order.",
        subject="202651187 evidence request",
        sender="ho",
    )
    assert kind_of(mail).kind == "information_request"


def test_an_issued_failure_order_is_a_final_chaser() -> None:
    mail = a_letter(
        "Dear Chief Executive\n\nThe landlord has not responded despite our requests. We have determined a complaint "
        "handling failure and order it to reply within 5 working days of the date of this letter.",
        subject="202651187 - Complaint Handling Failure Order - Type 1",
        sender="ho",
    )
    assert kind_of(mail).kind == "final_chaser"


def test_a_threat_in_quoted_text_does_not_count() -> None:
    mail = a_letter(
        "Hi again\n\nNo sign of the minutes I asked for by 1 April. Could you find them by Tuesday 13 April?",
        subject="RE: 26 004 912",
        quoted="We will issue a witness summons under section 29.",
    )
    assert kind_of(mail).kind == "first_chaser"


def test_a_threat_in_the_footer_does_not_count() -> None:
    mail = a_letter(
        "Dear landlord\n\nMy request of 5 January asked for documents by the 26th. Items 3 and 4 are not "
        "there. Would you "
        "send those by 4 February?\n\nA. Obi\nHousing Ombudsman Service\nPO Box 1484\n______________________\nThe "
        "Ombudsman may issue Complaint Handling Failure Orders and tell the Regulator of Social Housing.",
        subject="Overdue: 202651187",
        sender="ho",
    )
    assert kind_of(mail).kind == "first_chaser"
    assert threatens(mail, rules().kinds)[0] is False


REMINDER = (
    "Dear Chief Executive\n\nWe asked for your response by 15 December. We have not received it. Please send it now."
)


def test_the_chief_executive_copied_makes_an_overdue_chaser_final() -> None:
    mail = a_letter(REMINDER, cc=("chief.executive@town.gov.uk",))
    copied = chief_executive_copied(mail, organisation=TOWN, ceo_addresses=(), rules=rules().kinds)
    assert kind_of(mail, CaseFacts(checked=True, overdue=True, chief_executive_copied=copied)).kind == "final_chaser"


def test_without_a_store_the_letters_own_word_that_a_date_was_missed_counts() -> None:
    assert kind_of(a_letter(REMINDER), CaseFacts(checked=False, chief_executive_copied=True)).kind == "final_chaser"


def test_with_a_store_that_knows_better_it_does_not() -> None:
    known = CaseFacts(checked=True, overdue=False, chief_executive_copied=True)
    assert kind_of(a_letter(REMINDER), known).kind == "first_chaser"


def test_a_salutation_to_the_chief_executive_is_nothing() -> None:
    mail = a_letter(REMINDER)
    assert not chief_executive_copied(mail, organisation=TOWN, ceo_addresses=(), rules=rules().kinds)
    assert kind_of(mail, CaseFacts(checked=True, overdue=True)).kind == "first_chaser"


@pytest.mark.parametrize("address", ["ceo@town.gov.uk", "chief.executive@town.gov.uk", "m.feld@town.gov.uk"])
def test_the_chief_executive_is_known_by_mailbox_or_address(address: str) -> None:
    mail = a_letter(REMINDER, to=(address,))
    assert chief_executive_copied(mail, organisation=TOWN, ceo_addresses=("m.feld@town.gov.uk",), rules=rules().kinds)


def test_another_bodys_chief_executive_is_not_ours() -> None:
    mail = a_letter(REMINDER, cc=("chief.executive@elsewhere.gov.uk",))
    assert not chief_executive_copied(mail, organisation=TOWN, ceo_addresses=(), rules=rules().kinds)


def test_any_news_is_a_chaser_only_while_something_is_overdue() -> None:
    mail = a_letter("Hello - any news on this?\n\nO", subject="26 009 571")
    assert kind_of(mail).certainty is Certainty.UNCLEAR
    assert kind_of(mail, CaseFacts(checked=True, open_items=True, overdue=True)).kind == "first_chaser"


def test_a_request_to_answer_the_resident_is_an_information_request() -> None:
    mail = a_letter(
        "Dear landlord\n\nThe resident tells us they complained on 9 September 2026 and have had no reply. "
        "Please issue a "
        "stage 1 response to the resident and send us a copy by 9 November 2026.",
        subject="202651187 - request for the landlord to respond to a complaint",
        sender="ho",
    )
    assert kind_of(mail).kind == "information_request"


def test_a_new_case_about_an_old_remedy_that_threatens_is_both() -> None:
    mail = a_letter(
        "Dear Chief Executive\n\nThe Council has still not paid Mr Gallagher. We have therefore opened a new "
        "complaint and "
        "will investigate. I invite comments by 31 March 2027. The Ombudsman will normally consider a public interest "
        "report where a council does not honour a remedy.",
        subject="26 017 655 - new investigation (was 25 011 098)",
    )
    found = kind_of(mail)
    assert (found.kind, found.also) == ("new_notification", ("final_chaser",))


def test_an_invitation_to_comment_is_no_request_for_papers() -> None:
    mail = a_letter(
        "Dear Chief Executive\n\nI am going to look into that complaint. If the Council would like to comment, its "
        "comments should reach me by 3 December 2026.",
        subject="26 008 806 notification",
    )
    assert kind_of(mail).also == ()


def test_a_colleagues_evidence_is_never_ombudsman_mail() -> None:
    mail = a_letter(
        "Evidence attached: job sheets and photos.", subject="RE: Corrective action 202618844", sender="int"
    )
    assert kind_of(mail).kind == "service_evidence"


def test_a_resident_who_quotes_the_ombudsman_is_no_chaser() -> None:
    mail = a_letter(
        "The council still has not paid me what the Ombudsman ordered!", subject="Ombudsman 26 007 781", sender="out"
    )
    assert kind_of(mail).kind == "complainant_mail"


def test_the_health_ombudsman_is_another_ombudsman() -> None:
    mail = a_letter(
        "We are investigating this complaint jointly with the Local Government and Social Care Ombudsman.",
        subject="Joint investigation",
        sender="phso",
    )
    assert kind_of(mail).kind == "other_ombudsman"


def test_a_forgery_is_read_as_what_it_claims_to_be() -> None:
    mail = a_letter("Open the attached file to avoid court action.", subject="witness summons attached", sender="out")
    assert kind_of(mail, CaseFacts(verdict=Verdict.FORGED)).kind == "final_chaser"


def test_a_gate_may_fix_the_kind() -> None:
    found = kind_of(a_letter("anything"), CaseFacts(gate_kind="newsletter"))
    assert (found.kind, found.certainty) == ("newsletter", Certainty.CERTAIN)


def test_hits_misses_and_rivals_are_kept_for_the_explanation() -> None:
    found = kind_of(a_letter(REMINDER))
    assert found.hits[0].quote in " ".join(REMINDER.split())
    assert found.hits[0].source == "body"
    assert any(miss.kind == "first_chaser" for miss in found.misses)


def test_each_signal_counts_once_however_often_it_stands() -> None:
    once, thrice = a_letter(REMINDER), a_letter(REMINDER + "\n\nWe have not received it. We have not received it.")
    hits = [hit.signal for hit in kind_of(thrice).hits]
    assert len(hits) == len(set(hits))
    assert kind_of(thrice).score == kind_of(once).score


def test_an_empty_mail_is_left_to_a_person() -> None:
    found = kind_of(a_letter("", subject=""))
    assert (found.kind, found.certainty) == (None, Certainty.UNCLEAR)
