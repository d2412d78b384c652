"""The complainant, the resident's postcode, and the date of the letter."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from linkbot.engine.facts.complainant import find_complainant
from linkbot.engine.facts.letter_date import letter_date
from linkbot.model.acting import Acting
from linkbot.model.mail import Address, Letter, LetterRole
from linkbot.model.reading import Complainant

RECEIVED = date(2027, 3, 5)


def acts(text: str, *attached: tuple[str, str], subject: str = "26 001 111") -> Acting:
    letters = (
        Letter(LetterRole.NEW, "body", text),
        *(Letter(LetterRole.ATTACHED, f"attachment:{name}", inner, filename=name) for name, inner in attached),
    )
    sent = datetime(2027, 3, 3, 10, tzinfo=UTC)
    writer = Address("anna.bell@lgo.org.uk", "Anna Bell")
    return Acting(letters, False, writer, (), (), subject, sent, "lgsco")


def person(text: str, subject: str = "26 001 111") -> Complainant:
    return find_complainant(acts(text, subject=subject))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dear CE\n\nI have a complaint from Mr J Okafor about parking.", "Mr J Okafor"),
        ("Dear CE\n\nMs Adeyemi has contacted us about council tax.", "Ms Adeyemi"),
        ("Dear CE\n\nComplainant: Sarah Jones\nProperty: Flat 2", "Sarah Jones"),
        ("Dear CE\n\nMrs Khan's complaint is accepted. Mr Smith, your Head of Housing, told us.", "Mrs Khan"),
        ("Dear CE\n\nMr and Mrs O’Neill complain that the Council failed them.", "Mr and Mrs O’Neill"),
        ("Dear CE\n\nOur decision on the complaint of Dr van der Berg is attached.", "Dr van der Berg"),
        ("Dear Ms Brown\n\nMr Castell-Wright remains unhappy. Please reply.", "Mr Castell-Wright"),
        ("Dear landlord\n\nThe resident, Miss D'Souza, says the roof leaks.", "Miss D'Souza"),
        ("Dear CE\n\nPlease send Mr\nRahman an apology; Mr Rahman complained in May.", "Mr Rahman"),
        ("Hello\n\nMiss Kerrigan has come to us about bins.", "Miss Kerrigan"),
        ("Dear CE\n\nMr Cole wrote to us.\n\nYours sincerely\n\nMs Anna Bell\nInvestigator", "Mr Cole"),
        ("Dear Ms Brown\n\nWe have had no reply.\n\nRegards\n\nMr Tom Hill\nInvestigator", None),
        ("Dear Mr Hart\n\nMy colleague Ms Patel wrote to you. Ms Bell will call.", None),
        ("Dear Mr Hart\n\nPlease send the file.", None),
        ("Dear landlord\n\nCOMPLAINT 202701176: MS RUTH ADEYEMI-COLE\n\nPlease reply.", "Ms Ruth Adeyemi-Cole"),
        ("Dear landlord\n\nCOMPLAINT 3: MR AND MRS DA SILVA\n\nPlease reply.", "Mr and Mrs da Silva"),
        ("Dear landlord\n\nCOMPLAINT 202701176: MRS O'HARA\n\nPlease reply.", "Mrs O'Hara"),
        ("Hello\n\nWe are looking at Mr B. Hollins-\nGraye's complaint about bins.", "Mr B. Hollins-Graye"),
        ("hi\n\nive still not had the file for miss Petrovs case", "Miss Petrov"),
        ("Hello\n\nI have read the file in Mr Roberts' case. I don't need more.", "Mr Roberts"),
    ],
)
def test_the_complainant_is_whoever_the_words_say_complains(text: str, name: str | None) -> None:
    assert person(text).name == name


def test_a_name_in_the_subject_is_taken_and_quoted() -> None:
    found = person("Dear CE\n\nPlease reply.", subject="Re: Mrs Khan - complaint")
    assert (found.name, found.evidence[0].source) == ("Mrs Khan", "header:Subject")


def test_the_postcode_is_the_propertys_and_not_an_offices() -> None:
    text = (
        "Town Hall\nHigh Street\nAnytown AN1 2AB\n\nDear CE\n\nThe complaint is about 12 Elm Road, Anytown AN3 4ED.\n\n"
        "Yours faithfully\n\nLocal Government and Social Care Ombudsman\nPO Box 4771\nCoventry\nCV4 0EH"
    )
    assert person(text).postcode == "AN3 4ED"
    assert (
        person("Dear CE\n\nHe rents the council flat at 3 Elm Road, AN3 4ED, from the Council.").postcode == "AN3 4ED"
    )
    assert person("Dear CE\n\nReply please.\n\nPO Box 4771, Coventry CV4 0EH").postcode is None


@pytest.mark.parametrize(
    "head",
    [
        "1 March 2027\n\nDear CE",
        "Date: Monday, 1st March 2027\nOur ref: 1\n\nDear CE",
        "01/03/2027\n\nDear CE",
        "March 1, 2027\nDear CE",
        "Our ref: 26 001 111      1 March 2027\n\nDear CE",
        "Date of determination\n1 March 2027",
        "Dated: 1 Mar 2027\nDear CE",
    ],
)
def test_a_date_in_the_head_is_the_letters(head: str) -> None:
    assert letter_date(acts(head), RECEIVED) == (date(2027, 3, 1), "body")


@pytest.mark.parametrize(
    "text",
    [
        "Dear CE\n\n1 March 2027\n\nwas the day",
        "12 March 2025\n\nDear CE",
        "12 April 2027\n\nDear CE",
        "31/02/2027\nDear CE",
        "",
    ],
)
def test_else_it_is_the_day_of_the_mail(text: str) -> None:
    assert letter_date(acts(text), RECEIVED) == (date(2027, 3, 3), "header:Date")


def test_an_attached_letters_date_wins_and_a_complaint_forms_does_not() -> None:
    letter = ("letter.pdf", "Local Government and Social Care Ombudsman\n26 February 2027\nDear CE")
    form = ("Complaint form.pdf", "Complaint to the Ombudsman\nDate: 1 February 2027")
    assert letter_date(acts("2 March 2027\n\nDear CE", form, letter), RECEIVED) == (
        date(2027, 2, 26),
        "attachment:letter.pdf",
    )
    assert letter_date(acts("See attached", form), RECEIVED) == (date(2027, 3, 3), "header:Date")


def test_nothing_plausible_is_no_date() -> None:
    assert letter_date(acts(""), date(2029, 1, 1)) == (None, None)
