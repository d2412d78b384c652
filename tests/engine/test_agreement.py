"""Letters of one mail that disagree, covers that lean on what cannot be read, letters meant for somebody else."""

from __future__ import annotations

import pytest

from linkbot.engine.kinds.body_named import another_body
from linkbot.engine.kinds.leaning import leans_on_the_unread
from linkbot.model.classification import Certainty
from tests.engine.letters_of_a_test import a_letter, kind_of, rules

DRAFT = (
    "Dear Ms Farrow\n\nI attach my draft decision for comments by 30 May 2027. It is provisional.\n\nYours sincerely"
)
REQUEST = (
    "Dear Ms Farrow\n\nPlease send me the following documents by 9 April 2027: the file, the policy and your letters."
    "\n\nYours sincerely"
)
CHASER = (
    "Dear Ms Farrow\n\nI have not received the Council's answer, which was due on 9 April. Please send it by 23 April."
)


def test_a_cover_that_chases_and_an_enclosed_draft_are_put_to_a_person() -> None:
    found = kind_of(a_letter(CHASER, attached=(("letter.pdf", DRAFT),)))
    assert found.certainty is Certainty.UNCLEAR
    assert found.rivals[0].kind == "draft_decision"


def test_a_chaser_may_enclose_the_request_it_chases() -> None:
    found = kind_of(a_letter(CHASER, attached=(("our letter of 10 March.pdf", REQUEST),)))
    assert (found.kind, found.certainty) == ("first_chaser", Certainty.CERTAIN)


def test_a_thin_cover_leaves_the_word_to_the_letter() -> None:
    found = kind_of(a_letter("Please see the attached letter.", attached=(("letter.pdf", REQUEST),)))
    assert (found.kind, found.certainty) == ("information_request", Certainty.CERTAIN)


@pytest.mark.parametrize(
    "text",
    [
        "Complaint against Larchester City Council by Ms Hallam\n\nPlease send us the final response by 22 July 2027.",
        "Please could Larchester City Council send us its final response by 22 July 2027?",
        "Council: Larchester City Council\n\nI have decided to investigate.",
        "I write about a complaint against the London Borough of Larchester.",
    ],
)
def test_a_letter_about_another_council_is_seen(text: str) -> None:
    assert "Larchester" in (another_body(a_letter(text), our_name="Anytown Borough Council") or "")


@pytest.mark.parametrize(
    "text",
    [
        "Complaint against Anytown Borough Council by Ms Hallam. She moved from Larchester City Council.",
        "She says that she had written to Larchester City Council. Please send me your file.",
        "I am investigating a complaint about Housing Benefit. The Council should answer by 4 May.",
        "This complaint against the London Borough of Larchester concerns homes that Anytown manages.",
        "A complaint about Private Sector Housing.",
    ],
)
def test_a_letter_to_us_that_names_others_is_ours(text: str) -> None:
    assert another_body(a_letter(text), our_name="Anytown Borough Council") is None


def test_the_council_whose_homes_we_manage_is_us() -> None:
    letter = a_letter("I write about a complaint against the London Borough of Larchester.")
    assert another_body(letter, our_name="Anytown Homes", also_known_as=("London Borough of Larchester",)) is None


def test_a_third_body_is_still_another() -> None:
    letter = a_letter("I write about a complaint against the London Borough of Westmarch.")
    assert another_body(letter, our_name="Anytown Homes", also_known_as=("London Borough of Larchester",))


def test_a_cover_leans_on_a_letter_behind_a_password() -> None:
    cover = a_letter("Please find attached a letter with our enquiries. I have protected it. Reply by 24 May 2027.")
    assert leans_on_the_unread(cover, (), rules().kinds)


def test_a_letter_that_says_all_itself_leans_on_nothing() -> None:
    assert not leans_on_the_unread(a_letter("Please send me the file by 24 May 2027."), (), rules().kinds)
