"""Extensions, confirmations and reviews: what the letter answers."""

from __future__ import annotations

import pytest

from linkbot.engine.items.outcomes import order_numbers
from linkbot.model.reading import ReplyOutcome
from tests.engine.hand_written import everything, items


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Orders 2 and 3 were due.", (2, 3)),
        ("orders 1 to 4", (1, 2, 3, 4)),
        ("orders (a) to (c)", (1, 2, 3)),
        ("Parts A and B of the remedy", (1, 2)),
        ("order 2, which", (2,)),
        ("in order to pay 3 people", ()),
    ],
)
def test_order_numbers_are_read_as_people_write_them(text: str, numbers: tuple[int, ...]) -> None:
    assert order_numbers(text) == numbers


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        (
            "I agree to extend the deadline to 22 March 2027. I will not be able to extend it again.",
            ReplyOutcome.GRANTED,
        ),
        ("I can give the Council until noon on 31 March 2027.", ReplyOutcome.GRANTED),
        ("I cannot agree to four weeks. I can allow until 17 March 2027.", ReplyOutcome.GRANTED),
        ("I am sorry but we cannot agree to that. It is still due by 10 March 2027.", ReplyOutcome.REFUSED),
        ("Your request is declined.", ReplyOutcome.REFUSED),
    ],
)
def test_an_answer_to_a_request_for_time_is_understood(text: str, outcome: ReplyOutcome) -> None:
    assert items(text, kind="extension_decision").extension is outcome


def test_words_that_do_not_say_leave_the_extension_open() -> None:
    assert items("Thank you, I will think about it.", kind="extension_decision").extension is None


def test_a_complete_confirmation_is_complete() -> None:
    text = "We are satisfied that the landlord has complied with all orders. We have closed our case."
    confirmation = items(text, kind="compliance_confirmation", ombudsman="ho").confirmation
    assert confirmation is not None
    assert confirmation.complete


def test_a_partial_confirmation_says_what_is_left_and_by_when() -> None:
    text = "Orders 1 and 3 are complete. Order 2 remains outstanding and is due on 31 March 2027."
    confirmation = items(text, kind="compliance_confirmation", ombudsman="ho").confirmation
    assert confirmation is not None
    assert not confirmation.complete
    assert (confirmation.satisfied, confirmation.outstanding) == (("order 1", "order 3"), ("order 2",))
    found = everything(text, kind="compliance_confirmation", ombudsman="ho")
    assert [(each.purpose, str(each.on)) for each in found.deadlines] == [("order 2", "2027-03-31")]


def test_nothing_outstanding_is_complete() -> None:
    text = "The remedy has been completed and there is nothing outstanding."
    confirmation = items(text, kind="compliance_confirmation").confirmation
    assert confirmation is not None
    assert confirmation.complete


@pytest.mark.parametrize(
    ("text", "satisfied", "outstanding"),
    [
        (
            "Thank you for the refund slip and the letter to Ms Ode, which complete those parts. The audit is to come.",
            ("the refund slip and the letter to Ms Ode",),
            ("The audit",),
        ),
        (
            "The apology and the payment are complete. The policy review remains outstanding until 1 June 2027.",
            ("The apology and the payment",),
            ("The policy review",),
        ),
        (
            "I am satisfied with the apology. We still need the receipt for £200.",
            ("the apology",),
            ("the receipt for £200",),
        ),
        (
            "I have seen the works order. That one is done, but the survey has not been received.",
            ("the works order",),
            ("the survey",),
        ),
        (
            "I have the letter and the receipt. These settle the apology and the £300. I still await the minutes.",
            ("the apology and the £300",),
            ("the minutes",),
        ),
        ("- Order 1 (apology): letter seen. Met.\n- Order 2 (survey): not yet due.", ("order 1",), ("order 2",)),
    ],
)
def test_a_confirmation_names_what_it_confirms(
    text: str, satisfied: tuple[str, ...], outstanding: tuple[str, ...]
) -> None:
    confirmation = items(text, kind="compliance_confirmation").confirmation
    assert confirmation is not None
    assert (confirmation.satisfied, confirmation.outstanding) == (satisfied, outstanding)
    assert not confirmation.complete


def test_a_review_moves_and_withdraws_orders() -> None:
    text = (
        "The due date for order 1 is extended from 1 March to 31 March 2027. Orders 2 and 4 are set aside. "
        "Order 3 stands."
    )
    changes = items(text, kind="review_outcome", ombudsman="ho").changes
    assert [(c.number, c.withdrawn, str(c.due.on) if c.due else None) for c in changes] == [
        (1, False, "2027-03-31"),
        (2, True, None),
        (4, True, None),
    ]


def test_an_order_of_a_new_determination_is_no_change() -> None:
    text = (
        "Order 1: The landlord must apologise by 31 March 2027.\nOrder 2: The landlord must pay £90 by 14 April 2027."
    )
    found = items(text, kind="final_determination", ombudsman="ho")
    assert found.changes == ()
    assert [item.number for item in found.items] == [1, 2]


def test_a_chaser_names_the_orders_it_is_about() -> None:
    text = "Evidence for orders 1 and 2 was due on 26 February 2027; order 3 is not due until April."
    assert items(text, kind="first_chaser", ombudsman="ho").concerns == (1, 2)
