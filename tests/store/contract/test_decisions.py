"""A decision is written whole or not at all, on what stood when it was made, and twice is once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from linkbot.model.casework import TaskState
from linkbot.model.outbox import OutboxState
from linkbot.model.question import QuestionState
from linkbot.ports import MessageStatus, Stale
from linkbot.store import SqlStore

from .values import NOW, a_case, a_decision, a_message, a_question, a_task, an_event, an_intent, an_invitation

LATER = NOW + timedelta(days=1)


def commit(store: SqlStore, message: str | None = None, **parts: object) -> tuple:
    with store.begin() as transaction:
        return transaction.commit_decision(message, a_decision(**parts), NOW)


def test_everything_of_a_decision_stands_together_in_the_case_file(store: SqlStore) -> None:
    with store.begin() as transaction:
        transaction.add_message(a_message())
        added = transaction.commit_decision(
            "m1",
            a_decision(
                events=(an_event(),),
                invitations=(an_invitation(),),
                tasks=(a_task(),),
                questions=(a_question(),),
                cases=(a_case(),),
                intents=(an_intent("k1"), an_intent("k2", held=True, why="senior notice")),
            ),
            NOW,
        )
    assert [intent.key for intent in added] == ["k1", "k2"]
    with store.begin() as transaction:
        file = transaction.case("LGSCO 23 012 345")
        assert file.case == a_case(version=1)
        assert file.tasks == (a_task(version=1),)
        assert file.events == (an_event(),)
        assert file.invitations == (an_invitation(),)
        assert file.questions == (a_question(version=1),)
        assert transaction.message("m1").status is MessageStatus.DECIDED
        assert [entry.state for entry in transaction.outbox()] == [OutboxState.PENDING, OutboxState.HELD]


def test_a_decision_on_what_stands_now_raises_the_version_by_one(store: SqlStore) -> None:
    commit(store, cases=(a_case(),), tasks=(a_task(),))
    commit(store, cases=(a_case(stage="first_chaser", version=1),), tasks=(a_task(priority=True, version=1),))
    with store.begin() as transaction:
        file = transaction.case("LGSCO 23 012 345")
    assert (file.case.stage, file.case.version) == ("first_chaser", 2)
    assert (file.tasks[0].priority, file.tasks[0].version) == (True, 2)


@pytest.mark.parametrize(
    "stale",
    [
        {"cases": (a_case(version=0),)},  # both thought the case was new
        {"cases": (a_case(version=1),)},
        {"cases": (a_case("HO 202312345", version=1),)},  # gone since
        {"tasks": (a_task(version=0),)},
        {"tasks": (a_task(version=3),)},
        {"questions": (a_question(version=4),)},
        {"invitations": (an_invitation(sequence=1),)},
    ],
    ids=["case twice new", "case", "case gone", "task twice new", "task ahead", "question", "invitation"],
)
def test_a_decision_on_what_stood_before_is_stale_and_leaves_nothing(store: SqlStore, stale: dict) -> None:
    commit(store, cases=(a_case(),), tasks=(a_task(),), questions=(a_question(),))
    commit(store, cases=(a_case(version=1),), invitations=(an_invitation(sequence=2),))
    with pytest.raises(Stale):
        commit(store, events=(an_event("e9"),), intents=(an_intent("k9"),), **stale)
    with store.begin() as transaction:
        assert transaction.events("LGSCO 23 012 345") == ()
        assert transaction.outbox() == ()


def test_a_known_key_is_left_alone_whatever_became_of_it(store: SqlStore) -> None:
    commit(store, intents=(an_intent("k1"), an_intent("k2", held=True)))
    with store.begin() as transaction:
        transaction.settle("k1", None, OutboxState.WITHDRAWN, NOW, by="Robin")
    added = commit(store, intents=(an_intent("k1"), an_intent("k2"), an_intent("k3"), an_intent("k3", held=True)))
    assert added == (an_intent("k3"),)
    with store.begin() as transaction:
        states = {entry.key: entry.state for entry in transaction.outbox()}
    assert states == {"k1": OutboxState.WITHDRAWN, "k2": OutboxState.HELD, "k3": OutboxState.PENDING}


def test_only_what_still_waits_is_withdrawn(store: SqlStore) -> None:
    commit(store, intents=(an_intent("held", held=True), an_intent("waits"), an_intent("claimed"), an_intent("done")))
    with store.begin() as transaction:
        for key in ("claimed", "done"):
            assert transaction.claim(key, "t", timedelta(minutes=5), NOW)
        assert transaction.settle("done", "t", OutboxState.DONE, NOW, receipt="r")
    commit(store, withdraw=("held", "waits", "claimed", "done", "unknown"))
    with store.begin() as transaction:
        states = {entry.key: entry.state.value for entry in transaction.outbox()}
    assert states == {"held": "withdrawn", "waits": "withdrawn", "claimed": "claimed", "done": "done"}


def test_settled_questions_are_closed_and_answers_given_are_kept(store: SqlStore) -> None:
    commit(store, questions=(a_question("q1"), a_question("q2"), a_question("q3", urgent=True)))
    answered = a_question("q2", state=QuestionState.ANSWERED, answer="first_chaser", answered_at=LATER, version=1)
    commit(store, questions=(answered,), answered=("q1", "q2", "nobody asked"))
    with store.begin() as transaction:
        assert [question.id for question in transaction.questions()] == ["q3"]
        first, second, third = transaction.questions(open_only=False)
    assert (first.state, first.answer, first.answered_at, first.version) == (QuestionState.ANSWERED, None, NOW, 2)
    assert second == replace(answered, version=2)
    assert third.state is QuestionState.OPEN


def test_a_replayed_decision_does_not_ask_an_answered_question_again(store: SqlStore) -> None:
    commit(store, questions=(a_question(),))
    commit(store, answered=("q1",))
    commit(store, questions=(a_question(),))
    with store.begin() as transaction:
        assert transaction.questions() == ()


def test_the_same_letter_decided_again_stays_one_event(store: SqlStore) -> None:
    commit(store, cases=(a_case(),), events=(an_event(acted=False),))
    commit(store, events=(an_event(acted=True),))
    with store.begin() as transaction:
        assert transaction.events("LGSCO 23 012 345") == (an_event(acted=True),)


def test_a_task_of_no_known_case_is_refused_with_all_that_came_with_it(store: SqlStore) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        commit(store, tasks=(a_task(),), intents=(an_intent(),))
    with store.begin() as transaction:
        assert transaction.outbox() == ()


def test_a_message_nobody_stored_cannot_be_decided(store: SqlStore) -> None:
    with pytest.raises(KeyError, match="m7"):
        commit(store, "m7", cases=(a_case(),))
    with store.begin() as transaction:
        assert transaction.cases() == ()


def test_an_error_after_the_decision_undoes_it(store: SqlStore) -> None:
    with pytest.raises(ZeroDivisionError), store.begin() as transaction:
        transaction.commit_decision(None, a_decision(cases=(a_case(),), intents=(an_intent(),)), NOW)
        assert transaction.case("LGSCO 23 012 345") is not None
        raise ZeroDivisionError
    with store.begin() as transaction:
        assert transaction.case("LGSCO 23 012 345") is None
        assert transaction.outbox() == ()


def test_what_is_written_can_be_read_in_the_same_transaction_and_changed_again(store: SqlStore) -> None:
    with store.begin() as transaction:
        transaction.commit_decision(None, a_decision(cases=(a_case(),), tasks=(a_task(),)), NOW)
        read = transaction.task("LGSCO 23 012 345/1")
        moved = replace(read, state=TaskState.RECEIVED)
        transaction.commit_decision(None, a_decision(tasks=(moved,)), NOW)
        assert transaction.open_tasks() == (replace(moved, version=2),)
