"""The log as a file of our own, where no journal keeps it: put aside by size, and free to be moved by others.

The file is opened for each line and closed again. So whoever moves it away (logrotate, a person on Windows) is never
in the way, and the next line begins a new one.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

LARGEST = 10 * 1024 * 1024
KEPT = 5


class LogFile:
    """Call it with a line. `FILE.1` is the newest of those put aside, `FILE.5` the oldest kept."""

    def __init__(self, path: Path, *, largest: int = LARGEST, kept: int = KEPT) -> None:
        self._path, self._largest, self._kept = path, largest, kept

    def __call__(self, line: str) -> None:
        """A disk that takes no line stops no work: it goes to the error stream instead."""
        octets = (line + "\n").encode("utf-8", "backslashreplace")
        try:
            self._make_room(len(octets))
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o640)
            with os.fdopen(handle, "ab") as file:
                file.write(octets)
        except OSError as error:
            sys.stderr.write(f"{line}\n(this line could not be written to the log file: {error.strerror})\n")
            sys.stderr.flush()

    def _make_room(self, coming: int) -> None:
        try:
            if self._path.stat().st_size + coming <= self._largest:
                return
        except FileNotFoundError:
            return
        for number in range(self._kept - 1, 0, -1):
            older = self._aside(number)
            if older.exists():
                older.replace(self._aside(number + 1))
        self._path.replace(self._aside(1))

    def _aside(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}")
