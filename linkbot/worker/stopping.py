"""How the worker is asked to stop: a signal, or a file for systems that have none. No deed in hand is interrupted."""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

_LOOK = 0.25  # seconds; short enough for Windows, where a waiting main thread hears no signal
_SIGNALS = ("SIGTERM", "SIGINT", "SIGBREAK")  # the last is Windows' own


class StopRequest:
    """A stop file counts when it was touched after this was made: one left over from yesterday stops nothing."""

    def __init__(self, file: Path | None = None) -> None:
        self._event = threading.Event()
        self._file, self._since = file, time.time() - 0.05  # file systems keep coarser time than clocks

    def ask(self) -> None:
        self._event.set()

    def asked(self) -> bool:
        if not self._event.is_set() and self._file is not None:
            with contextlib.suppress(OSError):
                if self._file.stat().st_mtime >= self._since:
                    self._event.set()
        return self._event.is_set()

    def wait(self, seconds: float) -> bool:
        """At most so long; answers whether to stop."""
        until = time.monotonic() + seconds
        while not self.asked():
            left = until - time.monotonic()
            if left <= 0:
                return False
            self._event.wait(min(left, _LOOK))
        return True


@contextlib.contextmanager
def heeding_signals(stop: StopRequest, *, hangup: threading.Event | None = None) -> Iterator[None]:
    """While inside, signals ask to stop; a second Ctrl-C insists and interrupts. Outside the main thread: nothing.

    `hangup` is set by SIGHUP, where there is one: by custom, read the configuration again.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def asked(number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGINT and stop.asked():
            raise KeyboardInterrupt
        stop.ask()

    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    before = {number: signal.signal(number, asked) for number in numbers}
    if hangup is not None and hasattr(signal, "SIGHUP"):
        before[signal.SIGHUP] = signal.signal(signal.SIGHUP, lambda _number, _frame: hangup.set())
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
