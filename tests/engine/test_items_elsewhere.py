"""Orders under other headings, tables with other heads, lists without operators: each letter with what it orders."""

from __future__ import annotations

import pytest

from linkbot.model.item import ItemKind
from tests.engine.hand_written import everything, items

Expected = list[tuple[str, float | None, str | None]]
LETTERS: list[tuple[str, str, Expected]] = [
    (
        "lgsco",
        (
            "What needs to happen now\n"
            "By 7 April 2027 the Council has to:\n"
            "- write to Mr Osei to apologise\n"
            "- pay him £150\n"
            "- tell its staff about the rule\n"
            "\n"
            "What happens next\n"
            "We will close the case when this is done.\n"
        ),
        [("order", None, "2027-04-07"), ("order", 150, "2027-04-07"), ("order", None, "2027-04-07")],
    ),
    (
        "lgsco",
        (
            "Remedy\n"
            "To put matters right the Council will, within four weeks of this decision, apologise to Ms "
            "Dunne and pay her £400 for the distress. Within eight weeks it will also carry out a fresh "
            "assessment of her son's needs.\n"
        ),
        [("order", 400, "2027-03-31"), ("order", None, "2027-04-28")],
    ),
    (
        "lgsco",
        (
            "The action agreed\n"
            "21. The Council has undertaken that, by 1 May 2027, it will:\n"
            "(a) reimburse Mr Laidlaw £86.40; and\n"
            "(b) let him know the result of its parking review.\n"
            "22. It will send us proof of (a) and (b).\n"
        ),
        [("order", 86.4, "2027-05-01"), ("order", None, "2027-05-01")],
    ),
    (
        "lgsco",
        (
            "We have agreed the following with the Council:\n"
            "1) a letter of apology - by 31 March 2027\n"
            "2) £250 to Mrs Shah - by 31 March 2027\n"
            "3) new guidance for call handlers - by 30 June 2027\n"
        ),
        [("order", None, "2027-03-31"), ("order", 250, "2027-03-31"), ("order", None, "2027-06-30")],
    ),
    (
        "ho",
        (
            "Orders\n"
            "1. Within 28 days of this report the landlord must pay the resident compensation of £725. This "
            "is made up of:\n"
            "a. £500 for the damp\n"
            "b. £225 for complaint handling\n"
            "2. Within 28 days of this report the landlord must inspect the loft.\n"
            "Recommendations\n"
            "3. The landlord may wish to look at its letters.\n"
            "4. It would help if staff had a refresher course.\n"
        ),
        [
            ("order", 725, "2027-03-31"),
            ("order", None, "2027-03-31"),
            ("recommendation", None, None),
            ("recommendation", None, None),
        ],
    ),
    (
        "ho",
        ("No. | Action | By when\n1 | Say sorry in writing | 31 March 2027\n2 | Pay £90 | 31 March 2027\n"),
        [("order", None, "2027-03-31"), ("order", 90, "2027-03-31")],
    ),
    (
        "ho",
        ("No	Remedy	Due\n1	Say sorry in writing	31/03/2027\n2	Pay £90.50	14/04/2027\n"),
        [("order", None, "2027-03-31"), ("order", 90.5, "2027-04-14")],
    ),
    (
        "ho",
        (
            "Order Action Deadline\n"
            "1 The landlord must send a surveyor to look at\n"
            "the balcony.\n"
            "14/04/2027\n"
            "2 The landlord must pay £60 to the resident.\n"
            "31/03/2027\n"
        ),
        [("order", None, "2027-04-14"), ("order", 60, "2027-03-31")],
    ),
    (
        "ho",
        (
            "Our orders\n"
            "The landlord must take the following steps by 14 April 2027.\n"
            "\n"
            "Apologise to the resident.\n"
            "\n"
            "Pay the resident £300.\n"
            "\n"
            "Review its file and write to us with what it learned.\n"
        ),
        [("order", None, "2027-04-14"), ("order", 300, "2027-04-14"), ("order", None, "2027-04-14")],
    ),
    (
        "ho",
        (
            "Determination\n"
            "There was maladministration.\n"
            "Order\n"
            "The landlord must, within six weeks, pay £1,050 direct to the resident.\n"
            "Recommendation\n"
            "That the landlord fits a handrail.\n"
        ),
        [("order", 1050, "2027-04-14"), ("recommendation", None, None)],
    ),
    (
        "lgsco",
        (
            "I have decided not to uphold this complaint. The Council was not at fault. It paid £200 in May "
            "2026 and said it would review its policy by 1 June 2027."
        ),
        [],
    ),
    (
        "lgsco",
        ("Agreed action\nThe Council will apologise and pay £100. There is no need to send us proof.\n"),
        [("order", 100, None)],
    ),
    (
        "ho",
        ("What we recommend\nWe suggest that the landlord offers the resident a further £50.\n"),
        [("recommendation", 50, None)],
    ),
    (
        "ho",
        (
            "Orders\n"
            "Order 1: apology by the chief executive - 31 March 2027\n"
            "Order 2: £450 compensation - 31 March 2027\n"
            "Order 3: case review - 2 June 2027\n"
        ),
        [("order", None, "2027-03-31"), ("order", 450, "2027-03-31"), ("order", None, "2027-06-02")],
    ),
    (
        "lgsco",
        (
            "Final decision\n"
            "Within one month the Council should:\n"
            "• apologise;\n"
            "• pay Miss Ek £350 (£200 for distress and £150 for time and trouble); and\n"
            "• write off her arrears of £612.\n"
            "Within three months it should train its officers.\n"
        ),
        [
            ("order", None, "2027-04-03"),
            ("order", 350, "2027-04-03"),
            ("order", None, "2027-04-03"),
            ("order", None, "2027-06-03"),
        ],
    ),
    (
        "ho",
        (
            "Put right\n"
            "The landlord is required to do the following by the end of April 2027:\n"
            "i) complete the roof works\n"
            "ii) pay £40 a week from 1 March 2027 until they are done\n"
        ),
        [("order", None, "2027-04-30"), ("order", None, "2027-04-30")],
    ),
    (
        "lgsco",
        (
            "Agreed action\n"
            "Within six weeks of this decision the Council will pay Mr Bol £90. It will also, in those same "
            "six weeks, apologise to him.\n"
        ),
        [("order", 90, "2027-04-14"), ("order", None, "2027-04-14")],
    ),
]


@pytest.mark.parametrize(("ombudsman", "text", "expected"), LETTERS)
def test_items_are_found_under_any_name(ombudsman: str, text: str, expected: Expected) -> None:
    found = [
        (
            item.kind.value,
            float(item.amount_gbp) if item.amount_gbp is not None else None,
            str(item.deadline.on) if item.deadline else None,
        )
        for item in items(text, ombudsman=ombudsman).items
        if item.kind is not ItemKind.REQUEST
    ]
    assert found == expected


def test_an_order_by_a_month_gets_no_day_and_a_person_is_asked() -> None:
    found = items("Agreed actions\nThe Council will by September 2027 review its policy.\n")
    (item,) = found.items
    assert item.deadline is not None
    assert item.deadline.on is None
    assert [doubt.code for doubt in found.doubts] == ["vague"]


def test_the_proof_has_its_own_day_beside_the_deeds() -> None:
    text = "The Council has agreed to pay Mr Oyelade £80 by 30 April 2027 and to let us have proof by 14 May 2027."
    found = everything(text, kind="final_determination")
    assert sorted((each.purpose, str(each.on)) for each in found.deadlines) == [
        ("evidence", "2027-05-14"),
        ("order 1", "2027-04-30"),
    ]


def test_a_notice_by_its_title_orders_what_it_says() -> None:
    text = (
        "COMPLAINT HANDLING FAILURE NOTICE\n\nThe landlord did not answer us.\n\n"
        "1. The landlord must send us its file by 17 March 2027.\n"
    )
    found = items(text, kind="final_chaser", ombudsman="ho")
    assert [(item.kind, str(item.deadline.on) if item.deadline else None) for item in found.items] == [
        (ItemKind.ORDER, "2027-03-17")
    ]


def test_a_list_is_asked_for_in_the_sentence_after_it() -> None:
    text = (
        "Thanks for the file. Some gaps remain:\n\n1. the diary for May\n2. the notes of the visit\n\n"
        "Could you let me have those by 17 March?\n"
    )
    found = items(text, kind="information_request")
    assert [(item.text, str(item.deadline.on) if item.deadline else None) for item in found.items] == [
        ("the diary for May", "2027-03-17"),
        ("the notes of the visit", "2027-03-17"),
    ]


def test_how_and_when_to_reply_is_no_point() -> None:
    text = (
        "Please answer each of these.\n1. Who made the decision?\n2. Why was she not told?\n"
        "3. I should like the Council's full reply by 17 March 2027.\n4. If the Council cannot do so it must say why.\n"
    )
    assert [item.number for item in items(text, kind="information_request").items] == [1, 2]
