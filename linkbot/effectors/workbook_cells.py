"""Values as cells of a workbook: dates as dates, and text that no spreadsheet program takes for a formula."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from openpyxl.cell.cell import Cell

_LONDON = ZoneInfo("Europe/London")
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_000  # a cell holds 32,767 signs

Value = str | int | float | date | None


def put(cell: Cell, value: Value) -> None:
    """Write a value and how it is to be shown."""
    if isinstance(value, str):
        cell.value = harmless(value)
        cell.data_type = "s"
        return
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(_LONDON).replace(tzinfo=None)  # a workbook knows no time zones
    cell.value = value
    if isinstance(value, datetime):
        cell.number_format = "dd mmm yyyy hh:mm"
    elif isinstance(value, date):
        cell.number_format = "dd mmm yyyy"
    elif isinstance(value, float):
        cell.number_format = "#,##0.00"


def harmless(text: str) -> str:
    """Text from letters that may be opened in Excel, also after a way through CSV: an apostrophe disarms a formula."""
    clean = _NOT_IN_XML.sub("", text)
    if clean.lstrip(" \u00a0\u200b\ufeff").startswith(_FORMULA_START):
        clean = "'" + clean
    return clean if len(clean) <= _LONGEST else clean[:_LONGEST] + " …"
