"""One worker a store: a lease in a row, so that a second `run` stands by, on every platform alike.

The lease is kept up by asking again before it lapses; a worker that died is replaced once its lease has.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from linkbot.store.sql_store import SqlStore


class WorkerLock:
    """`owner` must tell processes apart: host, process id and start time, say."""

    def __init__(self, store: SqlStore, name: str = "worker") -> None:
        self._store = store
        self._name = name

    def acquire(self, owner: str, now: datetime, lease: timedelta) -> bool:
        """Take or keep up the lease; False while another owner's has not lapsed."""
        with self._store.begin() as transaction:
            return transaction.take_lease(self._name, owner, now, lease)

    def release(self, owner: str) -> None:
        """Let the next one in at once; a lease that is another's is left alone."""
        with self._store.begin() as transaction:
            transaction.drop_lease(self._name, owner)

    def holder(self, now: datetime) -> str | None:
        """Who is the worker now, for `status` and `doctor`."""
        with self._store.begin() as transaction:
            return transaction.lease_holder(self._name, now)

    def until(self) -> datetime | None:
        """When the lease lapses unless it is kept up, by the clock of whoever holds it."""
        with self._store.begin() as transaction:
            return transaction.lease_until(self._name)
