"""What all tables share: one metadata with a name for every constraint, and the nested column shapes."""

from __future__ import annotations

from functools import cache
from typing import TypeVar

from sqlalchemy import ForeignKeyConstraint, MetaData, Table
from sqlmodel import SQLModel

from linkbot.store.columns import Nested

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

TEXTS = Nested[tuple[str, ...]](tuple[str, ...])
NUMBERS = Nested[tuple[int, ...]](tuple[int, ...])


class Row(SQLModel):
    """A row never leaves the store: mappers in `rows/` turn it into a frozen value.

    What is put into one is taken as it is: columns and their types see to it, and nothing tracks what changes.
    """

    metadata = METADATA

    def __init__(self, **given: object) -> None:
        vars(self).update(_absent(type(self)) | given)


AnyRow = TypeVar("AnyRow", bound=Row)


def belongs_to(column: str, other: str) -> ForeignKeyConstraint:
    """A foreign key checked when the transaction ends, so that rows of one decision may come in any order."""
    return ForeignKeyConstraint([column], [other], ondelete="CASCADE", deferrable=True, initially="DEFERRED")


def table_of(sort: type[Row]) -> Table:
    return METADATA.tables[str(sort.__tablename__)]


def values(row: Row) -> dict[str, object]:
    """The columns of a row that has not been stored yet; `sequence` is the database's to give."""
    held = vars(row)
    return {name: held[name] for name in type(row).model_fields if name != "sequence"}


@cache
def _absent(row: type[Row]) -> dict[str, object]:
    """What stands in the columns nothing is said of."""
    return {name: field.default for name, field in row.model_fields.items() if not field.is_required()}
