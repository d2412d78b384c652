"""Messages, cursors and threads."""

from __future__ import annotations

from datetime import timedelta

from linkbot.model.mail import ExtractedText, TextStatus
from linkbot.ports import MessageStatus, Override
from linkbot.store import SqlStore

from .values import NOW, a_message


def test_a_copy_known_by_its_id_is_not_added_again(store: SqlStore) -> None:
    with store.begin() as transaction:
        assert transaction.add_message(a_message(subject="first"))
        assert not transaction.add_message(a_message(subject="second"))
        assert [message.subject for message in transaction.messages()] == ["first"]


def test_messages_come_in_order_of_receipt_then_of_id(store: SqlStore) -> None:
    with store.begin() as transaction:
        for id, minutes in (("c", 0), ("a", 5), ("b", 5), ("d", -5)):
            transaction.add_message(a_message(id, received_at=NOW + timedelta(minutes=minutes)))
        assert [message.id for message in transaction.messages()] == ["d", "c", "a", "b"]


def test_messages_are_found_by_status(store: SqlStore) -> None:
    with store.begin() as transaction:
        transaction.add_message(a_message("a"))
        transaction.add_message(a_message("b"))
        transaction.save_message(a_message("b", status=MessageStatus.PARKED, strikes=3, fault="ValueError: no"))
        assert [message.id for message in transaction.messages(MessageStatus.RECEIVED)] == ["a"]
        assert [message.strikes for message in transaction.messages(MessageStatus.PARKED)] == [3]


def test_only_decided_messages_are_known_by_their_message_id(store: SqlStore) -> None:
    with store.begin() as transaction:
        for id, status in (("a", MessageStatus.DECIDED), ("b", MessageStatus.RECEIVED), ("c", MessageStatus.PARKED)):
            transaction.add_message(a_message(id, status=status, message_id="x@y"))
        assert [message.id for message in transaction.messages_with_id("x@y")] == ["a"]
        assert transaction.messages_with_id("X@Y") == ()


def test_the_cases_of_a_message_keep_their_order_and_are_replaced_whole(store: SqlStore) -> None:
    with store.begin() as transaction:
        transaction.save_message(a_message(cases=("HO 2", "HO 1", "HO 3")))
        assert transaction.message("m1").cases == ("HO 2", "HO 1", "HO 3")
        transaction.save_message(a_message(cases=("HO 3",)))
        assert transaction.message("m1").cases == ("HO 3",)


def test_a_cursor_is_kept_for_each_mailbox(store: SqlStore) -> None:
    with store.begin() as transaction:
        assert transaction.cursor("a") is None
        transaction.set_cursor("a", "1")
        transaction.set_cursor("b", "2")
        transaction.set_cursor("a", "3")
        assert (transaction.cursor("a"), transaction.cursor("b")) == ("3", "2")


def test_a_thread_leads_to_the_cases_of_what_came_and_of_what_we_sent_nearest_first(store: SqlStore) -> None:
    with store.begin() as transaction:
        transaction.add_message(a_message("a", message_id="came@lgo", cases=("LGSCO 1", "LGSCO 2")))
        transaction.remember_sent("task@us", "HO 3", "HO 3/1")
        transaction.remember_sent("task@us", "HO 3", "HO 3/2")
        transaction.remember_sent("task@us", "HO 3", "HO 3/2")
        transaction.remember_sent("list@us", None, None)
        assert transaction.cases_of_thread(["task@us", "nobody@x", "came@lgo"]) == ("HO 3", "LGSCO 1", "LGSCO 2")
        assert transaction.cases_of_thread(["came@lgo", "task@us"]) == ("LGSCO 1", "LGSCO 2", "HO 3")
        assert transaction.tasks_of_thread(["came@lgo", "task@us"]) == ("HO 3/1", "HO 3/2")
        assert transaction.cases_of_thread(["list@us"]) == ()
        assert transaction.cases_of_thread([]) == ()


def test_a_hostile_thread_of_many_thousand_ids_is_still_answered(store: SqlStore) -> None:
    with store.begin() as transaction:
        transaction.remember_sent("mine@us", "HO 3", None)
        assert transaction.cases_of_thread([f"{n}@x" for n in range(40_000)] + ["mine@us"]) == ("HO 3",)


def test_texts_are_replaced_by_a_better_readers(store: SqlStore) -> None:
    better = (ExtractedText(0, TextStatus.READ, ("Dear",), "pdf 2"),)
    with store.begin() as transaction:
        transaction.save_texts("d", (ExtractedText(0, TextStatus.FAILED, (), "pdf 1", "damaged"),))
        transaction.save_texts("d", better)
        assert transaction.texts("d") == better
        transaction.save_texts("none", ())
        assert transaction.texts("none") == ()


def test_overrides_come_in_the_order_they_were_said(store: SqlStore) -> None:
    said = tuple(Override("m1", "kind", value, "act") for value in ("b", "a", "c"))
    with store.begin() as transaction:
        for override in said:
            transaction.add_override(override)
        assert transaction.overrides("m1") == said
        assert transaction.overrides("m2") == ()
