"""Whether a mailbox of files need be listed at all: an idle one of ten thousand messages would cost more than its poll.

Two files may come within one tick of a folder's time, so a stamp is trusted only when the folder has borne it for a
while before it was listed. Clocks are not compared: a share may have one of its own. Now and then it is listed anyway.
"""

from __future__ import annotations

from collections.abc import Callable

from linkbot.ports import Fetched

SETTLED_SECONDS = 2.0
"""Longer than a tick of any file system's time (FAT counts two seconds)."""
LONGEST_SECONDS = 600.0

Stamp = tuple[int, ...]


class Calm:
    """`ticks`: seconds that only grow. In memory: a worker that starts lists everything."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._stamp: Stamp = ()
        self._since = self._now = 0.0  # when this stamp was first seen, and when it was last asked for
        self._cursor: str | None = None  # of a listing that found all there was covered
        self._listed_at = 0.0

    def holds(self, cursor: str | None, stamp: Stamp) -> bool:
        """To be asked before each listing, with the folder's stamp as it is then."""
        self._now = self._ticks()
        if stamp != self._stamp:
            self._stamp, self._since, self._cursor = stamp, self._now, None
        known = bool(stamp) and cursor is not None and cursor == self._cursor
        return known and self._now - self._listed_at < LONGEST_SECONDS

    def listed(self, fetched: Fetched) -> None:
        """What came of the listing that followed."""
        settled = self._now - self._since >= SETTLED_SECONDS
        done = settled and not fetched.messages and not fetched.more
        self._cursor, self._listed_at = (fetched.cursor if done else None), self._now
