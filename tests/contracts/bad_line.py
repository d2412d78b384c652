"""A line between an IMAP client and its server that breaks when told to: before a command went, after it took effect,
in the middle of the answer, or by falling silent. Everything else goes through unchanged.
"""

from __future__ import annotations

import contextlib
import re
import socket
import threading
import time
from enum import Enum
from typing import Self

COMMAND = re.compile(rb"([A-P]{4}\d+) ((?:UID )?[A-Z]+)")
"""As imaplib begins each of its commands."""


class Break(Enum):
    BEFORE = "the command never reaches the server"
    AFTER = "the command is done, the answer is lost"
    HALF = "half of the answer comes"
    SILENT = "the command is done, nothing comes, and nothing closes"
    SLOW = "the answer comes in pieces"


class BadLine:
    def __init__(self, port: int) -> None:
        self._server_port = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._lock = threading.Lock()
        self._armed: tuple[Break, int, int, str] | None = None
        self._open: list[socket.socket] = []
        self.commands: list[str] = []  # every one that came, without what it said
        self.broken = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def breaks(self, how: Break, after: int = 0, *, times: int = 1, at: str = "") -> None:
        """At the next command but `after`, and `times` in a row; with `at`, only commands of that name count."""
        with self._lock:
            self._armed = (how, after, times, at)

    def mend(self) -> None:
        with self._lock:
            self._armed = None

    def close(self) -> None:
        self._listener.close()
        for one in self._open:
            _cut(one)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._server_port), 10)
            except OSError:
                return
            server.settimeout(None)
            self._open += [client, server]
            _Call(self, client, server).start()

    def strikes(self, name: str) -> Break | None:
        """Whether this command is the one."""
        with self._lock:
            self.commands.append(name)
            if self._armed is None or self._armed[3] not in name:
                return None
            how, after, times, at = self._armed
            if after:
                self._armed = (how, after - 1, times, at)
                return None
            self._armed = (how, 0, times - 1, at) if times > 1 else None
            self.broken += 1
            return how


class _Call:
    """One connection, a thread for each way."""

    def __init__(self, line: BadLine, client: socket.socket, server: socket.socket) -> None:
        self._line, self._client, self._server = line, client, server
        self._how: Break | None = None
        self._tag = b""

    def start(self) -> None:
        for way in (self._out, self._back):
            threading.Thread(target=way, daemon=True).start()

    def _out(self) -> None:
        with contextlib.suppress(OSError):
            while octets := self._client.recv(65536):
                if found := COMMAND.match(octets):
                    self._how, self._tag = self._line.strikes(found[2].decode()), found[1] + b" "
                    if self._how is Break.BEFORE:
                        break
                self._server.sendall(octets)
        _cut(self._server)
        _cut(self._client)

    def _back(self) -> None:
        held = b""
        with contextlib.suppress(OSError):
            while octets := self._server.recv(65536):
                if self._how is None or octets.startswith(b"+ "):
                    self._client.sendall(octets)
                    continue
                held += octets
                if not (held.startswith(self._tag) or b"\r\n" + self._tag in held) or not held.endswith(b"\r\n"):
                    continue
                if self._how is Break.SILENT:
                    held = b""
                    continue
                if self._how is Break.SLOW:
                    for first in range(0, len(held), max(len(held) // 4, 1)):
                        self._client.sendall(held[first : first + max(len(held) // 4, 1)])
                        time.sleep(0.005)
                    held, self._how = b"", None
                    continue
                if self._how is Break.HALF:
                    self._client.sendall(held[: len(held) // 2])
                break
        _cut(self._client)
        _cut(self._server)


def _cut(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
