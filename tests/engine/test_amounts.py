"""The sum to pay in an order's own words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from linkbot.engine.items.amounts import amount_in


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        ("pay Ms Roe £250", "250"),
        ("pay the tenant £1,250 made up of £750 and £500", "1250"),
        ("pay £436, inclusive of the £286 offered before, made up as follows: £286, £50 and £100", "436"),
        ("pay £200 for distress and £75 for time and trouble", "275"),
        ("arrange payments: £500 for the repair. £150 for the decorating", "650"),
        ("pay the sum of £ 10 0 , within a month", "100"),
        ("pay £1, 5 00 to the resident", "1500"),
        ("refund £ 441.81 of service charge", "441.81"),
        ("pay a total of £170 made up of £70 offered and £100 for trouble", "170"),
        ("pay £170 (£70 for delay, £100 for trouble)", "170"),
        ("make the payment of £100 and send a £50 voucher", "100"),
        ("pay £600, being £50 a month for 12 months", "600"),
        ("Pay the resident £375. 16/07/2027", "375"),
        ("Pay him £40. 12 March 2027", "40"),
        ("the landlord re-offers the £180 of its stage two letter", "180"),
        ("send her £65 for the lost keys", "65"),
    ],
)
def test_a_plain_sum_is_found(text: str, pounds: str) -> None:
    assert amount_in(text) == Decimal(pounds)


@pytest.mark.parametrize(
    "text",
    [
        "apologise to Ms Roe",
        "repeat its offer of £50 compensation",
        "pay £50 a month for ten months",
        "pay £200 to each of the tenants",
        "pay between £100 to £200",
        "mend the £300 fence",
        "pay half of the cost",
    ],
)
def test_what_is_no_plain_sum_is_left_to_a_person(text: str) -> None:
    assert amount_in(text) is None
