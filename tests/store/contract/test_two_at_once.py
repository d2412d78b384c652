"""Two threads, two processes, and one that dies: neither fails the other, and half a transaction is none."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from linkbot.store import SqlStore, WorkerLock

from .backends import Backend
from .values import NOW, a_case, a_decision, an_intent

TURNS = 100


def test_two_threads_that_read_then_write_never_fail(backend: Backend) -> None:
    store = backend.open()
    with store.begin() as transaction:
        transaction.commit_decision(None, a_decision(cases=(a_case(),)), NOW)
    failures: list[BaseException] = []

    def work(name: str) -> None:
        for turn in range(TURNS):
            try:
                with store.begin() as transaction:
                    case = transaction.case("LGSCO 23 012 345").case
                    decision = a_decision(cases=(replace(case, stage=name),), intents=(an_intent(f"{name} {turn}"),))
                    transaction.commit_decision(None, decision, NOW)
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with store.begin() as transaction:
        assert transaction.case("LGSCO 23 012 345").case.version == 1 + 2 * TURNS
        assert len(transaction.outbox()) == 2 * TURNS


def test_two_threads_that_want_one_entry_share_it_out(backend: Backend) -> None:
    store = backend.open(durable=False)
    keys = [f"k{n}" for n in range(50)]
    with store.begin() as transaction:
        transaction.commit_decision(None, a_decision(intents=tuple(map(an_intent, keys))), NOW)
    won: list[str] = []

    def work(name: str) -> None:
        for key in keys:
            with store.begin() as transaction:
                if transaction.claim(key, name, timedelta(minutes=1), NOW):
                    won.append(key)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("one", "two", "three")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == sorted(keys)


def test_a_transaction_within_a_transaction_is_refused_at_once(store: SqlStore) -> None:
    with store.begin(), pytest.raises(RuntimeError, match="inside a transaction"), store.begin():
        pass
    with store.begin() as transaction:
        assert transaction.cases() == ()


def test_a_process_killed_inside_a_transaction_leaves_nothing_and_no_lock(backend: Backend) -> None:
    store = backend.open()
    script = f"""
import os
from pathlib import Path
from linkbot.store import SqlStore
from tests.store.contract.values import NOW, a_case, a_decision, an_intent
store = SqlStore({store.url.render_as_string(hide_password=False)!r}, Path("unused"))
with store.begin() as transaction:
    transaction.commit_decision(None, a_decision(cases=(a_case("HO 1"),)), NOW)
with store.begin() as transaction:
    transaction.commit_decision(None, a_decision(cases=(a_case("HO 2"),), intents=(an_intent(),)), NOW)
    os._exit(9)
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 9
    with store.begin() as transaction:
        assert [file.case.id for file in transaction.cases()] == ["HO 1"]
        assert transaction.outbox() == ()


def test_a_second_worker_stands_by_until_the_first_lets_go_or_dies(store: SqlStore) -> None:
    lock, lease = WorkerLock(store), timedelta(minutes=1)
    assert lock.holder(NOW) is None
    assert lock.acquire("one", NOW, lease)
    assert not lock.acquire("two", NOW + lease / 2, lease)
    assert lock.acquire("one", NOW + lease / 2, lease)  # kept up
    assert not lock.acquire("two", NOW + lease, lease)
    assert lock.holder(NOW + lease) == "one"
    assert lock.acquire("two", NOW + 2 * lease, lease)  # the first died
    lock.release("one")
    assert not lock.acquire("one", NOW + 2 * lease, lease)
    lock.release("two")
    assert lock.acquire("one", NOW + 2 * lease, lease)
