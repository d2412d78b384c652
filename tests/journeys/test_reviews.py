"""A determination, then its review: nothing changes until the link officer says yes, and then order by order."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from linkbot.model.casework import TaskKind, TaskState

from . import letters
from .conftest import Begin
from .conversation import Conversation

REVIEW = letters.ho(
    f"Case {letters.HO_REF} - outcome of our review",
    letters.joined(
        f"Case reference: {letters.HO_REF}\nResident: Mr Obadiah Hale",
        "We have completed our review of the determination. We have decided to change it as follows.",
        "Order 1 is withdrawn, since the resident does not want another letter.",
        "Order 2 is replaced as follows:",
        "2. The landlord must pay the resident £750 compensation by 26 February 2027.",
        "Order 3 is not changed.",
    ),
)
AMENDED = letters.ho(
    f"Case {letters.HO_REF} - final determination amended at review",
    letters.joined(
        f"Case reference: {letters.HO_REF}\nResident: Mr Obadiah Hale",
        "This is our final determination, amended at review. It replaces our earlier determination. There was "
        "maladministration in the landlord's handling of repairs, damp and mould.",
        "Orders\n\nWithin four weeks of this determination, by 5 March 2027, the landlord is ordered to:",
        "1. apologise to the resident in writing;\n"
        "2. pay the resident £900 compensation; and\n"
        "3. review its damp and mould policy.",
        "The landlord must provide us with evidence of compliance with these orders.",
    ),
)


def the_orders(story: Conversation) -> list[tuple[int | None, str, Decimal | None, date | None]]:
    return [(t.number, t.state.value, t.amount_gbp, t.official_on) for t in story.tasks if t.kind is TaskKind.ORDER]


def decided(begin: Begin) -> Conversation:
    story = begin(start=date(2027, 1, 15))
    story.they_write(letters.HO_DECISION)
    story.what_happened()
    return story


def test_a_review_changes_the_orders_it_names_and_only_after_the_yes(begin: Begin) -> None:
    story = decided(begin)
    before = the_orders(story)
    story.they_write(REVIEW, at=date(2027, 1, 20))
    question = story.question()
    assert "order 1 is withdrawn" in question.reading and "order 2 is due 2027-02-26, is £750" in question.reading
    assert the_orders(story) == before and "task → owner" not in story.what_happened()
    story.the_officer("answer", question.id, "yes")
    assert the_orders(story) == [
        (1, TaskState.WITHDRAWN.value, None, date(2027, 2, 12)),
        (2, TaskState.OPEN.value, Decimal(750), date(2027, 2, 26)),
        (3, TaskState.OPEN.value, None, date(2027, 2, 12)),
    ]
    assert story.what_happened().count("task → owner") == 2
    mail = story.last_mail("owner", "Changed").get_body(preferencelist=("plain",))
    assert mail is not None and "£750" in mail.get_content()
    story.everything_is_accounted_for()


def test_an_amended_determination_takes_the_place_of_the_first(begin: Begin) -> None:
    story = decided(begin)
    story.they_write(AMENDED, at=date(2027, 2, 5))
    question = story.question()
    assert "in place of the earlier one" in question.reading and "£900 instead of £600" in question.reading
    story.the_officer("answer", question.id, "yes")
    rows = the_orders(story)
    assert (2, TaskState.OPEN.value, Decimal(900), date(2027, 3, 5)) in rows
    assert [number for number, state, _, _ in rows if state == TaskState.OPEN.value].count(2) == 1
    story.everything_is_accounted_for()
