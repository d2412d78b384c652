"""Marks of a letter: of the person, and of who may read it when. Absence, questions and policies are none."""

from __future__ import annotations

from datetime import date

import pytest

from linkbot.engine.facts.marks import find_marks, publication_on
from tests.engine.letters_of_a_test import a_letter, rules

LETTER_ON = date(2027, 3, 3)

SAID = [
    ("The resident has informed us that she is vulnerable because of her asthma.", {"vulnerability"}),
    ("Mr Hale is registered blind and asks for letters in large print.", {"vulnerability", "adjustment"}),
    ("The household includes a vulnerable child.", {"vulnerability"}),
    ("She has told us of her mental health and its effect on her.", {"vulnerability"}),
    (
        "We have agreed the following reasonable adjustments with Ms Quill: please only contact her by email.",
        {"adjustment"},
    ),
    ("Mrs Lunn uses a British Sign Language interpreter.", {"adjustment"}),
    ("He needs a reasonable adjustment to our procedure: he cannot use the telephone.", {"adjustment"}),
    (
        "She fled domestic abuse in 2024 and her address must not be shared with anyone.",
        {"vulnerability", "restricted"},
    ),
    ("There is a safeguarding concern about the children.", {"vulnerability"}),
    ("This report is under strict embargo until 00.01 on 12 May 2027.", {"embargo"}),
    ("The statement is embargoed until Tuesday 18 May 2027.", {"embargo"}),
    ("It must not be published before that date.", {"embargo"}),
    ("Please do not share this with the complainant.", {"restricted"}),
    ("The enclosed statement is not to be disclosed to third parties.", {"restricted"}),
]
NOT_SAID = [
    "Please send us your vulnerability policy and your reasonable adjustments policy.",
    "Has the landlord recorded any vulnerabilities for the household?",
    "The landlord has no recorded vulnerabilities for the resident.",
    "Please tell us if you need any reasonable adjustments.",
    "The landlord should train its staff on vulnerable residents.",
    "If you require reasonable adjustments, please let us know.",
    "The embargo has now been lifted.",
    "We will share this letter with the resident.",
    "Please tell us if any evidence you provide should not be shared with the complainant.",
    "The council did not consider whether there were any reasonable adjustments it could make.",
    "The drain is vulnerable to blockage.",
]


@pytest.mark.parametrize(("sentence", "expected"), SAID)
def test_what_is_said_is_marked_with_its_sentence(sentence: str, expected: set[str]) -> None:
    marks = find_marks(a_letter(f"Dear colleague\n\n{sentence}\n\nYours sincerely"), rules=rules().marks)
    assert {mark.kind.value for mark in marks} == expected
    assert all(mark.evidence.quote in sentence for mark in marks)


@pytest.mark.parametrize("sentence", NOT_SAID)
def test_absence_a_question_or_a_policy_is_no_mark(sentence: str) -> None:
    text = f"Dear colleague\n\n{sentence}\n\nYours sincerely"
    assert find_marks(a_letter(text), rules=rules().marks) == ()


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("We will publish the decision on our website on 14 April 2027.", date(2027, 4, 14)),
        ("The report will be published on Thursday 22 April 2027.", date(2027, 4, 22)),
        ("This is embargoed until 00.01 on 12 May 2027.", date(2027, 5, 12)),
        ("We published our last report on 4 January 2027.", None),
        ("We normally publish decisions after six weeks.", None),
        ("Please reply by 14 April 2027.", None),
    ],
)
def test_the_day_of_publication_is_a_later_date_that_is_said_to_be_one(sentence: str, day: date | None) -> None:
    acting = a_letter(f"Dear colleague\n\n{sentence}\n\nYours sincerely")
    assert publication_on(acting, rules=rules().marks, letter_date=LETTER_ON) == day
