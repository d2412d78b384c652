"""What every part of a transaction does alike: read rows afresh, add them, change them under a condition.

Writes are plain statements, never tracked objects: whether a condition holds is decided by the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sqlalchemy import insert, update
from sqlalchemy.sql.dml import UpdateBase
from sqlmodel import Session
from sqlmodel.sql.expression import SelectOfScalar

from linkbot.store.tables.base import AnyRow, Row, table_of, values

T = TypeVar("T")
_BATCH = 500  # values in one IN (…): a hostile References header may hold thousands


class Part:
    def __init__(self, session: Session) -> None:
        self._session = session

    def _all(self, statement: SelectOfScalar[AnyRow]) -> Sequence[AnyRow]:
        return self._session.exec(statement.execution_options(populate_existing=True)).all()

    def _one(self, statement: SelectOfScalar[AnyRow]) -> AnyRow | None:
        return self._session.exec(statement.execution_options(populate_existing=True)).first()

    def _add(self, *rows: Row) -> None:
        """Rows of one table."""
        if rows:
            self._session.connection().execute(insert(table_of(rows[0])), [values(row) for row in rows])

    def _replace(self, row: Row, **where: object) -> bool:
        """Put the row's values where the named columns hold these; False when they do so nowhere."""
        table = table_of(row)
        found = update(table).where(*(table.c[name] == value for name, value in where.items()))
        return self._session.connection().execute(found, values(row)).rowcount > 0

    def _change(self, statement: UpdateBase) -> int:
        """How many rows a change hit."""
        return self._session.exec(statement.execution_options(synchronize_session=False)).rowcount


def batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), _BATCH):
        yield values[start : start + _BATCH]
