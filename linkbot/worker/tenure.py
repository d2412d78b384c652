"""Being the one worker of a store: a lease taken, kept up from a thread of its own, and given back at the end.

A worker that lost its lease (a machine that slept, a disk that hung) must notice: it stops after the deed in hand.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Protocol

from linkbot.ports import Clock, Transient, Unusable
from linkbot.worker.process_mark import is_gone, owner_name

LEASE = timedelta(seconds=60)
_RENEWALS = 4  # in one lease: a single one that fails is no loss


class WorkerLease(Protocol):
    """A lease in the store; see `store.WorkerLock`."""

    def acquire(self, owner: str, now: datetime, lease: timedelta) -> bool: ...

    def release(self, owner: str) -> None: ...

    def holder(self, now: datetime) -> str | None: ...

    def until(self) -> datetime | None: ...


class Tenure:
    """`owner` tells processes apart, and tells a person where the other worker is."""

    def __init__(self, lock: WorkerLease, clock: Clock, *, owner: str | None = None, lease: timedelta = LEASE) -> None:
        self._lock, self._clock, self._lease = lock, clock, lease
        self.owner = owner or owner_name(f"{clock.now():%Y-%m-%d %H:%M:%S}Z")
        self._over, self._lost = threading.Event(), threading.Event()
        self._held_until = 0.0
        self._seen: tuple[str, datetime | None, float] | None = None  # another's lease, and since when it stands so

    def take(self) -> bool:
        """False while another worker holds it; one that was killed on this machine holds nothing.

        Raises Transient when the store cannot be asked.
        """
        asked = time.monotonic()
        if not self._acquired() and not (self._heir() and self._acquired()):
            return False
        self._held_until = asked + self._lease.total_seconds()
        return True

    def _acquired(self) -> bool:
        return self._lock.acquire(self.owner, self._clock.now(), self._lease)

    def _heir(self) -> bool:
        """Whether the lease may be taken before its time: the holder is provably gone, or has not kept it up for its
        whole length by our own watch (a clock put back two hours would else be two hours of nobody).

        Of two heirs one acquires.
        """
        holder = self.other()
        if holder is None or not (is_gone(holder) or self._is_neglected(holder)):
            return False
        self._lock.release(holder)
        return True

    def _is_neglected(self, holder: str) -> bool:
        now, until = time.monotonic(), self._lock.until()
        if self._seen is None or self._seen[:2] != (holder, until):
            self._seen = (holder, until, now)
        return now - self._seen[2] > self._lease.total_seconds()

    def other(self) -> str | None:
        """Who holds it, when it is not us."""
        return self._lock.holder(self._clock.now())

    def is_lost(self) -> bool:
        return self._lost.is_set()

    @contextlib.contextmanager
    def kept(self) -> Iterator[None]:
        """After `take`: the lease is kept up inside and given back on leaving."""
        self._over.clear()
        self._lost.clear()
        keeper = threading.Thread(target=self._keep, name="linkbot-lease", daemon=True)
        keeper.start()
        try:
            yield
        finally:
            self._over.set()
            keeper.join()
            with contextlib.suppress(Transient, Unusable):  # then it lapses by itself
                self._lock.release(self.owner)

    def _keep(self) -> None:
        pause = self._lease.total_seconds() / _RENEWALS
        while not self._over.wait(pause):
            try:
                kept = self.take()
            except (Transient, Unusable):  # the work meets the second too, and ends
                kept = time.monotonic() < self._held_until
            if not kept:
                self._lost.set()
                return
