"""Everything that is SQLite's own: how a connection is set up, how a transaction begins, what its errors mean.

WAL with synchronous=FULL: a commit is on the disk when it returns. BEGIN IMMEDIATE: two writers wait for each other
instead of failing half-way (measured: deferred transactions of two threads failed in most of their turns).
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, unquote

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from linkbot.ports import Transient
from linkbot.store.faults import DatabaseDamaged
from linkbot.whole_file import make_folder

BUSY_MS = 5000
CACHE_KB = 16_384
"""Keys are digests, so a large register is read all over: what SQLite keeps of it by itself is soon too little."""
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DISK = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def file_url(path: Path) -> URL:
    return URL.create("sqlite", database=str(path))


def reading_url(path: Path) -> URL:
    """Opens a file that is there, for `read_only` engines."""
    name, mode, value = _as_reader(path)
    return URL.create("sqlite", database=name, query={mode: value, "uri": "true"})


def _as_reader(path: Path) -> tuple[str, str, str]:
    """Where we might write, `mode=rw` is kinder than `ro`: the last one out tidies SQLite's side files away. Where we
    may not, an idle database is taken as it stands.
    """
    name = f"file:{quote(path.as_posix())}"
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return name, "mode", "rw"
    if path.with_name(path.name + "-shm").exists():
        return name, "mode", "ro"
    return name, "immutable", "1"


def place(url: URL) -> str:
    """The database as a person would name it."""
    name = url.database or str(url)
    return unquote(name.removeprefix("file:")) if name.startswith("file:") else name


def create_empty(path: Path) -> None:
    """The file, readable by its owner only; SQLite gives its side files the same rights."""
    make_folder(path.parent, secret=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def copy_database(source: Path, target: Path) -> None:
    """One consistent moment of a database, by SQLite's own copying; writers are not held up."""
    with closing(reading(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def reading(path: Path) -> sqlite3.Connection:
    """To look into a database that may be at work. Raises sqlite3.OperationalError when there is none."""
    name, mode, value = _as_reader(path)
    return sqlite3.connect(f"{name}?{mode}={value}", uri=True)


def single_file(path: Path) -> sqlite3.Connection:
    """A connection to a database of which all is in its one file, no side file: as it is copied and put away."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = DELETE")
    return connection


def unsound(connection: sqlite3.Connection) -> str | None:
    """What is wrong with a database as a whole: its pages, its indexes, rows that point nowhere. None: nothing is."""
    try:
        (first, *_more) = (str(row[0]) for row in connection.execute("PRAGMA integrity_check(1)"))
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        return str(error)
    if first != "ok":
        return first
    return f"{len(broken)} rows point at rows that do not exist" if broken else None


def sync_file(path: Path) -> None:
    """What was written is on the disk when this returns."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def make_engine(url: URL, *, durable: bool = True, read_only: bool = False, foreign_keys: bool = True) -> Engine:
    """`foreign_keys` False is for migrations alone: SQLite changes a table by making it anew."""
    engine = create_engine(url)

    def connected(raw: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        if not isinstance(raw, sqlite3.Connection):
            return
        raw.isolation_level = None  # the driver begins nothing by itself
        raw.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        raw.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        if read_only:
            raw.execute("PRAGMA query_only = ON")
        else:
            raw.execute("PRAGMA journal_mode = WAL")
            raw.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
            raw.execute(f"PRAGMA cache_size = -{CACHE_KB}")
            raw.execute("PRAGMA secure_delete = ON")  # what is erased is gone from the file

    def begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
    return engine


def meaning(error: DBAPIError, where: str) -> Exception | None:
    """The error in the store's own words, or None when it is a fault of ours."""
    return plainly(error.orig, where)


def plainly(error: BaseException | None, where: str) -> Exception | None:
    """As `meaning`, for what SQLite itself raised."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    if primary in _BUSY:
        return Transient(f"The database {where} is in use by another process; it is tried again.")
    if primary == sqlite3.SQLITE_FULL:
        return Transient(f"The disk is full: the database {where} could not be written. Free some space.")
    if primary in _DISK:
        return Transient(f"The database {where} cannot be reached: {error}.")
    if primary in _DAMAGED:
        return DatabaseDamaged(where, str(error))
    return None
