"""Orders, agreed actions, recommendations and requests in the forms letters have them."""

from __future__ import annotations

import pytest

from linkbot.model.item import Item, ItemKind
from linkbot.model.items_found import ItemsFound
from tests.engine.hand_written import days, everything, items

TABLE = """Putting things right
Orders
The landlord has to carry out our orders and prove it by the due date.
{rows}
Recommendations
Our recommendations are not binding.
The landlord should offer Mr Adeyemi a tour of the new office.
"""


def short(found: ItemsFound, kind: ItemKind = ItemKind.ORDER) -> list[tuple[int, float | None, str | None]]:
    """(number, pounds, day) of each item of a kind."""
    return [
        (item.number, float(item.amount_gbp) if item.amount_gbp is not None else None, _on(item))
        for item in found.items
        if item.kind is kind
    ]


def _on(item: Item) -> str | None:
    return str(item.deadline.on) if item.deadline is not None else None


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(
            "Order\nWhat the landlord must do\nDue date\n1\nApology order\nThe landlord must say sorry.\n"
            "No later than 31 March 2027\n2\nCompensation order\nThe landlord must pay £300, made up of:\n"
            "£200 for delay\n£100 for trouble\nIt may deduct what it has already paid.\nNo later than\n1\n"
            "4\nApril 2027",
            id="lines",
        ),
        pytest.param(
            "What the landlord must do Due date\n1 Apology order\nThe landlord must say sorry.\n"
            "No later than 31 March\n2027\n2 Compensation order\nThe landlord must pay £300, made up of:\n"
            "£200 for delay\n£100 for trouble\n"
            "No later than 14 April\n2027",
            id="pdf lines",
        ),
        pytest.param(
            "Order\tWhat the landlord must do\tDue date\n1\tApology order\nThe landlord must say sorry.\t"
            "31 March 2027\n2\tCompensation order\nThe landlord must pay £300:\n£200 for delay\n"
            "£100 for trouble\t14 April 2027",
            id="cells",
        ),
        pytest.param(
            "No. | What the landlord must do | Due date\n1 | Apology order: say sorry | 31 March 2027\n"
            "2 | Compensation order: pay a total of £300 | 14 April 2027",
            id="bars",
        ),
        pytest.param(
            "Order  What the landlord must do               Due date\n"
            "-----  --------------------------------------  ---------------------------\n"
            "1      Apology order. Say sorry in writing     No later than 31 March 2027\n"
            "       to the resident.\n"
            "2      Compensation order. Pay £300 (£200 for  No later than 14 April\n"
            "       delay, £100 for trouble).               2027\n",
            id="columns",
        ),
        pytest.param(
            "Order What the landlord must do Due date 1 Apology order The landlord must say sorry. No later than "
            "31 March 2027 2 Compensation order The landlord must pay £ 300 made up as follows: £ 200 for delay. £ 100 "
            "for trouble. No later than 1 4 April 2027",
            id="one line",
        ),
    ],
)
def test_the_orders_table_is_read_however_it_was_flattened(rows: str) -> None:
    found = items(TABLE.format(rows=rows), ombudsman="ho")
    assert short(found) == [(1, None, "2027-03-31"), (2, 300.0, "2027-04-14")]
    assert [item.heading for item in found.items if item.binding] == ["Apology order", "Compensation order"]
    assert short(found, ItemKind.RECOMMENDATION) == [(1, None, None)]


def test_an_orders_heading_without_a_table_orders_nothing() -> None:
    found = items(TABLE.format(rows=""), ombudsman="ho")
    assert short(found) == []


def test_should_under_learning_is_no_order() -> None:
    text = "We have not made orders.\nLearning\nThe landlord should share this with its staff."
    assert items(text, ombudsman="ho").items == ()


def test_lettered_orders_share_the_date_of_their_lead_in() -> None:
    text = (
        "ORDERS\nWithin four weeks of the date of this determination the landlord must:\n(a) say sorry;\n"
        "(b) pay the resident £275, of which £200 is for distress;\n(c) visit the flat.\n"
        "It should tell us when that has been done.\n"
    )
    found = items(text, ombudsman="ho")
    assert short(found) == [(1, None, "2027-03-31"), (2, 275.0, "2027-03-31"), (3, None, "2027-03-31")]


def test_a_list_that_lost_its_lines_is_cut_at_its_letters() -> None:
    text = "Order s The landlord is ordered to: a) a pologise, and b) p ay £100 , within four weeks of this report."
    assert short(items(text, ombudsman="ho")) == [(1, None, "2027-03-31"), (2, 100.0, "2027-03-31")]


def test_agreed_actions_are_binding_orders_each_with_its_own_date() -> None:
    text = (
        "Agreed action\nThe Council has agreed to take the following steps.\n\nWithin one month of my decision:\n"
        "• say sorry to Mr Obi;\n• pay him £300 for distress and £150 for his time.\n\nWithin three months:\n"
        "• review how it closes roads\n\nThe Council should send us evidence that it has done these things.\n"
    )
    found = items(text)
    assert short(found) == [(1, None, "2027-04-03"), (2, 450.0, "2027-04-03"), (3, None, "2027-06-03")]
    assert all(item.binding for item in found.items)


def test_actions_between_semicolons_are_apart_and_one_sentence_is_one() -> None:
    text = (
        "The Council has agreed to, within one month of the final decision, say sorry to Ms Roe and pay her £750; and "
        "within three months of the final decision, remind its staff of the rules."
    )
    assert short(items(text)) == [(1, 750.0, "2027-04-03"), (2, None, "2027-06-03")]


def test_numbered_paragraphs_of_a_decision_are_no_list_elements() -> None:
    text = (
        "Agreed action\n32. Within one month of my decision, the Council has agreed to:\n    • say sorry; and\n"
        "    • pay Mr P £200.\n33. Within two months of my decision, the Council has agreed to review its scheme.\n"
        "34. The Council should provide us with evidence that it has complied with the above.\nDecision\n35. Fault.\n"
    )
    assert short(items(text)) == [(1, None, "2027-04-03"), (2, 200.0, "2027-04-03"), (3, None, "2027-05-03")]


def test_dates_behind_each_point_are_theirs() -> None:
    text = (
        "Remedy\n1. Apology to Ms Roe (1 April 2027)\n2. Payment of £250 - by 1 April 2027\n"
        "3. Training. Due 30 June 2027."
    )
    assert short(items(text)) == [(1, None, "2027-04-01"), (2, 250.0, "2027-04-01"), (3, None, "2027-06-30")]


def test_one_sentence_after_the_list_may_date_it_all() -> None:
    text = "The Council has agreed to:\n- say sorry\n- pay £50\n\nIt will do this within one month of my decision.\n"
    assert short(items(text)) == [(1, None, "2027-04-03"), (2, 50.0, "2027-04-03")]


def test_evidence_that_a_deed_was_done_is_an_order_to_do_it() -> None:
    text = (
        "Orders\nWithin four weeks of this report the landlord must provide evidence that it has:\n- Apologised.\n"
        "- Paid the resident £650, comprising £400 for distress and £250 for trouble.\n"
    )
    assert short(items(text, ombudsman="ho")) == [(1, None, "2027-03-31"), (2, 650.0, "2027-03-31")]


def test_orders_in_the_mail_itself_need_no_heading() -> None:
    text = "The Council must pay Mr Dean £750 by 12 April 2027. It must also review its notes by 1 September 2027."
    assert short(items(text)) == [(1, 750.0, "2027-04-12"), (2, None, "2027-09-01")]


def test_what_has_been_done_already_is_no_order() -> None:
    text = "The Council said sorry on 4 January 2027 and paid £420. I make no further recommendation."
    assert items(text).items == ()


def test_a_summary_or_covering_mail_does_not_repeat_the_orders() -> None:
    cover = "Our decision is attached. The Council has agreed to pay £200 within one month of the decision."
    letter = "Agreed action\nWithin one month of our final decision the Council will:\n1. pay Ms Roe £200.\n"
    assert short(items(cover, letter)) == [(1, 200.0, "2027-04-03")]


def test_a_recommendation_is_never_binding() -> None:
    text = "Recommendation\nIt is recommended that the landlord pays the £320 it offered within the next four weeks."
    found = items(text, ombudsman="ho")
    assert short(found, ItemKind.RECOMMENDATION) == [(1, 320.0, "2027-03-31")]
    assert not found.items[0].binding


def test_a_second_clock_inside_an_order_stays_open() -> None:
    text = "Orders\n1. Within 2 weeks of this meeting the landlord must write to the resident.\n"
    (item,) = items(text, ombudsman="ho").items
    assert item.deadline is not None
    assert item.deadline.on is None
    assert item.deadline.phrase.startswith("Within 2 weeks of this meeting")


def test_an_issued_failure_order_is_an_order_but_a_threat_is_none() -> None:
    issued = "This is a complaint handling failure order. The landlord must answer the resident by 10 March 2027."
    assert short(items(issued, kind="final_chaser", ombudsman="ho")) == [(1, None, "2027-03-10")]
    threat = "You must answer the resident by 10 March 2027, or we may consider a complaint handling failure order."
    assert items(threat, kind="final_chaser", ombudsman="ho").items == ()


def test_items_and_replies_together_hold_each_date_once() -> None:
    text = "Orders\n1. Pay the resident £90 by 31 March 2027.\n2. Mend the door by 14 April 2027.\n"
    found = everything(text, kind="final_determination", ombudsman="ho")
    assert [each.purpose for each in found.deadlines] == ["order 1", "order 2"]
    assert days(found) == ["2027-03-31", "2027-04-14"]


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("Please let me have by 24 March 2027:\n1. the file\n2. the policy\n", ["the file", "the policy"]),
        ("Please provide by 24 March 2027: the file; the log; and the lease.", ["the file", "the log", "the lease"]),
        (
            "Please send by 24 March 2027 (1) the decision and its reasons, and (2) the minutes.",
            ["the decision and its reasons", "the minutes."],
        ),
        (
            "I need this by 24 March 2027.\nQ1. Who came?\nQ2. What did they note?\n",
            ["Who came?", "What did they note?"],
        ),
        (
            (
                "Please send us by 24 March 2027:\nNo. Document\n1 Diary sheets\n2 The tenancy file, with the\n"
                "letters in it\n"
            ),
            ["Diary sheets", "The tenancy file, with the letters in it"],
        ),
        (
            "Did the Council think of a discount? I should like an answer by 24 March 2027.",
            ["Did the Council think of a discount?"],
        ),
    ],
)
def test_the_points_of_a_request_bear_its_date(text: str, points: list[str]) -> None:
    found = items(text, kind="information_request")
    assert [item.text for item in found.items] == points
    assert {_on(item) for item in found.items} == {"2027-03-24"}
    assert all(item.amount_gbp is None and item.kind is ItemKind.REQUEST for item in found.items)


def test_what_the_complaint_is_about_is_no_request() -> None:
    text = "The complaint is about:\na) the delay\nb) the reply\n\nPlease send the file by 24 March 2027."
    (item,) = items(text, kind="information_request").items
    assert item.text.startswith("Please send the file")


def test_an_invitation_to_comment_is_no_request() -> None:
    text = "We will investigate. Please let us have any comments by 24 March 2027."
    assert items(text, kind="new_notification").items == ()


def test_what_breaks_a_sum_down_or_goes_on_about_an_order_belongs_to_it() -> None:
    text = (
        "Orders\n\nWithin 28 calendar days of this report the landlord is ordered to:\n\n1. Say sorry.\n"
        "2. Pay the resident £900. This is made up of:\n   a. £600 for distress.\n   b. £300 for the complaint.\n"
        "   This replaces its offer of £250.\n3. Say what it will do about the windows.\n\n"
        "Within 56 calendar days the landlord is ordered to review the case. The review should look "
        "at:\n   a. the delay\n"
        "   b. the cost\n\nThe landlord must provide evidence of compliance with these orders in that time.\n"
    )
    assert short(items(text, ombudsman="ho")) == [
        (1, None, "2027-03-31"),
        (2, 900.0, "2027-03-31"),
        (3, None, "2027-03-31"),
        (4, None, "2027-04-28"),
    ]


def test_orders_may_bear_their_number_as_a_title() -> None:
    text = (
        "Order 1 - Apology\nThe landlord must say sorry.\nDue: 31 March 2027\n\nOrder 2 - Compensation\n"
        "The landlord must pay £700.\nDue: 14 April 2027\n\nRecommendation 1\n"
        "The landlord should review its contract.\n"
    )
    found = items(text, ombudsman="ho")
    assert short(found) == [(1, None, "2027-03-31"), (2, 700.0, "2027-04-14")]
    assert short(found, ItemKind.RECOMMENDATION) == [(1, None, None)]


def test_recommendations_that_the_council_accepted_bind() -> None:
    text = (
        "I recommended that within one month of my decision the Council should:\n - say sorry to Mr W\n"
        " - pay him £150\n"
        "The Council has accepted my recommendations.\n"
    )
    assert short(items(text)) == [(1, None, "2027-04-03"), (2, 150.0, "2027-04-03")]


def test_groups_under_a_date_alone_share_it() -> None:
    text = (
        "The landlord must now do what is set out below.\n\nBy 31 March 2027\n• say sorry\n• pay £1,000\n\n"
        "By 28 May 2027\n• complete the roof works\n"
    )
    assert short(items(text, ombudsman="ho")) == [
        (1, None, "2027-03-31"),
        (2, 1000.0, "2027-03-31"),
        (3, None, "2027-05-28"),
    ]
