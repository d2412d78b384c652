"""Bringing the database of an older linkbot up to date: on a copy first, checked, then put in its place in one step.

Cut off at any point, either the old database or the new one stands whole in the store. The old one is kept beside it
until there is a good backup of the new. It migrates nothing itself (`migrating.py` does) and makes no store.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from linkbot.ports import Transient
from linkbot.store import sqlite
from linkbot.store.faults import DatabaseDamaged, NoRoomToUpgrade
from linkbot.store.migrating import migrate
from linkbot.store.migrations import HEAD
from linkbot.whole_file import sync_folder

COPY = ".upgrade"
KEPT = ".before-"
KEPT_DAYS = 30
_ROOM = 4  # times the size of the database: the copy, what migrating adds to it, and its journal
_LITTLE = 16 * 1024 * 1024


def upgrade(path: Path) -> None:
    """To head; afterwards `linkbot.db.before-…` is the database as it was.

    Raises Transient while another process has the database open, NoRoomToUpgrade before anything is touched, and
    DatabaseDamaged when the copy does not come out whole; the database then stands as it was.
    """
    try:
        while not _upgraded(path):
            pass
    except sqlite3.Error as error:
        raise sqlite.plainly(error, str(path)) or error from error


def _upgraded(path: Path) -> bool:
    """False when another process brought it up to date while this one waited: then the file is a new one."""
    inode = path.stat().st_ino
    with _alone(path) as old:
        if path.stat().st_ino != inode:
            return False
        if _version(old) != HEAD:
            _checked_for_room(path)
            copy = _copied(old, path)
            migrate(copy)
            _checked(copy, _row_counts(old))
            _kept(path, old)
            _swapped(copy, path, old)
    return True


def forget_kept(folder: Path, *, older_than: float | None = None) -> None:
    """Remove what upgrades kept; only files whose upgrade was before that time (seconds since 1970) when one is given.

    They hold letters' facts like any copy of the register.
    """
    for kept in folder.glob(f"*{KEPT}*"):
        with contextlib.suppress(FileNotFoundError):
            if older_than is None or kept.stat().st_mtime < older_than:
                kept.unlink()


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[sqlite3.Connection]:
    """The one connection to the database: no other process has it open, and none can open it meanwhile.

    Out of WAL, which SQLite does for the last one only: all of the database is then in its one file.
    """
    with closing(sqlite3.connect(path, isolation_level=None, timeout=sqlite.BUSY_MS / 1000)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")  # before the lock that stays: its journal would stay too
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")  # the lock stays: locking_mode is EXCLUSIVE
            mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
        except sqlite3.OperationalError as error:
            if not isinstance(sqlite.plainly(error, ""), Transient) or "locked" not in str(error):
                raise
            mode = "in use"
        if mode != "delete":
            raise Transient(
                f"The database {path} was made by an older linkbot and must be brought up to date, but another process "
                "has it open. Stop every linkbot that uses this store, then start again."
            )
        yield connection


def _version(connection: sqlite3.Connection) -> str:
    return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def _checked_for_room(path: Path) -> None:
    """Raises NoRoomToUpgrade."""
    needed = _ROOM * path.stat().st_size + _LITTLE
    free = shutil.disk_usage(path.parent).free
    if free < needed:
        raise NoRoomToUpgrade(str(path), needed, free)


def _copied(old: sqlite3.Connection, path: Path) -> Path:
    """A copy made anew; what a run that was cut off left behind goes."""
    copy = path.with_name(path.name + COPY)
    for rest in path.parent.glob(f"{copy.name}*"):
        rest.unlink()
    sqlite.create_empty(copy)
    with closing(sqlite3.connect(copy)) as new:
        old.backup(new)
    return copy


def _checked(copy: Path, before: dict[str, int]) -> None:
    """Sound, in one file, and without a row less than before. Raises DatabaseDamaged."""
    with closing(sqlite.single_file(copy)) as new:
        fault = sqlite.unsound(new)
        after = _row_counts(new)
    fewer = [name for name, rows in before.items() if after.get(name, 0) < rows]
    if fault or fewer:
        raise DatabaseDamaged(
            str(copy.with_name(copy.name.removesuffix(COPY))),
            f"bringing it up to date went wrong ({fault or 'rows were lost in ' + ', '.join(fewer)})",
        )
    sqlite.sync_file(copy)


def _row_counts(connection: sqlite3.Connection) -> dict[str, int]:
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    counted = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    return {name: rows for name, rows in counted.items() if not name.startswith("sqlite_")}


def _kept(path: Path, old: sqlite3.Connection) -> None:
    """The database under a second name, which outlives the swap."""
    kept = path.with_name(f"{path.name}{KEPT}{HEAD}")
    kept.unlink(missing_ok=True)
    try:
        os.link(path, kept)
    except OSError:  # a disk that knows no links
        sqlite.create_empty(kept)
        with closing(sqlite3.connect(kept)) as target:
            old.backup(target)
    os.utime(kept)  # counts from the upgrade, not from the last change before it
    sync_folder(path.parent)


def _swapped(copy: Path, path: Path, old: sqlite3.Connection) -> None:
    """Nobody else can have come in: the lock is given back after the step, but where the system forbids that."""
    if any(path.with_name(path.name + side).exists() for side in ("-wal", "-shm", "-journal")):
        raise Transient(f"The database {path} is still in use. Stop every linkbot that uses this store.")
    if os.name == "nt":  # a file that is open cannot be replaced there
        old.close()
    copy.replace(path)
    sync_folder(path.parent)
