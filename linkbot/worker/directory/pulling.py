"""A slow export or report read in a thread of its own, and handed over in small lots, so that mail never waits for it.

The thread knows neither store nor office: what becomes of a lot is for whoever takes it.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from linkbot.model.complaint import Complaint
from linkbot.worker.csv_text import BadRow
from linkbot.worker.directory.reading import Read

AT_ONCE = 500
LISTED = 50
"""So many bad rows are told one by one; the others are counted."""


@dataclass(frozen=True)
class Lot:
    """`bad` and `doubts` count rows; `told` are the first of them. `newest`: the latest change among the rows."""

    complaints: tuple[Complaint, ...]
    bad: int = 0
    doubts: int = 0
    told: tuple[BadRow, ...] = ()
    newest: str = ""


@dataclass(frozen=True)
class End:
    """`fault`: why it did not come to its end."""

    fault: Exception | None = None


class Pull:
    """Begins at once. A lot that nobody takes keeps the thread waiting, never the worker."""

    def __init__(self, read: Callable[[], Iterable[Read | BadRow]]) -> None:
        self._read = read
        self._lots: queue.Queue[Lot | End] = queue.Queue(maxsize=4)
        self._stopped = threading.Event()
        threading.Thread(target=self._run, name="linkbot-directory", daemon=True).start()

    def next(self, *, wait: bool) -> Lot | End | None:
        """None where nothing is ready and nobody waits."""
        try:
            return self._lots.get(block=wait)
        except queue.Empty:
            return None

    def stop(self) -> None:
        self._stopped.set()

    def _run(self) -> None:
        try:
            for lot in lots(self._read()):
                if not self._put(lot):
                    return
            self._put(End())
        except Exception as error:  # it is told by whoever takes the end: a thread has nobody to tell
            self._put(End(error))

    def _put(self, lot: Lot | End) -> bool:
        while not self._stopped.is_set():
            try:
                self._lots.put(lot, timeout=0.5)
            except queue.Full:
                continue
            return True
        return False


def lots(rows: Iterable[Read | BadRow]) -> Iterator[Lot]:
    complaints: list[Complaint] = []
    told: list[BadRow] = []
    bad = doubts = 0
    newest = ""
    for one in rows:
        if isinstance(one, BadRow):
            bad += 1
            told.append(one)
        else:
            complaints.append(one.row.complaint)
            newest = max(newest, one.row.updated)
            doubts += bool(one.row.doubts)
            told.extend(BadRow(one.line, doubt) for doubt in one.row.doubts)
        if len(complaints) + bad >= AT_ONCE:
            yield Lot(tuple(complaints), bad, doubts, tuple(told[:LISTED]), newest)
            complaints, told, bad, doubts, newest = [], [], 0, 0, ""
    yield Lot(tuple(complaints), bad, doubts, tuple(told[:LISTED]), newest)
