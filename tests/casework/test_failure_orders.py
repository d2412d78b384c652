"""A failure order made in the letter: a task with its own date beside what it chases; told again, it makes none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from linkbot.engine.casework.word import Word
from linkbot.model.casework import Task, TaskKind
from linkbot.model.question import About

from .builders import (
    HEAD,
    OWNER,
    SENIORS,
    STAND_IN,
    a_file,
    a_reading,
    a_task,
    after,
    an_order,
    asked,
    decided,
    mails,
    told,
)

LATE = date(2026, 10, 23)
ORDERED = date(2026, 11, 9)
ORDER = an_order(1, "The landlord must send its stage 2 response to the resident, with a copy to us.", ORDERED)


def order_tasks(tasks: tuple[Task, ...]) -> list[Task]:
    return [task for task in tasks if task.kind is TaskKind.ORDER]


def test_it_is_a_task_of_its_own_with_its_own_date_and_the_chased_item_is_wanted_by_then_too() -> None:
    before = a_file(a_task(due=LATE, owner=STAND_IN))
    decision = decided(a_reading("final_chaser", items=(ORDER,)), before)
    (order,) = order_tasks(decision.tasks)
    assert (order.due_on, order.priority, order.owner) == (ORDERED, True, STAND_IN)
    assert order.title.startswith("Failure order of ")
    chased = next(task for task in decision.tasks if task.kind is TaskKind.REQUEST)
    assert chased.due_on == ORDERED and chased.due_stated
    assert {STAND_IN, HEAD} | SENIORS <= told(decision)
    assert not [q for q in asked(decision) if q.about is About.DATE]
    assert sorted(mail.task or "" for mail in mails(decision, "priority_task")) == sorted((chased.id, order.id))


def test_decided_again_it_meets_its_own_task() -> None:
    before = a_file(a_task(due=LATE))
    reading = a_reading("final_chaser", items=(ORDER,))
    first = decided(reading, before)
    file = after(first, before)
    again = decided(reading, file, word=Word(confirmed=True, said=1))
    assert len(order_tasks(file.tasks)) == 1
    assert not [t for t in order_tasks(again.tasks) if t.id not in {one.id for one in file.tasks}]
    assert {i.key for i in again.intents if "priority" in str(i.effect)} <= {i.key for i in first.intents}


def test_of_an_unknown_item_the_order_itself_runs_the_clock_and_the_ladder_waits() -> None:
    decision = decided(a_reading("final_chaser", items=(ORDER,)))
    (task,) = decision.tasks
    assert (task.kind, task.due_on, task.owner) == (TaskKind.ORDER, ORDERED, OWNER)
    assert [question.about for question in asked(decision)] == [About.ESCALATION]
    assert told(decision) == {OWNER}


def test_an_order_that_is_only_told_again_makes_no_second_task() -> None:
    known = replace(a_task(due=LATE), kind=TaskKind.ORDER, number=1, text=ORDER.text)
    decision = decided(a_reading("final_chaser", items=(ORDER,), reply_by=ORDERED), a_file(known))
    assert [task.id for task in order_tasks(decision.tasks)] == [known.id]


def test_a_first_chaser_that_lists_orders_opens_none() -> None:
    decision = decided(a_reading("first_chaser", items=(ORDER,), reply_by=ORDERED), a_file(a_task(due=LATE)))
    assert not order_tasks(decision.tasks)
