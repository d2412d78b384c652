"""Whose letter it is: certain only when the words decide."""

from __future__ import annotations

import pytest

from linkbot.engine.kinds.service import find_service
from linkbot.model.reading import ServiceMatch
from tests.engine.letters_of_a_test import a_letter, rules


def _service(text: str, *configured: str, subject: str = "26 004 912") -> ServiceMatch:
    return find_service(a_letter(text, subject=subject), services=rules().services, configured=configured)


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("The complaint is about four penalty charge notices and a resident's parking permit.", "parking"),
        ("Mr Cole complains about council tax recovery and a liability order.", "council_tax"),
        ("It concerns damp and mould, and how the landlord handled repairs.", "housing_repairs"),
        ("Ms Haddad complained that the EHC plan was not put in place at her son's special school.", "education_sen"),
        ("The complaint is about homelessness and the personal housing plan.", "homelessness"),
        ("She complained about missed bin collections and fly-tipping.", "waste"),
        ("It is about a planning application for a neighbour's extension.", "planning"),
    ],
)
def test_what_the_complaint_is_about_decides(text: str, service: str) -> None:
    found = _service(f"Dear Link Officer\n\n{text}\n\nPlease send the file.")
    assert (found.service, found.certain) == (service, True)


def test_the_ombudsmans_own_name_says_nothing() -> None:
    found = _service(
        "Dear Link Officer\n\nPlease send the file.\n\nLocal Government and Social Care Ombudsman\nHousing "
        "Ombudsman Service"
    )
    assert (found.service, found.certain) == (None, False)


def test_two_services_in_one_letter_are_left_to_the_link_officer() -> None:
    found = _service("Dear Link Officer\n\nThe complaint is about council tax and about planning permission.")
    assert not found.certain


def test_the_configurations_own_name_is_used() -> None:
    text = "The complaint is about repairs to the boiler and about damp."
    assert _service(text, "repairs").service == "repairs"
    assert _service(text, "planning").service == "housing_repairs"


def test_childrens_matters_are_sensitive() -> None:
    found = _service("The complaint is about child protection and the social worker's report.")
    assert (found.service, found.sensitive) == ("childrens_services", True)
    assert found.evidence


def _of(ombudsman: str, text: str) -> tuple[str | None, bool]:
    letter = a_letter(f"Dear Link Officer\n\n{text}\n\nPlease reply.", sender=ombudsman)
    found = find_service(letter, services=rules().services, configured=())
    return found.service, found.certain


def test_a_service_an_ombudsman_cannot_write_about_is_not_taken() -> None:
    text = "The complaint is about noise at night, the smell of bins and the parking of vans."
    assert _of("ho", text) == ("asb", True)
    assert _of("ho", "The complaint is about council tax.") == (None, False)
    assert _of("lgsco", "The complaint is about council tax.") == ("council_tax", True)


def test_noise_alone_does_not_say_whose_it_is_in_a_council() -> None:
    assert _of("lgsco", "The complaint is about noise at night.")[1] is False


def test_how_a_complaint_was_answered_never_beats_what_it_was_about() -> None:
    text = "The complaint is about complaint handling, the stage 2 response and the complaint about a lift."
    assert _of("ho", text)[0] == "housing_repairs"
    assert _of("ho", "Please send your stage 2 response. The complaint is about complaint handling.")[0] == (
        "complaint_handling"
    )


def test_a_word_that_every_letter_holds_names_no_service() -> None:
    assert _of("ho", "The landlord and the tenant have written to us.") == (None, False)
