"""What every part of a transaction does alike: read rows afresh, add them, change them under a condition.

Plain statements on one connection, never tracked objects: whether a condition holds is decided by the database, and
what is read is as it stands. (A mail takes some twenty statements: tracking them cost more than all its reading.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar, cast

from sqlalchemy import Connection, insert, update
from sqlalchemy.sql.dml import UpdateBase
from sqlmodel.sql.expression import SelectOfScalar

from linkbot.store.tables.base import AnyRow, Row, table_of, values

T = TypeVar("T")
_BATCH = 500  # values in one IN (…): a hostile References header may hold thousands


class Part:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _all(self, statement: SelectOfScalar[AnyRow]) -> Sequence[AnyRow]:
        """Tuples with the names of the row's columns, which is all of a row that a reader needs."""
        return cast(Sequence[AnyRow], self._connection.execute(statement).all())

    def _one(self, statement: SelectOfScalar[AnyRow]) -> AnyRow | None:
        return cast(AnyRow | None, self._connection.execute(statement).first())

    def _values(self, statement: SelectOfScalar[T]) -> Sequence[T]:
        """Of a query for one column or figure."""
        return self._connection.execute(statement).scalars().all()

    def _add(self, *rows: Row) -> None:
        """Rows of one table."""
        if rows:
            self._connection.execute(insert(table_of(rows[0])), [values(row) for row in rows])

    def _replace(self, row: Row, **where: object) -> bool:
        """Put the row's values where the named columns hold these; False when they do so nowhere."""
        table = table_of(row)
        found = update(table).where(*(table.c[name] == value for name, value in where.items()))
        return self._connection.execute(found, values(row)).rowcount > 0

    def _change(self, statement: UpdateBase) -> int:
        """How many rows a change hit."""
        return self._connection.execute(statement).rowcount


def batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), _BATCH):
        yield values[start : start + _BATCH]
