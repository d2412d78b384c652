"""Four hundred invented letters in many voices: a wrong kind is a fault, leaving one to a person is allowed rarely."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from linkbot.model.classification import Certainty
from tests.engine.letters_of_a_test import a_letter, kind_of

LETTERS = tomllib.loads((Path(__file__).parent / "voices.toml").read_text(encoding="utf-8"))["letters"]
DOUBTFUL = tomllib.loads((Path(__file__).parent / "doubtful.toml").read_text(encoding="utf-8"))["letters"]
ASKED_ANYWAY = ("draft_decision", "review_outcome", "review_requested", "public_report")
MAY_BE_LEFT_TO_A_PERSON = 0.03
MUST_BE_CERTAIN = 0.8


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: f"{letter['kind']}: {letter['subject']}")
def test_no_letter_is_taken_for_another_kind(letter: dict[str, object]) -> None:
    found = kind_of(_acting(letter))
    assert found.certainty is Certainty.UNCLEAR or found.kind == letter["kind"], found.hits


def test_hardly_any_letter_is_left_to_a_person() -> None:
    left = [letter["subject"] for letter in LETTERS if kind_of(_acting(letter)).certainty is Certainty.UNCLEAR]
    assert len(left) <= MAY_BE_LEFT_TO_A_PERSON * len(LETTERS), left


def test_nearly_all_are_certain_and_none_of_those_is_wrong() -> None:
    sure = [(kind_of(_acting(letter)), letter) for letter in LETTERS]
    sure = [(found, letter) for found, letter in sure if found.certainty is Certainty.CERTAIN]
    assert [letter["subject"] for found, letter in sure if found.kind != letter["kind"]] == []
    assert len(sure) >= MUST_BE_CERTAIN * len(LETTERS)


def test_what_a_letter_is_besides_is_found() -> None:
    doubles = [letter for letter in LETTERS if "also" in letter]
    assert len(doubles) >= 4
    for letter in doubles:
        assert kind_of(_acting(letter)).also == tuple(letter["also"]), letter["subject"]


@pytest.mark.parametrize("letter", DOUBTFUL, ids=lambda letter: letter["why"])
def test_a_doubtful_letter_is_never_certain(letter: dict[str, str]) -> None:
    enclosed = (("letter.pdf", letter["enclosed"]),) if "enclosed" in letter else ()
    found = kind_of(a_letter(letter["text"], subject=letter["subject"], sender=letter["from"], attached=enclosed))
    assert found.certainty is not Certainty.CERTAIN or found.kind in ASKED_ANYWAY, found.hits


def _acting(letter: dict[str, object]):  # type: ignore[no-untyped-def]
    return a_letter(
        str(letter["text"]),
        subject=str(letter["subject"]),
        sender=str(letter["from"]),
        names=tuple(letter.get("attachments", ())),  # type: ignore[arg-type]
    )
