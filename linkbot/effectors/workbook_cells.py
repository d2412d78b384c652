"""Values as cells of a workbook: dates as dates, and text that no spreadsheet program takes for a formula."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

from openpyxl.cell.cell import Cell

_LONDON = ZoneInfo("Europe/London")
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_UNSEEN = ("Zs", "Zl", "Zp", "Cf", "Cc")  # what may stand before the sign and be dropped by whoever reads it
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
    if _starts_formula(clean):
        clean = "'" + clean
    return clean if len(clean) <= _LONGEST else clean[:_LONGEST] + " …"


def _starts_formula(text: str) -> bool:
    """Behind any blanks, and also in the full-width and small forms that some programs take for the sign."""
    if text.startswith(_FORMULA_START):
        return True
    first = next((sign for sign in text if unicodedata.category(sign) not in _UNSEEN), "")
    return unicodedata.normalize("NFKC", first).startswith(_FORMULA_START)
