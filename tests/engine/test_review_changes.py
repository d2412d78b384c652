"""What a review does to the orders, item by item, however it says so."""

from __future__ import annotations

import pytest

from tests.engine.hand_written import items

Row = tuple[str, int, bool, str | None, float | None, str | None]


def changed(text: str, *, kind: str = "review_outcome", ombudsman: str = "ho") -> list[Row]:
    """(kind, number, withdrawn, day, pounds, first words) of each change."""
    return [
        (
            change.kind.value,
            change.number,
            change.withdrawn,
            str(change.due.on) if change.due else None,
            float(change.amount_gbp) if change.amount_gbp is not None else None,
            " ".join(change.text.split()[:4]) if change.text else None,
        )
        for change in items(text, kind=kind, ombudsman=ombudsman).changes
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Order 3 is withdrawn, since the door was mended.", [("order", 3, True, None, None, None)]),
        ("Order 2: withdrawn.\nOrder 4: now due by 30 June 2027.", [
            ("order", 2, True, None, None, None), ("order", 4, False, "2027-06-30", None, None)]),
        ("Recommendation 1 no longer applies.", [("recommendation", 1, True, None, None, None)]),
        ("The sum in order 2 is increased from £200 to £350.", [("order", 2, False, None, 350, None)]),
        ("In order 1, £400 now stands instead of £250.", [("order", 1, False, None, 400, None)]),
        ("Order 2 is reduced to £90, to be paid no later than 14 April 2027.", [
            ("order", 2, False, "2027-04-14", 90, None)]),
        (("Order 2 is replaced as follows:\n\n2. The landlord must pay Mr Roe £375 (instead of £225) "
          "by 10 June 2027.\n\nThe other orders are not changed."), [
            ("order", 2, False, "2027-06-10", 375, "The landlord must pay")]),
        ("Order 1 is amended to read “The landlord must inspect the roof and tell the resident what it found”.", [
            ("order", 1, False, None, None, "The landlord must inspect")]),
        (("| Order | Was | Is now | By |\n| 2. Payment | £870 by 29 January 2027 | Pay £920 in total, less "
          "what was paid | 14 April 2027 |\n| 3. Survey | as made | withdrawn | - |\n"), [
            ("order", 2, False, "2027-04-14", 920, "Pay £920 in total,"), ("order", 3, True, None, None, None)]),
        ("Order\tBefore\tNew order\tDue date\n1\t£100\t£150\t31 March 2027\n2\tLetter\tunchanged\t31 March 2027\n", [
            ("order", 1, False, "2027-03-31", 150, None), ("order", 2, False, "2027-03-31", None, None)]),
        ("Orders 1 and 2 are as they were.", []),
        ("We see no reason to withdraw order 2.", []),
        ("The sum in order 2 is increased by £100.", []),
    ],
)  # fmt: skip
def test_each_change_names_its_order_and_what_now_stands(text: str, rows: list[Row]) -> None:
    assert changed(text) == rows


def test_a_review_may_add_an_order() -> None:
    text = (
        "We have decided to change the determination.\nOrder 1 is withdrawn.\nOrders\n"
        "4. The landlord must, by 14 April 2027, write to the resident with a plan.\n"
    )
    found = items(text, kind="review_outcome", ombudsman="ho")
    assert [(change.number, change.withdrawn) for change in found.changes] == [(1, True)]
    assert [str(item.deadline.on) for item in found.items if item.deadline] == ["2027-04-14"]


@pytest.mark.parametrize(
    ("text", "replaces"),
    [
        ("Determination amended at review. Orders\n1. Pay £90 by 31 March 2027.", True),
        ("This determination replaces our earlier determination. Orders\n1. Pay £90 by 31 March 2027.", True),
        ("An amended report will follow. Orders\n1. Pay £90 by 31 March 2027.", False),
        ("Orders\n1. Pay £90 by 31 March 2027.", False),
    ],
)
def test_a_determination_that_replaces_another_says_so(text: str, replaces: bool) -> None:
    assert items(text, ombudsman="ho").replaces is replaces


def test_in_an_ordinary_decision_a_sum_set_beside_an_order_changes_nothing() -> None:
    assert changed("Order 2 now stands at £300 instead of £200.", kind="final_determination") == []
