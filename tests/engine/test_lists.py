"""Lists and rows: whose points they are, and what a row says has been done."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from linkbot.engine.kinds.classify import classify
from linkbot.engine.kinds.letter_facts import facts_of
from linkbot.engine.kinds.places import place
from linkbot.model.acting import Acting
from linkbot.model.case_facts import CaseFacts
from linkbot.model.signals import Fact, Place, Sender
from tests.engine.letters_of_a_test import a_letter, kind_of, rules


def _listed(text: str) -> str:
    """The words of a letter that stand in a list of orders, requests or complaints."""
    letter = a_letter(text)
    placed = place(letter, rules().kinds).texts[-1]
    pairs = zip(placed.text.words, placed.places, strict=True)
    return " ".join(word.text for word, where in pairs if where is Place.LISTED and word.text != "¶")


def _facts(text: str) -> dict[Fact, tuple[str, str]]:
    letter = a_letter(text)
    placed = place(letter, rules().kinds)
    written = datetime(2027, 6, 10, tzinfo=UTC).date()
    return facts_of(placed, CaseFacts(), rules().kinds, sender=Sender.OMBUDSMAN, from_=letter.from_, written_on=written)


@pytest.mark.parametrize(
    "intro",
    [
        "The Council has agreed to:",
        "We order the landlord to do the following.",
        "Please send me:",
        "Mrs Orr complains that the Council:",
        "Documents",
    ],
)
def test_points_below_an_introducing_line_are_listed(intro: str) -> None:
    text = f"Dear Ms Rowe\n\nThank you for your call.\n\n{intro}\n- put a reminder into its diary\n- pay £50\n\nRegards"
    assert _listed(text) == "put a reminder into its diary pay 50"


def test_a_wrapped_point_belongs_to_its_list_and_a_new_paragraph_does_not() -> None:
    text = (
        "Dear Ms Rowe\n\nThe Council has agreed to:\n1. write to every tenant of the block with an explanation of\n"
        "what went wrong;\n2. pay £50.\n\nI have not had your answer."
    )
    assert _listed(text) == (
        "1 . write to every tenant of the block with an explanation of what went wrong ; 2 . pay 50 ."
    )


def test_rows_that_say_what_came_of_each_order_still_speak() -> None:
    assert _listed("Dear landlord\n\nHere is where we are:\n- Order 1: not received\n- Order 2: late\n\nRegards") == ""


@pytest.mark.parametrize(
    ("row", "done"),
    [
        ("- Order 1 (apology): seen and met.", True),
        ("Order 2: complied with", True),
        ("| Payment | remittance of 4 May | Satisfied |", True),
        ("- Order 3: not met", False),
        ("- Order 3: evidence must be seen before it is closed", False),
        ("- Order 4: to be completed", False),
        ("I am glad that she is satisfied", False),
    ],
)
def test_a_row_that_ends_with_a_word_for_done(row: str, done: bool) -> None:
    assert (Fact.STATUS_ROWS in _facts(f"Dear landlord\n\nThe position:\n\n{row}\n\nRegards")) is done


@pytest.mark.parametrize(
    ("sentence", "past"),
    [
        ("The payment was due by 4 May 2027.", True),
        ("It was to have been here by 3 June.", True),
        ("The policy was wanted on 1 March 2027.", True),
        ("The payment is due by 4 July 2027.", False),
        ("Mr Orr says it was due by 4 May 2027.", False),
        ("We wrote on 4 May 2027.", False),
        ("The flood was in May 2021 and a survey was due by 4 June 2021.", False),
    ],
)
def test_what_was_due_before_the_letter_was_written(sentence: str, past: bool) -> None:
    assert (Fact.PAST_DUE in _facts(f"Dear Ms Rowe\n\nThank you for calling. {sentence}\n\nRegards")) is past


def test_a_letter_speaks_again_below_its_own_heading() -> None:
    text = (
        "Dear Ms Rowe\n\nBackground\nMr Orr moved in May. The Council had not replied and its answer was overdue.\n\n"
        "What I need\nPlease send the housing file by 4 July 2027."
    )
    assert kind_of(a_letter(text)).kind == "information_request"


def test_an_order_that_holds_a_word_of_chasing_is_no_chaser() -> None:
    text = (
        "Dear Ms Rowe\n\nI have completed my investigation and found fault. The Council has agreed to:\n"
        "- apologise;\n- send a reminder to its staff that overdue reviews must be chased.\n\nRegards"
    )
    assert kind_of(a_letter(text, subject="26 001 111 final decision")).kind == "final_determination"


def test_the_day_of_the_mail_decides_whether_a_day_was_missed() -> None:
    text = "Dear Ms Rowe\n\nThe training record was due by 4 May 2027. Please send it.\n\nRegards"
    letter = a_letter(text)
    dated = Acting(**{**vars(letter), "date": datetime(2027, 6, 10, tzinfo=UTC)})
    found = classify(dated, kinds=rules().kinds, facts=CaseFacts(), ombudsman="lgsco")
    assert found.kind == "first_chaser"
    assert "was_due_before" in {hit.signal for hit in found.hits}
