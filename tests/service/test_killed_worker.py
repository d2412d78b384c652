"""A worker that was killed is replaced at once on its own machine, where that can be proven; else its lease lapses."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linkbot.store import WorkerLock, open_store
from linkbot.worker.process_mark import is_gone, owner_name
from linkbot.worker.simulation import WalkingClock
from linkbot.worker.tenure import Tenure

NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
LINUX = pytest.mark.skipif(not Path("/proc/sys/kernel/random/boot_id").exists(), reason="only Linux gives the proof")
ASK = "from linkbot.worker.process_mark import owner_name; print(owner_name('today'), flush=True); input()"


def another_process() -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen([sys.executable, "-c", ASK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def killed() -> str:
    """The name a worker bore that was killed a moment ago."""
    process, owner = another_process()
    process.kill()
    process.communicate()
    return owner


@LINUX
def test_one_that_lives_is_not_gone_also_while_it_is_frozen() -> None:
    process, owner = another_process()
    try:
        assert not is_gone(owner)
        process.send_signal(signal.SIGSTOP)
        assert not is_gone(owner)
    finally:
        process.kill()
        process.communicate()
    assert is_gone(owner)


@LINUX
def test_a_number_that_another_process_bears_now_is_no_life() -> None:
    mine = owner_name("today")
    born = re.search(r"\.(\d+)\]$", mine)
    assert born
    assert not is_gone(mine)
    assert is_gone(mine.replace(born[0], f".{int(born[1]) - 1}]"))


@LINUX
@pytest.mark.parametrize(
    "changed",
    [
        lambda owner: "other-" + owner,
        lambda owner: re.sub(r"\[(\w+)\.", "[0123456789ab.", owner),
        lambda owner: owner.partition(" [")[0],
        lambda owner: re.sub(r"process \d+", "process 99999999999999999999", owner),
        lambda _owner: "the other server",
        lambda _owner: "",
    ],
    ids=["another host", "another boot", "no mark", "no such number can be", "no process", "nothing"],
)
def test_what_cannot_be_proven_is_left_to_lapse(changed) -> None:  # type: ignore[no-untyped-def]
    assert not is_gone(changed(killed()))


def test_a_name_tells_people_where_and_which() -> None:
    assert f", process {os.getpid()}, since 2027-01-11" in owner_name("2027-01-11 09:00:00Z")


@LINUX
def test_the_successor_of_a_killed_worker_takes_the_store_at_once(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    lock, clock = WorkerLock(store), WalkingClock(NOW)
    first = Tenure(lock, clock, owner=killed())
    assert first.take()
    second, third = Tenure(lock, clock, owner="successor"), Tenure(lock, clock, owner="late")
    assert second.take()
    assert not third.take(), "of two heirs one"
    assert not first.take()
    store.close()


def test_the_successor_of_a_worker_elsewhere_waits_for_its_lease(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    lock, clock = WorkerLock(store), WalkingClock(NOW)
    assert Tenure(lock, clock, owner="elsewhere, process 1, since today [0123456789ab.7]").take()
    assert not Tenure(lock, clock, owner="successor").take()
    store.close()
