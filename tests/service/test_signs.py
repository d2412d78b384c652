"""Signs of life: after good turns, never in the way of one; in the log when they fail and when they are back."""

from __future__ import annotations

import os
import re
import socketserver
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from linkbot.effectors.heartbeat import HeartbeatFile, HeartbeatUrl
from linkbot.effectors.metrics import MetricsFile
from linkbot.model.alarm import Alarm, AlarmKind
from linkbot.ports import Permanent, Transient, Unusable
from linkbot.reports.metrics import Figure, Sort, exposition, figure
from linkbot.worker.figures import Service, figures
from linkbot.worker.log import Log
from linkbot.worker.office import Office
from linkbot.worker.shift import Shift, Steady
from linkbot.worker.signs import Signs, Telling, Unsupervised
from linkbot.worker.simulation import WalkingClock
from linkbot.worker.standing import position
from linkbot.worker.turns import About, Turns
from tests.faults.world import World
from tests.journeys.letters import REQUEST

NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
POSIX = pytest.mark.skipif(os.name == "nt", reason="rights are lists there")


class Monitor(BaseHTTPRequestHandler):
    """`/ok` is content, `/away` sends to another server, `/here` to another page, `/gone` is not there."""

    def do_GET(self) -> None:
        self.server.heard.append((self.command, self.path, self.headers.get("Content-Length")))  # type: ignore[attr-defined]
        code, where = {
            "/ok": (200, None),
            "/here": (302, "/ok"),
            "/away": (302, f"http://localhost:{self.server.server_port}/ok"),  # type: ignore[attr-defined]
        }.get(self.path, (404, None))
        self.send_response(code)
        if where:
            self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None: ...


@contextmanager
def monitor() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), Monitor)
    server.heard = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def beat(server: HTTPServer, page: str) -> None:
    HeartbeatUrl(f"http://127.0.0.1:{server.server_port}{page}").beat()


def test_the_monitor_is_called_without_a_word_of_content() -> None:
    with monitor() as server:
        beat(server, "/ok")
        beat(server, "/here")
        assert server.heard == [("GET", page, None) for page in ("/ok", "/here", "/ok")]  # type: ignore[attr-defined]


def test_another_server_is_not_called_on_the_monitors_word() -> None:
    with monitor() as server:
        with pytest.raises(Transient, match="HTTP 302"):
            beat(server, "/away")
        assert len(server.heard) == 1  # type: ignore[attr-defined]
        with pytest.raises(Transient, match="HTTP 404"):
            beat(server, "/gone")


def test_a_monitor_that_is_not_there_is_a_fault_that_keeps_its_address_to_itself() -> None:
    with monitor() as server:
        port = server.server_port
    secret = "0b1946e0-secret"
    with pytest.raises(Transient) as caught:
        HeartbeatUrl(f"http://127.0.0.1:{port}/{secret}").beat()
    assert secret not in str(caught.value)
    assert str(port) not in str(caught.value)
    with pytest.raises(Transient):
        HeartbeatUrl("http://127.0.0.1:not-a-port/").beat()


def test_a_monitor_that_answers_by_the_drop_is_left_behind_and_not_called_twice_at_once() -> None:
    release, calls = threading.Event(), list[int]()

    class Dripping(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            calls.append(1)
            self.request.sendall(b"HTTP/1.1 200 OK\r\nX-Drop: ")
            while not release.wait(0.01):
                self.request.sendall(b".")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Dripping) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        url = HeartbeatUrl(f"http://127.0.0.1:{server.server_address[1]}/", seconds=0.5)
        for _ in range(2):
            with pytest.raises(Transient, match="within"):
                url.beat()
        release.set()
        server.shutdown()
        thread.join()
    assert len(calls) == 1


def test_the_heartbeat_file_is_touched(tmp_path: Path) -> None:
    path = tmp_path / "beat"
    HeartbeatFile(path).beat()
    os.utime(path, (1, 1))
    HeartbeatFile(path).beat()
    assert path.stat().st_mtime > 1
    with pytest.raises((Transient, Permanent)):
        HeartbeatFile(tmp_path / "no" / "beat").beat()


def test_figures_are_text_that_an_agent_can_read() -> None:
    text = exposition(
        [
            figure("turns_total", "Turns\nso far.", 3, Sort.COUNTER),
            Figure("messages", "By state.", (((("state", 'a "b"\\\n'),), 2), ((("state", "c"),), 0.25))),
            Figure("nothing", "Not known yet.", ()),
        ]
    )
    assert text == (
        "# HELP linkbot_turns_total Turns so far.\n"
        "# TYPE linkbot_turns_total counter\n"
        "linkbot_turns_total 3\n"
        "# HELP linkbot_messages By state.\n"
        "# TYPE linkbot_messages gauge\n"
        'linkbot_messages{state="a \\"b\\"\\\\\\n"} 2\n'
        'linkbot_messages{state="c"} 0.25\n'
    )


LINE = re.compile(r'linkbot_[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? -?\d+(\.\d+)?(e[+-]?\d+)?')


def test_a_council_at_work_in_figures_holds_no_address_and_no_reference(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.post(REQUEST)
    world.run(1)
    service = Service(version="1", schema="0007", mode="act", up=True, started_at=NOW)
    with world.office() as office, office.store.begin() as tx:
        found = position(tx, today=world.clock.now().date())
        found = replace(found, alarms=(Alarm(AlarmKind.OUTBOX, "", NOW, NOW),))
        text = exposition(figures(service, found, now=NOW))
        names = [m.mailbox for m in tx.messages()] + [file.case.id.split(" ", 1)[1] for file in tx.cases()]
    lines = text.splitlines()
    assert [line for line in lines if not line.startswith("# ") and not LINE.fullmatch(line)] == []
    families = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert len(families) == len(set(families)) > 15
    assert "@" not in text
    assert names
    assert [name for name in names if name in text] == []
    assert 'linkbot_messages{state="decided"} 1' in lines
    assert 'linkbot_alarms_open{kind="outbox"} 1' in lines
    assert 'linkbot_alarms_open{kind="no_poll"} 0' in lines
    assert "linkbot_tasks_open 1" in lines
    assert any(
        re.fullmatch(r'linkbot_mailbox_last_success_timestamp_seconds\{mailbox="[0-9a-f]{8}"\} \d+.*', s) for s in lines
    )


def test_a_waiting_deed_has_an_age(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.post(REQUEST)
    (tmp_path / "sent").write_text("in the way", encoding="utf-8")
    service = Service(version="1", schema="0007", mode="act", up=True, started_at=NOW)
    lock = tmp_path / ".~lock.ombudsman-register.xlsx#"
    lock.write_text(",pat,desk-7,,", encoding="utf-8")
    world.run(1)
    with world.office() as office, office.store.begin() as tx:
        found = position(tx, today=world.clock.now().date())
        later = world.clock.now() + timedelta(hours=1)
        text = exposition(figures(service, found, now=later))
    age = re.search(r"^linkbot_oldest_pending_seconds (\d+)", text, re.MULTILINE)
    assert age and int(age[1]) >= 3600


@POSIX
def test_the_metrics_file_is_whole_and_other_accounts_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "linkbot.prom"
    for text in ("a 1\n" * 1000, "b 1\n"):
        MetricsFile(path).write(text)
        assert path.read_text(encoding="utf-8") == text
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert [p.name for p in tmp_path.iterdir()] == ["linkbot.prom"]


class Shaky:
    name = "heartbeat_url"

    def __init__(self) -> None:
        self.fault: Exception | None = None
        self.beats = 0

    def beat(self) -> None:
        if self.fault:
            raise self.fault
        self.beats += 1


def test_a_sign_that_fails_is_told_once_and_once_when_it_is_back() -> None:
    lines, sign = list[str](), Shaky()
    telling = Telling(Log(WalkingClock(NOW), write=lines.append))
    for fault in (
        None,
        Transient("it answered HTTP 500"),
        Transient("it answered HTTP 502"),
        None,
        ValueError("x@y.uk"),
    ):
        sign.fault = fault
        telling.beat(Signs((sign,)))
    assert [line.split(" ", 1)[1] for line in lines] == [
        'sign_failed sign=heartbeat_url why="it answered HTTP 500"',
        "sign_back sign=heartbeat_url",
        "sign_failed sign=heartbeat_url why=ValueError",
    ]


def turns(office: Office, sign: Shaky, metrics: Path, lines: list[str]) -> Turns:
    shift = Shift(office, 5, Signs((sign,), MetricsFile(metrics)))
    log = Log(office.clock, write=lines.append)
    about = About("9.9", "0007")
    return Turns(Steady(shift), log=log, supervisor=Unsupervised(), stopping=lambda: False, about=about)


def test_the_heart_beats_after_good_turns_only_and_the_figures_tell_of_every_turn(tmp_path: Path) -> None:
    world, sign, lines = World(tmp_path), Shaky(), list[str]()
    metrics = tmp_path / "linkbot.prom"
    with world.office() as office:
        worker = turns(office, sign, metrics, lines)
        worker.one()
        assert sign.beats == 1
        (tmp_path / "mail").rename(tmp_path / "away")
        worker.one()
        assert sign.beats == 1, "a mailbox that cannot be read is what the monitor is there for"
        (tmp_path / "away").rename(tmp_path / "mail")
        sign.fault = Transient("it answered HTTP 500")
        worker.one()
        text = metrics.read_text(encoding="utf-8").splitlines()
        assert {"linkbot_turns_total 3", "linkbot_turn_failures_total 1", "linkbot_up 1"} <= {*text}
        assert 'linkbot_info{version="9.9",schema="0007",mode="act"} 1' in text
        worker.end()
        assert "linkbot_up 0" in metrics.read_text(encoding="utf-8").splitlines()
    assert [line.split()[1] for line in lines if " turned " not in line] == ["sign_failed"], "the monitor stops no turn"


def test_a_store_that_broke_ends_the_work_and_anything_else_does_not(tmp_path: Path) -> None:
    class Store:
        def __init__(self, fault: Exception) -> None:
            self.fault = fault

        def begin(self) -> object:
            raise self.fault

    world, lines = World(tmp_path), list[str]()
    with world.office() as office:
        for fault, ends in ((RuntimeError("Mrs Marsh"), False), (Unusable("The database is damaged."), True)):
            broken = replace(office, store=Store(fault))  # type: ignore[arg-type]
            worker = turns(broken, Shaky(), tmp_path / "linkbot.prom", lines)
            worker.one()
            assert (worker.broken is not None) == ends
    told = "\n".join(lines)
    assert "Mrs Marsh" not in told
    assert "turn_failed error=RuntimeError" in told
    assert 'store_broken why="The database is damaged."' in told
