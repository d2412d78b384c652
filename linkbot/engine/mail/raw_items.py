"""A piece of a letter that orders, recommends or asks one thing, before it is numbered, dated and valued."""

from __future__ import annotations

from dataclasses import dataclass

from linkbot.model.item import ItemKind

Span = tuple[int, int]


@dataclass(frozen=True)
class RawItem:
    """`spans`: where dates of this item may stand, nearest first (its own text, then its lead-in). `covers`: all the
    text it was read from. `loose`: found outside any section for orders, so that a proper section beats it."""

    kind: ItemKind
    text: str
    start: int
    end: int
    spans: tuple[tuple[int, int], ...]
    number: int | None = None
    heading: str | None = None
    loose: bool = False
    bare_date: bool = False  # a date without a cue is its due date (the last column of a table)
    listed: bool = False
    in_table: bool = False  # a row of an orders table, with the number it has there
    due_text: str | None = None  # the words of the date column, where columns were set side by side
