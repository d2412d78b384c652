"""What stands around a sum (its parts, what was offered or paid before) and the post that must act."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from linkbot.engine.items.money import money_in, says_less_paid
from linkbot.engine.items.responsible import by_whom
from linkbot.engine.wording.money_words import amount_notes
from linkbot.model.casework import Task, TaskKind
from tests.engine.hand_written import items


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("pay £300, made up of £200 for delay and £100 for trouble", [200, 100]),
        ("pay £300 (£200 for delay, £100 for trouble)", [200, 100]),
        ("pay £200 for delay and £100 for trouble", [200, 100]),
        ("pay £200 for delay and £100 for trouble (£300 in total)", [200, 100]),
        ("pay £300, inclusive of the £50 offered, made up of £200 for delay and £100 for trouble", [200, 100]),
        ("pay £3,150: £2,700 for lost terms (at £900 a term), £250 for her and £200 for him", [2700, 250, 200]),
        ("pay £1,850, broken down as £1,550 for distress, £250 for the complaint and £75 for time", [1550, 250, 75]),
        ("pay £300. This replaces its offer of £50", []),
        ("pay £300", []),
    ],
)
def test_the_breakdown_of_a_sum_is_kept(text: str, parts: list[int]) -> None:
    assert [part.amount_gbp for part in money_in(text).parts] == parts


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("pay £300, inclusive of the £50 it offered", 50),
        ("pay £300, including £50 already paid", 50),
        ("pay £300 less the £50 it has paid", 50),
        ("pay £300, of which £200 is for distress", None),
        ("pay £300 less £50 of rent arrears", None),
        ("pay £300", None),
    ],
)
def test_what_was_offered_or_paid_before_is_told_apart(text: str, before: int | None) -> None:
    assert money_in(text).already_gbp == (None if before is None else Decimal(before))


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("It may deduct any payment it has already made.", True),
        ("£300, less any sum already paid", True),
        ("Sums paid at stage 2 may be set off against this.", True),
        ("£300 as offered, if it has not already been paid", True),
        ("This must be paid directly to him and not be offset against arrears.", False),
        ("The landlord must not deduct what it has paid.", False),
        ("pay £300 within four weeks", False),
    ],
)
def test_whether_what_was_paid_counts(text: str, counts: bool) -> None:
    assert says_less_paid(text) is counts


@pytest.mark.parametrize(
    ("text", "post"),
    [
        ("Provide a written apology from its chief executive.", "chief executive"),
        ("Arrange for its head of housing to meet the resident", "head of housing"),
        ("The Council's Director of Adult Social Care will apologise", "Director of Adult Social Care"),
        ("A senior manager must write to Mr Roe", "senior manager"),
        ("Say sorry. The apology must be made by a director or a head of care", "director or a head of care"),
        ("a review led by its head of repairs and maintenance within 8 weeks", "head of repairs and maintenance"),
        ("The landlord's governing body must review the policy", "governing body"),
        ("send the report to the chief executive", None),
        ("meet the director of housing to discuss the plan", None),
        ("present its findings to the board within 12 weeks", None),
        ("pay the resident £100", None),
    ],
)
def test_the_post_that_must_act_is_named(text: str, post: str | None) -> None:
    assert by_whom(text) == post


def test_a_deduction_said_after_the_list_belongs_to_its_sum() -> None:
    text = (
        "Orders\nWithin four weeks the landlord must:\na. pay the resident £460; and\nb. write to her about it.\n"
        "The landlord may deduct any sum it has already paid.\n"
    )
    first, second = items(text, ombudsman="ho").items
    assert (first.less_paid, second.less_paid) == (True, False)
    assert "may deduct" in first.text


def test_a_table_that_lost_rows_is_for_a_person() -> None:
    text = (
        "Orders\nOrder\nWhat the landlord must do\nDue date\n2\nApology order\nSay sorry.\n31 March 2027\n"
        "3\nWorks order\nMend the door.\n31 March 2027\n"
    )
    (doubt,) = items(text, ombudsman="ho").doubts
    assert doubt.code == "missing"
    assert "1 could not be read" in doubt.sentence


TASK = Task(
    id="HO 202612345/1",
    case="HO 202612345",
    kind=TaskKind.ORDER,
    title="Order 1",
    text="pay £310, inclusive of the £50 offered, made up of £200 for delay and £100 for trouble, less what was paid",
    owner="repairs@town.gov.uk",
    created_at=datetime(2027, 3, 4, tzinfo=UTC),
    cause="x",
    amount_gbp=Decimal(310),
)


def test_who_pays_reads_parts_that_do_not_add_up_and_what_counts() -> None:
    assert amount_notes(TASK) == (
        "£200 for delay",
        "£100 for trouble, less what was paid",
        "these come to £300, not £310: please ask the link officer before paying",
        "£50 of it was offered or paid before",
        "what has already been paid for this counts towards it",
    )


def test_a_sum_given_later_is_told_without_the_old_parts() -> None:
    assert amount_notes(replace(TASK, amount_gbp=Decimal(500))) == ()
