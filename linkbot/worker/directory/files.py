"""An export of complaints, CSV or .xlsx, row by row: a file of any size is never held as a whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from openpyxl.utils.datetime import WINDOWS_EPOCH

from linkbot.worker.csv_text import BadRow, Dialect, decoded, hindrance
from linkbot.worker.directory.columns import Mapped, NotComplaints
from linkbot.worker.spreadsheet import Cell, NotASpreadsheet, Row, is_workbook, streamed

LARGEST = 200 * 1024 * 1024


@dataclass(frozen=True)
class FileRow:
    """Our fields to the cells of one row."""

    line: int
    cells: dict[str, Cell]
    epoch: datetime = WINDOWS_EPOCH


def rows_of(path: Path, mapped: Mapped, *, sheet: str | None = None) -> Iterator[FileRow | BadRow]:
    """Raises OSError, or NotComplaints when the file as a whole is no list of complaints."""
    if path.stat().st_size > LARGEST:
        raise NotComplaints(f"It is larger than {LARGEST // 1024 // 1024} MB: export the complaints of the last years.")
    try:
        if is_workbook(path):
            yield from _of_workbook(path, mapped, sheet)
        else:
            yield from _of_csv(path, mapped)
    except NotComplaints:
        raise
    except NotASpreadsheet as error:
        raise NotComplaints(str(error)) from error


def _of_csv(path: Path, mapped: Mapped) -> Iterator[FileRow | BadRow]:
    text = decoded(path.read_bytes())
    rows = csv.reader(io.StringIO(text, newline=""), Dialect(text))
    try:
        titles = next(rows, [])
        places, width = mapped.places(titles), len(titles)
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            reason = hindrance(row, width=width, needed=max(places.values()) + 1)
            if reason is not None:
                yield BadRow(rows.line_num, reason)
            else:
                yield FileRow(rows.line_num, {name: row[at].strip() for name, at in places.items()})
    except csv.Error as error:
        yield BadRow(rows.line_num, f"reading stopped here, the rows below it are left out too: {error}")


def _of_workbook(path: Path, mapped: Mapped, sheet: str | None) -> Iterator[FileRow | BadRow]:
    """The first row that holds anything has the titles."""
    with streamed(path, sheet) as tab:
        rows = iter(tab.rows)
        titles = next(rows, Row(1, ()))
        places = mapped.places([str(cell) if cell is not None else "" for cell in titles.cells])
        for row in rows:
            yield FileRow(row.line, {name: row.at(at) for name, at in places.items()}, tab.epoch)
