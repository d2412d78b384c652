"""A reference mistyped in the subject or in the letter is a doubt; a joint letter's neighbours are not."""

from __future__ import annotations

import pytest

from linkbot.engine.facts.reference_slips import slip_among
from linkbot.model.evidence import Evidence
from linkbot.model.reading import References


def found(*places: tuple[str, str]) -> References:
    evidence = tuple(Evidence("reference", about, source, about, 3) for about, source in places)
    return References(about=tuple(dict.fromkeys(about for about, _ in places)), evidence=evidence)


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("26 013 551", "26 013 515"),
        ("26 013 551", "26 013 561"),
        ("202612345", "202621345"),
        ("202612345", "202612354"),
    ],
)
def test_one_in_the_subject_and_another_much_like_it_in_the_letter_are_a_doubt(subject: str, body: str) -> None:
    assert slip_among(found((subject, "header:Subject"), (body, "body"))) == (subject, body)
    assert slip_among(found((body, "body"), (subject, "header:Subject"))) == (subject, body)


def test_a_joint_letter_names_both_in_one_place() -> None:
    one, other = "26 013 551", "26 013 552"
    assert slip_among(found((one, "header:Subject"), (other, "header:Subject"), (one, "body"), (other, "body"))) is None
    assert slip_among(found((one, "header:Subject"), (one, "body"), (other, "body"))) is None
    assert slip_among(found((one, "body"), (other, "body"))) is None


def test_references_unlike_each_other_are_two_cases() -> None:
    assert slip_among(found(("26 013 551", "header:Subject"), ("26 104 377", "body"))) is None
    assert slip_among(found(("26 013 551", "header:Subject"), ("202613551", "body"))) is None
