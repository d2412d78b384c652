"""What linkbot keeps beside the people's workbook: the workbook as it was before each write, and rows that wait."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from linkbot.effectors.workbook_cells import harmless
from linkbot.ports import SheetRow
from linkbot.whole_file import make_folder, write_whole

KEPT = 30
_LONDON = ZoneInfo("Europe/London")


def keep_before(workbook: Path, octets: bytes, folder: Path) -> None:
    """A copy named after the moment the workbook was last saved; the newest 30 stay. Raises OSError."""
    saved = datetime.fromtimestamp(workbook.stat().st_mtime, UTC).astimezone(_LONDON)
    copy = folder / f"{workbook.stem} {saved:%Y-%m-%d %H%M%S}{workbook.suffix}"
    if copy.exists() and copy.read_bytes() == octets:
        return
    make_folder(folder)
    write_whole(copy, octets)
    for old in sorted(folder.glob(f"{_literal(workbook.stem)} ????-??-?? ??????{workbook.suffix}"))[:-KEPT]:
        old.unlink(missing_ok=True)


def waiting_file(workbook: Path, tab: str) -> Path:
    return workbook.with_name(f"{workbook.stem} - rows that wait - {tab}.csv")


def keep_waiting(workbook: Path, rows: Sequence[SheetRow], columns: dict[str, tuple[str, ...]]) -> None:
    """The rows of each tab as CSV, by the titles of linkbot's own workbook. Raises OSError."""
    for tab, titles in columns.items():
        wanted = [row for row in rows if row.sheet == tab]
        if not wanted:
            continue
        text = io.StringIO(newline="")
        sheet = csv.writer(text)
        sheet.writerow(("Linkbot ID", *titles))
        for row in wanted:
            cells = dict(row.cells)
            values = (cells.get(title) for title in titles)
            sheet.writerow((row.key, *("" if value is None else harmless(str(value)) for value in values)))
        write_whole(waiting_file(workbook, tab), text.getvalue().encode("utf-8-sig"))


def drop_waiting(workbook: Path, tabs: Sequence[str]) -> None:
    """They have been written. Raises OSError."""
    for tab in tabs:
        waiting_file(workbook, tab).unlink(missing_ok=True)


def _literal(stem: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in stem)
