"""`ports.Store` over a SQL database and a folder of octets.

It expects its tables to be there (`opening.py` sees to that) and knows nothing of what the calls write.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url
from sqlalchemy.exc import DBAPIError

from linkbot.store import sqlite, traces
from linkbot.store.octets import OctetsFolder
from linkbot.store.transaction import SqlTransaction


class SqlStore:
    """May be shared by threads, each with its own transaction. `durable` False is for sandboxes."""

    def __init__(self, url: str | URL, octets_folder: Path, *, durable: bool = True, read_only: bool = False) -> None:
        self.url = make_url(url)
        if self.url.get_backend_name() == "sqlite":
            self._engine = sqlite.make_engine(self.url, durable=durable, read_only=read_only)
        else:
            self._engine = create_engine(self.url)
        self._where = sqlite.place(self.url)
        self._octets = OctetsFolder(octets_folder, durable=durable)
        self._open = threading.local()

    @contextmanager
    def begin(self) -> Iterator[SqlTransaction]:
        """Raises Transient when the database is busy beyond patience or the disk is full."""
        if getattr(self._open, "begun", False):
            raise RuntimeError("this thread is inside a transaction of this store already")
        self._open.begun = True
        try:
            with self._engine.begin() as connection:
                yield SqlTransaction(connection)
        except DBAPIError as error:
            meant = sqlite.meaning(error, self._where)
            if meant is None:
                raise
            raise meant from error
        finally:
            self._open.begun = False

    def keep_octets(self, octets: bytes) -> str:
        return self._octets.keep(octets)

    def octets(self, digest: str) -> bytes:
        return self._octets.read(digest)

    def erase_octets(self, digests: Sequence[str]) -> int:
        removed = 0
        for digest in digests:
            with self.begin() as tx:  # while it is held nobody can come to need them
                removed += not tx.names_octets(digest) and self._octets.remove(digest)
        return removed

    def leave_no_trace(self) -> None:
        if self.url.get_backend_name() == "sqlite":
            self._engine.dispose()
            traces.swept(Path(self._where))

    def close(self) -> None:
        self._engine.dispose()
