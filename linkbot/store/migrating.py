"""Bringing a database's tables up to date, and telling how they stand. Alembic is loaded only when there is work.

All steps of one run are one transaction: a crash or an error leaves the database as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from linkbot.store import sqlite
from linkbot.store.faults import DatabaseDamaged, NotOurs, SchemaTooNew
from linkbot.store.migrations import HEAD

_FOLDER = Path(__file__).parent / "migrations"


@dataclass(frozen=True)
class SchemaRevision:
    """`current` is None when there are no tables yet; `known` False when a newer linkbot made them."""

    current: str | None
    head: str
    known: bool

    @property
    def up_to_date(self) -> bool:
        return self.current == self.head


def revision_of(connection: Connection, where: str) -> SchemaRevision:
    """Raises NotOurs when the tables there are some other program's."""
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return SchemaRevision(None, HEAD, True)
    if "alembic_version" not in tables:
        raise NotOurs(where)
    current = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    known = current is None or current == HEAD or str(current) in _known_revisions()
    return SchemaRevision(None if current is None else str(current), HEAD, known)


def migrate(path: Path) -> None:
    """To head. Raises SchemaTooNew, NotOurs, DatabaseDamaged, or Transient when the file is busy or the disk full."""
    where = str(path)
    engine = sqlite.make_engine(sqlite.file_url(path), foreign_keys=False)
    try:
        with engine.begin() as connection:
            revision = revision_of(connection, where)
            if not revision.known:
                raise SchemaTooNew(where, str(revision.current), HEAD)
            if not revision.up_to_date:
                _upgrade(connection)
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise DatabaseDamaged(where, f"{len(broken)} rows point at rows that do not exist")
    except DBAPIError as error:
        raise sqlite.meaning(error, where) or error from error
    finally:
        engine.dispose()


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _known_revisions() -> set[str]:
    """By file name, as `versions/` is kept: `step_0001_….py`."""
    return {file.name.split("_")[1] for file in (_FOLDER / "versions").glob("step_*.py")}
