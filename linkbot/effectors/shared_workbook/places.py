"""Addresses of cells and ranges, and which ranges reach along when a list grows by a row."""

from __future__ import annotations

import re

from openpyxl.utils import column_index_from_string, get_column_letter

_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


def place_of(address: str) -> tuple[int, int]:
    """(row, column). Raises ValueError."""
    found = _CELL.fullmatch(address)
    if not found:
        raise ValueError(address)
    return int(found[2]), column_index_from_string(found[1])


def address(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"


def corners(span: str) -> tuple[int, int, int, int]:
    """(first row, first column, last row, last column) of `B2:C9` or `B2`. Raises ValueError."""
    start, _, end = span.partition(":")
    return *place_of(start), *place_of(end or start)


def span(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    start, end = address(first_row, first_column), address(last_row, last_column)
    return start if start == end else f"{start}:{end}"


def grown(ranges: str, *, header: int, last: int, now: int) -> str:
    """Each range that ended with the list's last row ends with its new one; whole columns and others stay."""
    return " ".join(_grown(one, header=header, last=last, now=now) for one in ranges.split())


def _grown(one: str, *, header: int, last: int, now: int) -> str:
    try:
        first_row, first_column, last_row, last_column = corners(one)
    except ValueError:
        return one
    if last_row != last or last_row <= header or now <= last:
        return one
    return span(first_row, first_column, now, last_column)
