"""One database file of a backup: made in one consistent moment, proved sound, and read without being changed."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from linkbot.ports import Permanent
from linkbot.store import sqlite
from linkbot.store.backup.manifest import digest_of_file


@dataclass(frozen=True)
class Proved:
    """A copy that is whole: its digest and size, its tables' revision, the octets its messages name."""

    path: Path
    digest: str
    size: int
    schema: str
    octets: tuple[str, ...]


def copied(source: Path, target: Path) -> Proved:
    """By SQLite's own copying, while others write. Raises Permanent when the copy is not sound, or sqlite3.Error."""
    sqlite.create_empty(target)
    sqlite.copy_database(source, target)
    with closing(sqlite.single_file(target)) as connection:
        fault = sqlite.unsound(connection)
        if fault:
            raise Permanent(f"The register {source} is damaged, so that no good copy of it can be made: {fault}.")
        schema = str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
        octets = octets_in(connection)
    sqlite.sync_file(target)
    return Proved(target, digest_of_file(target), target.stat().st_size, schema, octets)


def octets_named(database: Path) -> tuple[str, ...] | None:
    """The digests the messages of a copy name; None when it cannot be read. Changes nothing, takes no lock."""
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?immutable=1", uri=True)) as connection:
            return octets_in(connection)
    except sqlite3.Error:
        return None


def put(source: Path, target: Path) -> None:
    """A file copied for its owner alone, and on the disk when this returns. Raises OSError."""
    handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
    with source.open("rb") as octets, os.fdopen(handle, "wb") as file:
        shutil.copyfileobj(octets, file, 1024 * 1024)
        file.flush()
        os.fsync(file.fileno())


def octets_in(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Of messages, and of the files services sent; what was erased names none. Raises sqlite3.Error."""
    wanted = "SELECT octets_digest FROM messages WHERE octets_digest <> ''"
    if connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'evidence'").fetchone():
        wanted += " UNION SELECT digest FROM evidence WHERE state <> 'refused'"  # what was refused was not kept
    found = connection.execute(f"SELECT DISTINCT * FROM ({wanted}) ORDER BY 1")
    return tuple(str(digest) for (digest,) in found)
