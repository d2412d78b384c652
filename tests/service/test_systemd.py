"""Word to systemd over a real datagram socket, and silence where nobody asked for it."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from linkbot.effectors.systemd import Systemd

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no such sockets")


@contextmanager
def listening(address: str) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(address)
        line.settimeout(10)
        yield line


def heard(line: socket.socket) -> list[str]:
    line.setblocking(False)
    found = []
    while True:
        try:
            found.append(line.recv(4096).decode())
        except BlockingIOError:
            return found


def test_ready_alive_status_and_stopping_reach_systemd(tmp_path: Path) -> None:
    address = str(tmp_path / "notify")
    with listening(address) as line:
        systemd = Systemd({"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "60000000", "WATCHDOG_PID": str(os.getpid())})
        systemd.ready()
        for _ in range(50):
            systemd.alive()
        systemd.status("working,\nmode act")
        systemd.stopping()
        assert heard(line) == ["READY=1", "WATCHDOG=1", "STATUS=working, mode act", "STOPPING=1"]


@pytest.mark.parametrize(
    "more", [{}, {"WATCHDOG_USEC": "0"}, {"WATCHDOG_USEC": "x"}, {"WATCHDOG_USEC": "1000", "WATCHDOG_PID": "1"}]
)
def test_no_watchdog_is_answered_that_is_not_ours(tmp_path: Path, more: dict[str, str]) -> None:
    address = str(tmp_path / "notify")
    with listening(address) as line:
        systemd = Systemd({"NOTIFY_SOCKET": address, **more})
        systemd.alive()
        assert heard(line) == []


@pytest.mark.skipif(not os.path.exists("/proc/self"), reason="abstract sockets are Linux' own")  # noqa: PTH110
def test_an_abstract_socket_is_understood() -> None:
    name = f"linkbot-test-{os.getpid()}"
    with listening(f"\0{name}") as line:
        Systemd({"NOTIFY_SOCKET": f"@{name}"}).ready()
        assert heard(line) == ["READY=1"]


@pytest.mark.parametrize("address", [None, "", "relative", "vsock:2:1234", "/nowhere/at/all"])
def test_where_nobody_listens_nothing_happens(address: str | None) -> None:
    systemd = Systemd({} if address is None else {"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "1000"})
    for say in (systemd.ready, systemd.alive, systemd.stopping):
        say()
