"""A whole export at once, for `import complaints`: the complaints, the rows left out, and what was kept in part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from linkbot.engine.likeness.score import plain_reference
from linkbot.model.complaint import Complaint
from linkbot.model.services import ServiceRules
from linkbot.worker.csv_text import BadRow
from linkbot.worker.directory.columns import Mapped
from linkbot.worker.directory.files import FileRow, rows_of
from linkbot.worker.directory.rows import OneRow, RowReader


@dataclass(frozen=True)
class Export:
    """`bad`: rows left out. `doubts`: rows kept without what could not be read in them."""

    complaints: tuple[Complaint, ...]
    bad: tuple[BadRow, ...]
    doubts: tuple[BadRow, ...] = ()


@dataclass(frozen=True)
class Read:
    line: int
    row: OneRow


def read_complaints(
    path: Path,
    services: ServiceRules | None = None,
    *,
    mapped: Mapped | None = None,
    sheet: str | None = None,
    today: date | None = None,
) -> Export:
    """Raises OSError, or NotComplaints when there is no column for the reference."""
    mapped = mapped or Mapped()
    complaints: list[Complaint] = []
    bad: list[BadRow] = []
    doubts: list[BadRow] = []
    for one in each(rows_of(path, mapped, sheet=sheet), mapped, services, today=today):
        if isinstance(one, BadRow):
            bad.append(one)
        else:
            complaints.append(one.row.complaint)
            doubts.extend(BadRow(one.line, doubt) for doubt in one.row.doubts)
    return Export(tuple(complaints), tuple(bad), tuple(doubts))


def each(
    rows: Iterable[FileRow | BadRow], mapped: Mapped, services: ServiceRules | None, *, today: date | None
) -> Iterator[Read | BadRow]:
    """Row by row; of two with one reference the first counts."""
    readers: dict[object, RowReader] = {}
    known: set[str] = set()
    for row in rows:
        if isinstance(row, BadRow):
            yield row
            continue
        reader = readers.setdefault(row.epoch, RowReader(mapped, services, today=today, epoch=row.epoch))
        try:
            read = reader.read(row.cells)
        except ValueError as error:
            yield BadRow(row.line, str(error))
            continue
        key = plain_reference(read.complaint.reference)
        if key in known:
            reference = read.complaint.reference
            yield BadRow(row.line, f"its reference {reference} stands further up already: the first one counts")
            continue
        known.add(key)
        yield Read(row.line, read)
