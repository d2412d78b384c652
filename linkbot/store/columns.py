"""The store's own column types: instants, pounds, free text, and nested values as JSON.

Portable types only; what a type cannot hold exactly is refused at the border and never rounded.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

T = TypeVar("T")


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC, handed back aware in UTC. A naive one is a ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"the instant {value.isoformat()} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Pounds(TypeDecorator[Decimal]):
    """An amount in pounds as whole pence, so that the database can add up and compare. Finer amounts are refused."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        pence = value * 100 if value.is_finite() else value
        if not pence.is_finite() or pence != pence.to_integral_value():
            raise ValueError(f"{value} is not an amount of pounds and whole pence")
        return int(pence)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-2)


_ESCAPED = "\ufdd0"  # a code point no text may contain, so a marker no text can begin with by chance


class Words(TypeDecorator[str]):
    """Text from outside, exactly as it came: a broken header may hold lone surrogates or NUL, which databases refuse.

    Such texts (only they) are kept as JSON behind a marker; all others stand as they are and can be searched.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or not _is_awkward(value):
            return value
        return _ESCAPED + json.dumps(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or not value.startswith(_ESCAPED):
            return value
        return str(json.loads(value[1:]))


def _is_awkward(value: str) -> bool:
    if value.isascii():
        return "\0" in value
    return "\0" in value or value.startswith(_ESCAPED) or any("\ud800" <= letter <= "\udfff" for letter in value)


class Nested(TypeDecorator[T], Generic[T]):
    """A tuple, dataclass or union of dataclasses as JSON; what comes back is the same frozen value."""

    impl = JSON
    cache_ok = True

    def __init__(self, shape: Any) -> None:  # a type form (tuple[str, ...], a union): Python has no type for these yet
        super().__init__()
        self.shape = shape

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.shape)

    def process_bind_param(self, value: T | None, dialect: Dialect) -> object:
        return None if value is None else self._adapter.dump_python(value, mode="json")

    def process_result_value(self, value: object, dialect: Dialect) -> T | None:
        if value is None:
            return None
        held: T = self._adapter.validate_python(value)
        return held
