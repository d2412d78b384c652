"""A virus scanner as a command of the machine, by the exit codes that ClamAV's programs use: 0 clean, 1 a virus.

Every other code, a time-out or a missing program is no answer: the file waits. What it prints is told, shortened.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from linkbot.ports import Scanned

CLEAN, INFECTED = 0, 1
_SUFFIXES = 10


class CommandScanner:
    """Implements `ports.Scanner`. The path of the file stands for `{}` in the command, or comes last."""

    def __init__(self, command: tuple[str, ...], *, seconds: int = 120) -> None:
        self._command, self._seconds = command, seconds

    def scan(self, name: str, octets: bytes) -> Scanned:
        try:
            with tempfile.TemporaryDirectory(prefix="linkbot-scan-") as folder:
                path = Path(folder) / f"file{Path(name).suffix[:_SUFFIXES]}"
                path.write_bytes(octets)
                done = subprocess.run(
                    self._line(str(path)), capture_output=True, timeout=self._seconds, check=False, text=True
                )
        except subprocess.TimeoutExpired:
            return Scanned(None, f"the scanner took longer than {self._seconds} seconds")
        except OSError as error:
            return Scanned(None, f"the scanner did not run: {error.strerror or error}")
        said = " ".join((done.stdout or done.stderr or "").replace(str(path), "").split())[:200]
        if done.returncode == CLEAN:
            return Scanned(True)
        if done.returncode == INFECTED:
            return Scanned(False, said.strip(": "))
        return Scanned(None, said or f"the scanner ended with code {done.returncode}")

    def _line(self, path: str) -> list[str]:
        if any("{}" in word for word in self._command):
            return [word.replace("{}", path) for word in self._command]
        return [*self._command, path]
