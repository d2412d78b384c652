"""`run` and `poll` as real processes: stopped politely they finish the work in hand, and one store has one worker."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from linkbot.mailsystems.smtp import SmtpOutgoing
from linkbot.store import WorkerLock, open_store
from linkbot.wiring import SystemClock, office_of, set_up
from linkbot.worker.deliver import deliver
from linkbot.worker.log import Action, Log, LogObserver
from linkbot.worker.simulation import WalkingClock
from linkbot.worker.stopping import StopRequest
from linkbot.worker.tenure import Tenure
from linkbot.worker.tick import tick

from .conftest import LETTERS, Council

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM: there the stop file is used")


class Worker:
    """`linkbot run --json` as a process of its own, whose log is read as it is written."""

    def __init__(self, council: Council, name: str) -> None:
        self._log = council.folder / f"{name}.log"
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "linkbot.cli.main", "run", "--json", "--config", str(council.config)],
                stderr=log,
                stdout=subprocess.PIPE,
                cwd=ROOT,
            )

    def lines(self) -> list[dict[str, object]]:
        whole = self._log.read_text(encoding="utf-8").rpartition("\n")[0]
        return [json.loads(line) for line in whole.splitlines()]

    def actions(self) -> list[str]:
        return [str(line["action"]) for line in self.lines()]

    def wait_for_any(self, *actions: Action) -> None:
        until = time.monotonic() + PATIENCE
        while not {action.value for action in actions} & {*self.actions()}:
            assert self.process.poll() is None, f"it ended: {self._log.read_text()}"
            assert time.monotonic() < until, f"none of {actions} in {self.lines()}"
            time.sleep(0.05)

    def ended(self) -> int:
        return self.process.wait(PATIENCE)


@contextmanager
def running(council: Council, name: str = "one") -> Iterator[Worker]:
    worker = Worker(council, name)
    try:
        yield worker
    finally:
        if worker.process.poll() is None:
            worker.process.kill()
        worker.process.communicate()


@POSIX
def test_a_worker_told_to_stop_in_the_middle_finishes_its_message_and_the_next_one_goes_on(council: Council) -> None:
    """Two letters wait. SIGTERM comes when the first has been decided; a later poll does the rest, nothing twice."""
    council.deliver(*LETTERS)
    with running(council) as worker:
        worker.wait_for_any(Action.DECIDED)
        worker.process.send_signal(signal.SIGTERM)
        assert worker.ended() == 0
        log = worker.lines()
    assert worker.actions()[-1] == Action.STOPPED.value
    (row,) = council.rows("status")
    assert row["worker"] is None, "the lease was given back"
    states = row["messages"]
    assert isinstance(states, dict)
    assert (states["parked"], states["discarded"], states["decided"] + states["received"]) == (0, 0, 2)
    decided = [line["message"] for line in log if line["action"] == "decided"]
    assert len(decided) == states["decided"]
    assert council.linkbot("poll").code == 0
    (row,) = council.rows("status")
    assert row["messages"]["decided"] == 2  # type: ignore[index]
    mails = [
        json.dumps([e["template"], e["to"], e["task"]]) for e in council.rows("outbox", "--state", "done") if "to" in e
    ]
    assert len(mails) == len(set(mails)) > 0
    assert len(list((council.folder / "sent").glob("*.eml"))) == len([m for m in mails if "acknowledgement" not in m])


@POSIX
def test_a_second_worker_stands_by_and_takes_over_when_the_first_has_gone(council: Council) -> None:
    with running(council, "one") as one, running(council, "two") as two:
        one.wait_for_any(Action.WORKING, Action.STANDING_BY)
        two.wait_for_any(Action.WORKING, Action.STANDING_BY)
        first, second = (one, two) if Action.WORKING.value in one.actions() else (two, one)
        assert Action.WORKING.value not in second.actions()
        (row,) = council.rows("status")
        assert f"process {first.process.pid}" in str(row["worker"])
        first.process.send_signal(signal.SIGINT)
        assert first.ended() == 0
        second.wait_for_any(Action.WORKING)
        (council.folder / "store" / "stop").touch()
        assert second.ended() == 0
    assert second.actions() == ["started", "standing_by", "working", "stopping", "stopped"]


def test_a_stop_file_left_over_from_yesterday_stops_nothing(council: Council) -> None:
    file = council.folder / "stop"
    file.touch()
    os.utime(file, (time.time() - 86400, time.time() - 86400))
    stop = StopRequest(file)
    assert not stop.asked()
    file.touch()
    assert stop.wait(5)


def test_poll_stands_back_while_another_worker_holds_the_store_and_comes_in_once_it_lapsed(council: Council) -> None:
    store = open_store(council.folder / "store")
    lock, now = WorkerLock(store), SystemClock().now()
    assert lock.acquire("the other server", now, timedelta(minutes=5))
    said = council.linkbot("poll")
    assert (said.code, "the other server" in said.err) == (1, True)
    lock.release("the other server")
    assert lock.acquire("a server that died", now - timedelta(minutes=5), timedelta(minutes=1))
    store.close()
    assert council.linkbot("poll").code == 0


def test_poll_tells_programs_in_one_line_what_it_did(council: Council) -> None:
    council.deliver(LETTERS[0])
    said = council.linkbot("poll", "--json")
    (row,) = said.rows
    assert (said.code, row["received"], row["decided"], row["faults"]) == (0, 1, 1, [])
    assert isinstance(row["delivered"], int)
    assert row["delivered"] >= 5
    assert row["waiting"] == {"questions": 0, "held": 0, "failed": 0, "doubtful": 0, "parked": 0}


def test_a_dead_mail_server_is_told_the_mail_waits_and_goes_once_the_server_is_back(council: Council) -> None:
    """Seen: a second try took the refused connection for a cut-off one, and every mail of an outage became doubtful."""
    alive = council.config.read_text(encoding="utf-8")
    _server(council, alive, port=9)
    council.deliver(LETTERS[1])
    said = council.linkbot("poll")
    assert said.code == 1
    assert "127.0.0.1:9" in said.err
    (row,) = council.rows("status")
    assert row["oldest_pending"]["attempts"] == 1  # type: ignore[index]
    assert "127.0.0.1:9" in council.linkbot("status").out
    waiting = council.rows("outbox")
    assert {entry["state"] for entry in waiting} == {"pending"}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    post = Controller(Sink(), hostname="127.0.0.1", port=port)
    post.start()
    try:
        office = office_of(set_up(council.config))
        later = WalkingClock(SystemClock().now() + timedelta(hours=2))
        outgoing = SmtpOutgoing("127.0.0.1", port, local_hostname="linkbot.test")  # its own name is not looked up here
        done = deliver(replace(office, clock=later, outgoing=outgoing))
        office.extractor.close()
        office.store.close()
    finally:
        post.stop()
    assert done == len(waiting)
    assert council.linkbot("outbox").out == "Nothing waits, failed or is in doubt.\n"


def _server(council: Council, config: str, *, port: int) -> None:
    text = config.replace('outbox_folder = "sent"', f'host = "127.0.0.1"\nport = {port}')
    council.config.write_text(text, encoding="utf-8")


def test_between_two_messages_the_worker_hears_that_it_shall_stop_and_sends_nothing(council: Council) -> None:
    """A backlog is read whole before anything leaves: stopped in it, the rest and every mail wait."""
    council.deliver(*LETTERS)
    lines: list[str] = []
    observer = LogObserver(Log(SystemClock(), write=lines.append))
    office = office_of(set_up(council.config), observer)
    turn = tick(replace(office, stopping=lambda: any(" decided " in line for line in lines)))
    assert (turn.received, turn.decided, turn.due, turn.delivered) == (2, 1, 0, 0)
    assert not (council.folder / "sent").exists()
    turn = tick(office)
    assert (turn.received, turn.decided, turn.delivered > 5) == (0, 1, True)
    office.extractor.close()
    office.store.close()


def test_a_worker_that_lost_its_store_notices_and_does_not_take_it_back_by_force(council: Council) -> None:
    store = open_store(council.folder / "store")
    lock = WorkerLock(store)
    tenure = Tenure(lock, SystemClock(), lease=timedelta(seconds=1))
    assert tenure.take()
    with tenure.kept():
        time.sleep(1.5)
        assert (tenure.is_lost(), tenure.other()) == (False, tenure.owner), "kept up beyond its first second"
        lock.release(tenure.owner)
        assert lock.acquire("another server", SystemClock().now(), timedelta(minutes=5))
        until = time.monotonic() + 10
        while not tenure.is_lost() and time.monotonic() < until:
            time.sleep(0.05)
    assert tenure.is_lost()
    assert lock.holder(SystemClock().now()) == "another server", "leaving gives back only what is one's own"
    store.close()
