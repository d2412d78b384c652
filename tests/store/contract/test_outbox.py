"""Claims, leases and settling, case by case; the machine next door tries them in every order."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from linkbot.model.outbox import OutboxState
from linkbot.store import SqlStore

from .values import NOW, a_decision, an_intent

LEASE = timedelta(minutes=5)


def filled(store: SqlStore, *keys: str, held: bool = False, now: datetime = NOW) -> None:
    with store.begin() as transaction:
        transaction.commit_decision(None, a_decision(intents=tuple(an_intent(key, held=held) for key in keys)), now)


def due(store: SqlStore, now: datetime, limit: int = 100) -> list[str]:
    with store.begin() as transaction:
        return [entry.key for entry in transaction.due_entries(now, limit)]


def test_entries_come_in_order_of_creation_even_within_one_moment(store: SqlStore) -> None:
    filled(store, "z", "a", "m")
    filled(store, "b", now=NOW - timedelta(seconds=1))
    assert due(store, NOW) == ["b", "z", "a", "m"]
    assert due(store, NOW, 2) == ["b", "z"]
    with store.begin() as transaction:
        assert [entry.key for entry in transaction.outbox()] == ["b", "z", "a", "m"]
        assert [entry.key for entry in transaction.outbox(OutboxState.DONE, OutboxState.HELD)] == []


def test_entries_are_found_by_the_beginning_of_their_key(store: SqlStore) -> None:
    filled(store, "abf1", "abe2", "ab", "ac00", "9a")
    with store.begin() as transaction:
        found = {
            beginning: [entry.key for entry in transaction.entries_beginning(beginning)]
            for beginning in ("ab", "abf", "9", "abe2", "abe20", "", "%", "f")
        }
    assert found == {
        "ab": ["abf1", "abe2", "ab"],
        "abf": ["abf1"],
        "9": ["9a"],
        "abe2": ["abe2"],
        "abe20": [],
        "": [],
        "%": [],
        "f": [],
    }


def test_only_one_of_two_gets_the_claim_until_the_lease_lapses(store: SqlStore) -> None:
    filled(store, "k")
    with store.begin() as transaction:
        assert transaction.claim("k", "one", LEASE, NOW)
        assert not transaction.claim("k", "two", LEASE, NOW)
        assert transaction.holds_claim("k", "one", NOW)
        assert not transaction.holds_claim("k", "two", NOW)
        assert not transaction.holds_claim("k", "one", NOW + LEASE)
        assert transaction.claim("k", "two", LEASE, NOW + LEASE)
        assert transaction.entry("k").attempts == 2
        assert not transaction.settle("k", "one", OutboxState.DONE, NOW + LEASE, receipt="r1")
        assert transaction.settle("k", "two", OutboxState.DONE, NOW + LEASE, receipt="r2")
        entry = transaction.entry("k")
    assert (entry.state, entry.receipt, entry.done_at, entry.claim) == (OutboxState.DONE, "r2", NOW + LEASE, None)


def test_a_receipt_is_taken_after_the_lease_if_nobody_else_came(store: SqlStore) -> None:
    filled(store, "k")
    with store.begin() as transaction:
        assert transaction.claim("k", "one", LEASE, NOW)
        assert transaction.settle("k", "one", OutboxState.DONE, NOW + 2 * LEASE, receipt="r")
    assert due(store, NOW + 3 * LEASE) == []


def test_what_failed_for_now_is_due_again_at_its_time(store: SqlStore) -> None:
    filled(store, "k")
    again = NOW + timedelta(hours=1)
    with store.begin() as transaction:
        transaction.claim("k", "t", LEASE, NOW)
        assert transaction.settle("k", "t", OutboxState.PENDING, NOW, error="451 later", next_at=again)
        assert not transaction.claim("k", "t", LEASE, again - timedelta(seconds=1))
        assert transaction.entry("k").last_error == "451 later"
    assert due(store, again - timedelta(seconds=1)) == []
    assert due(store, again) == ["k"]


def test_a_held_entry_goes_once_a_person_says_so(store: SqlStore) -> None:
    filled(store, "k", held=True)
    assert due(store, NOW + timedelta(days=9)) == []
    with store.begin() as transaction:
        assert not transaction.claim("k", "t", LEASE, NOW)
        assert transaction.settle("k", None, OutboxState.PENDING, NOW, by="Robin Lee")
        assert transaction.entry("k").approved_by == "Robin Lee"
        assert transaction.claim("k", "t", LEASE, NOW)


def test_a_person_cannot_settle_what_a_worker_is_doing_right_now(store: SqlStore) -> None:
    filled(store, "k")
    with store.begin() as transaction:
        transaction.claim("k", "t", LEASE, NOW)
        assert not transaction.settle("k", None, OutboxState.WITHDRAWN, NOW, by="Robin Lee")
        assert transaction.settle("k", None, OutboxState.WITHDRAWN, NOW + LEASE, by="Robin Lee")


@pytest.mark.parametrize("final", [OutboxState.DONE, OutboxState.WITHDRAWN])
def test_what_is_final_stays_so(store: SqlStore, final: OutboxState) -> None:
    filled(store, "k")
    with store.begin() as transaction:
        transaction.claim("k", "t", LEASE, NOW)
        transaction.settle("k", "t", final, NOW)
        assert not transaction.settle("k", "t", OutboxState.PENDING, NOW)
        assert not transaction.settle("k", None, OutboxState.PENDING, NOW, by="Robin Lee")
        assert not transaction.claim("k", "t", LEASE, NOW + timedelta(days=9))


def test_nothing_is_claimed_or_settled_that_is_not_there(store: SqlStore) -> None:
    with store.begin() as transaction:
        assert not transaction.claim("k", "t", LEASE, NOW)
        assert not transaction.settle("k", None, OutboxState.DONE, NOW)
        assert transaction.entry("k") is None
        with pytest.raises(ValueError, match="claim"):
            transaction.settle("k", "t", OutboxState.CLAIMED, NOW)
