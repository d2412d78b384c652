"""What every part of a transaction does alike: read rows afresh, add them, change them under a condition.

Plain statements on one connection, never tracked objects: whether a condition holds is decided by the database, and
what is read is as it stands. (A mail takes some twenty statements: tracking them cost more than all its reading.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TypeVar, cast

from sqlalchemy import Connection, Insert, Select, Update, bindparam, insert, select, update
from sqlalchemy.sql.dml import UpdateBase
from sqlmodel.sql.expression import SelectOfScalar

from linkbot.store.tables.base import AnyRow, Row, table_of, values

T = TypeVar("T")
_WAS = "was_"
_BATCH = 500  # values in one IN (…): a hostile References header may hold thousands


class Part:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _all(self, statement: SelectOfScalar[AnyRow], **held: object) -> Sequence[AnyRow]:
        """Tuples with the names of the row's columns, which is all of a row that a reader needs. `held`: what the
        statement leaves open by `bindparam`."""
        return cast(Sequence[AnyRow], self._connection.execute(statement, held).all())

    def _one(self, statement: SelectOfScalar[AnyRow]) -> AnyRow | None:
        return cast(AnyRow | None, self._connection.execute(statement).first())

    def _find(self, sort: type[AnyRow], **where: object) -> AnyRow | None:
        """The first row whose columns hold these values."""
        return cast(AnyRow | None, self._connection.execute(_finding(sort, tuple(where)), where).first())

    def _is_there(self, sort: type[Row], **where: object) -> bool:
        return self._connection.execute(_looking(sort, tuple(where)), where).first() is not None

    def _values(self, statement: SelectOfScalar[T]) -> Sequence[T]:
        """Of a query for one column or figure."""
        return self._connection.execute(statement).scalars().all()

    def _add(self, *rows: Row) -> None:
        """Rows of one table."""
        if rows:
            self._connection.execute(_adding(type(rows[0])), [values(row) for row in rows])

    def _add_values(self, sort: type[Row], rows: Sequence[Mapping[str, object]]) -> None:
        """Many rows of one table, each as the values of all its columns."""
        if rows:
            self._connection.execute(_adding(sort), rows)

    def _replace(self, row: Row, **where: object) -> bool:
        """Put the row's values where the named columns hold these; False when they do so nowhere."""
        held = {f"{_WAS}{name}": value for name, value in where.items()}
        return self._connection.execute(_replacing(type(row), tuple(where)), values(row) | held).rowcount > 0

    def _change(self, statement: UpdateBase, **held: object) -> int:
        """How many rows a change hit."""
        return self._connection.execute(statement, held).rowcount


# Made once: putting a statement together takes the database's library longer than the database takes to answer it.


@cache
def _finding(sort: type[Row], columns: tuple[str, ...]) -> Select[tuple[object, ...]]:
    table = table_of(sort)
    return select(table).where(*(table.c[name] == bindparam(name) for name in columns))


@cache
def _looking(sort: type[Row], columns: tuple[str, ...]) -> Select[tuple[object]]:
    table = table_of(sort)
    return select(table.c[columns[0]]).where(*(table.c[name] == bindparam(name) for name in columns))


@cache
def _adding(sort: type[Row]) -> Insert:
    return insert(table_of(sort))


@cache
def _replacing(sort: type[Row], columns: tuple[str, ...]) -> Update:
    table = table_of(sort)
    return update(table).where(*(table.c[name] == bindparam(f"{_WAS}{name}") for name in columns))


def batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), _BATCH):
        yield values[start : start + _BATCH]
