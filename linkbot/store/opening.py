"""Opening a store folder: for work (made and migrated as needed), for reading alone, or just to look at its tables.

A store folder holds `linkbot.db` and `octets/`. Whatever is wrong with it is a `StoreFault` with a sentence.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.exc import DBAPIError

from linkbot.store import sqlite
from linkbot.store.faults import RestoreCutOff, SchemaTooNew, SchemaTooOld
from linkbot.store.migrating import SchemaRevision, migrate, revision_of
from linkbot.store.migrations import HEAD
from linkbot.store.sql_store import SqlStore
from linkbot.store.upgrading import upgrade

DATABASE = "linkbot.db"
OCTETS = "octets"
RESTORING = "restoring"
"""Stands in the store while a backup is put back: without it, what is missing just then would be begun anew."""


def open_store(folder: Path, *, durable: bool = True) -> SqlStore:
    """Makes what is missing (folders 0700, files 0600), migrates to head, an older database on a copy first.

    `durable` False is for sandboxes.

    Raises a StoreFault, or Transient when the database is busy or the disk full.
    """
    path = folder / DATABASE
    if (folder / RESTORING).exists():
        raise RestoreCutOff(str(folder))
    sqlite.create_empty(path)
    revision = schema_revision(folder)  # looked at first without writing: what is not ours stays untouched
    if revision.current is None or not revision.known:
        migrate(path)
    elif not revision.up_to_date:
        upgrade(path)
    return SqlStore(sqlite.file_url(path), folder / OCTETS, durable=durable)


def open_existing(folder: Path) -> SqlStore | None:
    """For reading alone: nothing is made, written or migrated. None when there is no store yet.

    Raises a StoreFault: the tables must be exactly as this linkbot knows them.
    """
    path = folder / DATABASE
    revision = schema_revision(folder)
    if revision.current is None:
        return None
    if not revision.known:
        raise SchemaTooNew(str(path), revision.current, revision.head)
    if not revision.up_to_date:
        raise SchemaTooOld(str(path), revision.current, revision.head)
    return SqlStore(sqlite.reading_url(path), folder / OCTETS, read_only=True)


def schema_revision(folder: Path) -> SchemaRevision:
    """How the tables stand, without changing anything. Raises a StoreFault, or Transient."""
    path = folder / DATABASE
    if not path.is_file() or path.stat().st_size == 0:
        return SchemaRevision(None, HEAD, True)
    engine = sqlite.make_engine(sqlite.reading_url(path), read_only=True)
    try:
        with engine.begin() as connection:
            return revision_of(connection, str(path))
    except DBAPIError as error:
        raise sqlite.meaning(error, str(path)) or error from error
    finally:
        engine.dispose()
