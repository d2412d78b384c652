"""The outbox in any order of things: nothing is lost, nothing is claimed twice at once, what is done stays done."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from linkbot.model.outbox import OutboxState

from .backends import BACKENDS
from .values import NOW, a_decision, an_intent

KEYS = st.sampled_from([f"k{n}" for n in range(5)])
WORKERS = st.sampled_from(["one", "two", "three"])
LEASE = timedelta(minutes=5)
FINAL = {OutboxState.DONE, OutboxState.WITHDRAWN}


@dataclass
class Expected:
    state: OutboxState
    next_at: datetime
    worker: str | None = None
    lease_until: datetime | None = None
    claims: int = 0

    def is_due(self, now: datetime) -> bool:
        if self.state is OutboxState.CLAIMED:
            return self.lease_until is not None and self.lease_until <= now
        return self.state is OutboxState.PENDING and self.next_at <= now


class OutboxMachine(RuleBasedStateMachine):
    backend_name = ""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.backend = BACKENDS[self.backend_name](Path(self.folder.name))
        self.store = self.backend.open(durable=False)
        self.now = NOW
        self.expected: dict[str, Expected] = {}
        self.order: list[str] = []

    def teardown(self) -> None:
        self.backend.close()
        self.folder.cleanup()

    @rule(keys=st.lists(KEYS, min_size=1, max_size=3), held=st.booleans())
    def decide(self, keys: list[str], held: bool) -> None:
        with self.store.begin() as transaction:
            intents = tuple(an_intent(key, held=held) for key in keys)
            added = [intent.key for intent in transaction.commit_decision(None, a_decision(intents=intents), self.now)]
        assert added == [key for key in dict.fromkeys(keys) if key not in self.expected]
        for key in added:
            self.expected[key] = Expected(OutboxState.HELD if held else OutboxState.PENDING, self.now)
        self.order += added

    @rule(keys=st.lists(KEYS, max_size=2))
    def overtake(self, keys: list[str]) -> None:
        with self.store.begin() as transaction:
            transaction.commit_decision(None, a_decision(withdraw=tuple(keys)), self.now)
        for key in keys:
            entry = self.expected.get(key)
            if entry and entry.state in (OutboxState.HELD, OutboxState.PENDING):
                entry.state = OutboxState.WITHDRAWN

    @rule(key=KEYS, worker=WORKERS)
    def claim(self, key: str, worker: str) -> None:
        entry = self.expected.get(key)
        with self.store.begin() as transaction:
            claimed = transaction.claim(key, worker, LEASE, self.now)
        assert claimed == (entry is not None and entry.is_due(self.now))
        if claimed and entry:
            entry.state, entry.worker, entry.lease_until = OutboxState.CLAIMED, worker, self.now + LEASE
            entry.claims += 1

    @rule(
        key=KEYS,
        worker=st.none() | WORKERS,
        state=st.sampled_from([state for state in OutboxState if state is not OutboxState.CLAIMED]),
        wait=st.sampled_from([None, 1, 30]),
    )
    def settle(self, key: str, worker: str | None, state: OutboxState, wait: int | None) -> None:
        entry = self.expected.get(key)
        next_at = None if wait is None else self.now + timedelta(minutes=wait)
        with self.store.begin() as transaction:
            settled = transaction.settle(key, worker, state, self.now, next_at=next_at, receipt=worker)
        assert settled == (entry is not None and self._may(entry, worker))
        if settled and entry:
            if state is OutboxState.PENDING or next_at:
                entry.next_at = next_at or self.now
            entry.state, entry.worker, entry.lease_until = state, None, None

    def _may(self, entry: Expected, worker: str | None) -> bool:
        if worker is not None:
            return entry.state is OutboxState.CLAIMED and entry.worker == worker
        return entry.state not in FINAL and (entry.state is not OutboxState.CLAIMED or entry.is_due(self.now))

    @rule(minutes=st.sampled_from([1, 5, 31]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def power_cut(self) -> None:
        """Everything in memory is gone; what a transaction had begun never was."""
        with pytest.raises(SystemExit), self.store.begin() as transaction:
            transaction.commit_decision(None, a_decision(intents=(an_intent("k9"),), withdraw=("k0", "k1")), self.now)
            for key in self.expected:
                transaction.claim(key, "ghost", LEASE, self.now)
            raise SystemExit
        self.store.close()
        self.store = self.backend.open(durable=False)

    @invariant()
    def the_store_holds_what_is_expected(self) -> None:
        with self.store.begin() as transaction:
            entries = transaction.outbox()
            due = [entry.key for entry in transaction.due_entries(self.now, 100)]
            for key, expected in self.expected.items():
                lives = expected.state is OutboxState.CLAIMED and not expected.is_due(self.now)
                holders = [w for w in ("one", "two", "three", "ghost") if transaction.holds_claim(key, w, self.now)]
                assert holders == ([expected.worker] if lives else [])
        assert [entry.key for entry in entries] == self.order
        assert due == [key for key in self.order if self.expected[key].is_due(self.now)]
        for entry in entries:
            expected = self.expected[entry.key]
            assert (entry.state, entry.next_at, entry.claim) == (expected.state, expected.next_at, expected.worker)
            assert entry.attempts == expected.claims


@pytest.mark.parametrize("backend_name", sorted(BACKENDS))
def test_the_outbox_keeps_its_promises_in_any_order(backend_name: str) -> None:
    machine = type("Machine", (OutboxMachine,), {"backend_name": backend_name})
    run_state_machine_as_test(machine, settings=settings(max_examples=10, stateful_step_count=20, deadline=None))
