"""After an erasure: octets off the disk, and no old page of the database left that still holds what was deleted."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from linkbot.ports import Transient
from linkbot.store import sqlite
from linkbot.store.upgrading import forget_kept

_BUSY = "The register is in use just now, so that its file cannot be cleaned. Nothing is lost; try again in a minute."


def swept(database: Path) -> None:
    """The database written anew without free pages, its log emptied, and what upgrades kept of it removed.

    Raises Transient while somebody is reading or writing for longer than patience lasts.
    """
    try:
        with closing(sqlite3.connect(database, isolation_level=None, timeout=sqlite.BUSY_MS / 1000)) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("VACUUM")
            (busy, *_rest) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        raise sqlite.plainly(error, str(database)) or error from error
    if busy:
        raise Transient(_BUSY)
    forget_kept(database.parent)
