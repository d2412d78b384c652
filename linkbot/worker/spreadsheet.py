"""A spreadsheet (.xlsx or .csv) as tabs of plain values: what stands in each cell, never what a formula would do.

Formulas give the value they had when the file was saved. What the columns mean is for whoever reads the tabs.
"""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal, Protocol, cast

from openpyxl.utils.datetime import WINDOWS_EPOCH

from linkbot.worker.csv_text import BadRow, Dialect, decoded, hindrance

_LARGEST = 200 * 1024 * 1024  # unpacked: a register of every case there ever was is a hundredth of it
TITLE_ROWS = 15
_LINES_OF_A_LIST = 80  # the points of a long request, one a line
_OLE = b"\xd0\xcf\x11\xe0"


class NotASpreadsheet(Exception):
    """The file as a whole cannot be read; the message says why and what to do."""


@dataclass(frozen=True)
class Unsaved:
    """A formula whose value was not saved with the file."""

    formula: str


Cell = str | int | float | bool | date | datetime | Unsaved | None


@dataclass(frozen=True)
class Row:
    line: int
    cells: tuple[Cell, ...]

    def at(self, place: int) -> Cell:
        return self.cells[place] if place < len(self.cells) else None


@dataclass(frozen=True)
class Tab:
    """Rows that hold anything, in order. `bad`: rows that went wrong before anybody asked what they mean."""

    name: str
    rows: tuple[Row, ...]
    bad: tuple[BadRow, ...] = ()
    hidden: bool = False
    epoch: datetime = WINDOWS_EPOCH


def read_tabs(path: Path) -> tuple[Tab, ...]:
    """Raises OSError, or NotASpreadsheet."""
    return _workbook(path) if is_workbook(path) else (_csv(path),)


def is_workbook(path: Path) -> bool:
    """Whether it is read as a workbook, else as CSV. Raises OSError, or NotASpreadsheet."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(b"PK"):
        return True
    if start == _OLE:
        raise NotASpreadsheet("It is an old .xls file, or protected by a password: save it as .xlsx without one.")
    if path.suffix.casefold() in (".xlsx", ".xlsm"):
        raise NotASpreadsheet("It is no Excel workbook, whatever its name says: open it and save it as .xlsx or .csv.")
    return False


def _csv(path: Path) -> Tab:
    text = decoded(path.read_bytes())
    found: list[Row] = []
    bad: list[BadRow] = []
    width = 0
    rows = csv.reader(io.StringIO(text, newline=""), Dialect(text, lines=TITLE_ROWS))
    try:
        for cells in rows:
            line = rows.line_num
            if not any(cell.strip() for cell in cells):
                continue
            reason = None
            if len(found) >= TITLE_ROWS:
                reason = hindrance(cells, width=width, needed=width, lines=_LINES_OF_A_LIST)
            else:
                width = max(width, len(cells))
            if reason:
                bad.append(BadRow(line, reason))
            else:
                found.append(Row(line, tuple(cells)))
    except csv.Error as error:
        bad.append(BadRow(rows.line_num, f"reading stopped here, the rows below it are left out too: {error}"))
    return Tab(path.name, tuple(found), tuple(bad))


def _workbook(path: Path) -> tuple[Tab, ...]:
    with _careful(path):
        return _tabs(path)


def _tabs(path: Path) -> tuple[Tab, ...]:
    from openpyxl import load_workbook

    values = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    formulas = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    try:
        tabs = []
        for sheet in values.worksheets:
            rows = tuple(_rows(cast(_Sheet, sheet), cast(_Sheet, formulas[sheet.title])))
            tabs.append(Tab(sheet.title, rows, hidden=sheet.sheet_state != "visible", epoch=values.epoch))
        return tuple(tabs)
    finally:
        values.close()
        formulas.close()


class _Sheet(Protocol):
    """A sheet as openpyxl walks over it."""

    def reset_dimensions(self) -> None: ...

    def iter_rows(self, *, values_only: Literal[True]) -> Iterator[tuple[object, ...]]: ...


def _rows(sheet: _Sheet, formulas: _Sheet) -> Iterator[Row]:
    """The saved values; where none was saved although a formula stands there, the formula is told as unsaved."""
    for one in (sheet, formulas):
        one.reset_dimensions()  # what the file says of its own size is often wrong
    both = zip(sheet.iter_rows(values_only=True), formulas.iter_rows(values_only=True), strict=True)
    for line, (cells, written) in enumerate(both, 1):
        row = tuple(_cell(value, formula) for value, formula in zip(cells, written, strict=True))
        if any(cell is not None and cell != "" for cell in row):
            yield Row(line, row)


@dataclass(frozen=True)
class Streamed:
    """A tab whose rows are read as they are asked for; they can be walked once."""

    rows: Iterator[Row]
    epoch: datetime


@contextmanager
def streamed(path: Path, sheet: str | None = None) -> Iterator[Streamed]:
    """The first visible tab of a workbook, or the one of that name. Raises OSError, or NotASpreadsheet."""
    with _careful(path):
        from openpyxl import load_workbook

        values = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        formulas = load_workbook(path, read_only=True, data_only=False, keep_links=False)
        try:
            tabs = {one.title: one for one in values.worksheets}
            shown = [one.title for one in values.worksheets if one.sheet_state == "visible"]
            named = sheet or next(iter(shown), None)
            if named is None or named not in tabs:
                raise NotASpreadsheet(f"It has no sheet {named!r}: it has {', '.join(tabs) or 'none'}.")
            yield Streamed(_rows(cast(_Sheet, tabs[named]), cast(_Sheet, formulas[named])), values.epoch)
        finally:
            values.close()
            formulas.close()


@contextmanager
def _careful(path: Path) -> Iterator[None]:
    """A damaged package fails in as many ways as it has parts: each is NotASpreadsheet."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > _LARGEST:
                raise NotASpreadsheet("It is far too large: save the one tab that is wanted.")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that are not needed: pictures, validations …
            yield
    except (NotASpreadsheet, OSError, GeneratorExit):
        raise
    except Exception as error:
        raise NotASpreadsheet(
            f"It cannot be read as a workbook ({error}): open it in Excel and save it anew."
        ) from error


def _cell(value: object, written: object) -> Cell:
    if value is None:
        return Unsaved(written) if isinstance(written, str) and written.startswith("=") else None
    if isinstance(value, str | int | float | date):  # a bool is an int, a datetime a date
        return value if not isinstance(value, str) else value.strip()
    return str(value)  # a time of day, a span of time
