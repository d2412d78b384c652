"""Word to systemd, which may have started us: ready, alive, stopping (sd_notify(3)). Elsewhere nothing is said.

A datagram that cannot be sent is dropped: systemd draws its own conclusions from silence.
"""

from __future__ import annotations

import contextlib
import os
import socket
import time
from collections.abc import Mapping


class Systemd:
    """Implements `worker.signs.Supervisor`. `environment` holds NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        self._address = "\0" + address[1:] if address.startswith("@") else address
        mine = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        micros = environment.get("WATCHDOG_USEC", "")
        self._pause = int(micros) / 4_000_000 if mine and micros.isdecimal() and int(micros) else None
        self._last = float("-inf")

    def ready(self) -> None:
        self._say("READY=1")

    def alive(self) -> None:
        """May be called as often as one likes: four times in the watchdog's time it is passed on."""
        now = time.monotonic()
        if self._pause is not None and now - self._last >= self._pause:
            self._last = now
            self._say("WATCHDOG=1")

    def stopping(self) -> None:
        self._say("STOPPING=1")

    def status(self, words: str) -> None:
        """One line for `systemctl status`."""
        self._say(f"STATUS={' '.join(words.split())}")

    def _say(self, text: str) -> None:
        if self._address[:1] not in ("/", "\0") or not hasattr(socket, "AF_UNIX"):
            return
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.connect(self._address)
            line.send(text.encode("utf-8"))
