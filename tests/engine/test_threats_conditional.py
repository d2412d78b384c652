"""A threat is nearly always conditional: what is not done in its condition never silences it."""

from __future__ import annotations

import pytest

from linkbot.engine.kinds.chasers import threatens
from tests.engine.letters_of_a_test import a_letter, rules

THREATS = [
    "If it does not, a complaint handling failure notice may follow.",
    "If the landlord does not we may issue a complaint handling failure order.",
    "Unless I hear from you and do not have to ask again, a witness summons will be issued.",
    "If you do not, I shall consider a witness summons under section 29.",
    "Should the papers not reach us by then we will report this to the Regulator of Social Housing.",
]
DENIALS = [
    "We will not issue a complaint handling failure order.",
    "No complaint handling failure notice has been issued.",
    "I am not going to issue a witness summons.",
]


@pytest.mark.parametrize("sentence", THREATS)
def test_a_threat_stays_one_behind_what_was_not_done(sentence: str) -> None:
    letter = a_letter(f"Dear colleague\n\nYour reply is overdue.\n\n{sentence}\n\nYours sincerely", sender="ho")
    assert threatens(letter, rules().kinds)[0]


@pytest.mark.parametrize("sentence", DENIALS)
def test_a_threat_that_is_denied_is_none(sentence: str) -> None:
    letter = a_letter(f"Dear colleague\n\nThank you for your reply.\n\n{sentence}\n\nYours sincerely", sender="ho")
    assert not threatens(letter, rules().kinds)[0]
