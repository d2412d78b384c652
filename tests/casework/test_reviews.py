"""A review changes orders one by one, after the yes: words, sums, dates, what falls and what is new."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from linkbot.engine.casework.word import Word
from linkbot.model.casework import TaskKind, TaskState
from linkbot.model.decision import CaseFile
from linkbot.model.item import ItemKind
from linkbot.model.question import About
from linkbot.model.reading import ItemChange, Reading
from tests.casework.builders import a_deadline, a_file, a_reading, a_recommendation, an_order
from tests.casework.test_orders import DUE, LATER, OWNER, after, asked, decided, mails, ordered

YES = Word(confirmed=True)
FIRST = (
    an_order(1, "Say sorry to Ms Quill.", DUE),
    an_order(2, "Pay Ms Quill £200.", DUE, amount="200"),
    an_order(3, "Mend the roof.", DUE),
)


def the_case() -> CaseFile:
    return after(ordered(FIRST), a_file())


def reviewed(*changes: ItemChange, items: tuple = (), text: str = "review") -> Reading:  # type: ignore[type-arg]
    return a_reading("review_outcome", changes=changes, items=items, text=text)


def test_new_words_and_a_new_sum_reach_the_owner_in_one_mail() -> None:
    change = ItemChange(2, text="Pay Ms Quill £350.", amount_gbp=Decimal(350), due=a_deadline(LATER, "order 2"))
    file = the_case()
    question = asked(decided(reviewed(change), file, message="m-2"))[0]
    assert "order 2 is due" in question.reading and "£350" in question.reading
    yes = decided(reviewed(change), file, message="m-2", word=YES)
    (task,) = yes.tasks
    assert (task.text, task.amount_gbp, task.due_on) == ("Pay Ms Quill £350.", Decimal(350), LATER)
    (mail,) = [m for m in mails(yes, "task") if m.to == (OWNER,)]
    assert "the sum (£350)" in dict(mail.facts)["change"]


def test_a_recommendation_of_the_same_number_is_another_thing() -> None:
    file = after(ordered((*FIRST, a_recommendation(1, "Train the staff."))), a_file())
    yes = decided(reviewed(ItemChange(1, withdrawn=True, kind=ItemKind.RECOMMENDATION)), file, message="m-2", word=YES)
    assert [(t.kind, t.state) for t in yes.tasks] == [(TaskKind.RECOMMENDATION, TaskState.WITHDRAWN)]


def test_an_order_that_a_review_adds_opens_one_task_and_one_told_again_opens_none() -> None:
    added = an_order(4, "Write to Ms Quill with a plan.", LATER)
    letter = reviewed(ItemChange(3, withdrawn=True), items=(FIRST[0], added))
    file = the_case()
    assert "a new order: Write to Ms Quill" in asked(decided(letter, file, message="m-2"))[0].reading
    yes = decided(letter, file, message="m-2", word=YES)
    assert sorted((t.text, t.state) for t in yes.tasks) == [
        ("Mend the roof.", TaskState.WITHDRAWN),
        ("Write to Ms Quill with a plan.", TaskState.OPEN),
    ]
    again = decided(letter, after(yes, file), message="m-2", word=YES)
    assert not [t for t in again.tasks if t.version == 0]


def test_an_order_already_done_is_not_changed_but_asked_about() -> None:
    file = the_case()
    done = replace(file, tasks=tuple(replace(t, state=TaskState.SATISFIED, done=True) for t in file.tasks))
    yes = decided(reviewed(ItemChange(2, amount_gbp=Decimal(350))), done, message="m-2", word=YES)
    assert [t for t in yes.tasks if t.amount_gbp == Decimal(350)] == []
    assert any(q.about is About.LOOK and "already satisfied" in q.reading for q in asked(yes))


def amended(text: str = "amended") -> Reading:
    items = (
        FIRST[0],
        an_order(2, "Pay Ms Quill £350.", LATER, amount="350"),
        an_order(4, "Review the repairs policy.", LATER),
    )
    return a_reading("final_determination", items=items, replaces=True, text=text)


def test_an_amended_determination_replaces_the_orders_one_by_one_after_the_yes() -> None:
    file = the_case()
    before = decided(amended(), file, message="m-2")
    (question,) = asked(before)
    assert question.about is About.REVIEW_OUTCOME
    assert "order 2 is £350 instead of £200" in question.reading and "order 3 is not in it any more" in question.reading
    assert "a new order: Review the repairs policy." in question.reading
    assert not [t for t in before.tasks if t.kind is TaskKind.ORDER]
    yes = decided(amended(), after(before, file), message="m-2", word=YES)
    rows = sorted((t.number or 0, t.state.value, t.amount_gbp, t.due_on) for t in yes.tasks if t.kind is TaskKind.ORDER)
    assert rows == [
        (2, "open", Decimal(350), LATER),
        (3, "withdrawn", None, DUE),
        (4, "open", None, LATER),
    ]
    file = after(yes, after(before, file))
    assert len([t for t in file.tasks if t.kind is TaskKind.ORDER]) == 4
    again = decided(amended(), file, message="m-2", word=YES)
    assert not [t for t in again.tasks if t.kind is TaskKind.ORDER and t.version == 0]
    assert not [m for m in mails(again, "task") if m.to == (OWNER,) and dict(m.facts).get("change")]


def test_a_second_determination_that_does_not_say_so_replaces_nothing() -> None:
    file = the_case()
    other = a_reading("final_determination", items=(an_order(1, "Clean the drain.", date(2027, 1, 4)),), text="other")
    yes = decided(other, file, message="m-2", word=YES)
    assert not [t for t in yes.tasks if t.state is TaskState.WITHDRAWN]
