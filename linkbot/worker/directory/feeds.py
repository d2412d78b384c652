"""Where the list of complaints is refreshed from: the newest export in a folder, and a report of the case system."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from linkbot.model.services import ServiceRules
from linkbot.ports import DirectorySource
from linkbot.worker.csv_text import BadRow
from linkbot.worker.directory.columns import Mapped
from linkbot.worker.directory.files import rows_of
from linkbot.worker.directory.reading import Read, each
from linkbot.worker.directory.rows import RowReader

SUFFIXES = (".csv", ".txt", ".xlsx", ".xlsm")
SETTLED_AFTER = timedelta(seconds=30)
"""A file that changed less long ago may still be on its way."""


@dataclass(frozen=True)
class FileFeed:
    """`path`: a file, or a folder whose newest export is taken."""

    path: Path
    sheet: str | None = None

    @property
    def name(self) -> str:
        return str(self.path)

    def found(self, now: datetime) -> tuple[Path, str] | None:
        """The export with what tells it from another; None while there is none, or it is still being written.

        Raises OSError when the folder cannot be looked into.
        """
        files = [self.path] if self.path.is_file() else [one for one in self.path.iterdir() if _is_export(one)]
        newest = max(files, key=lambda one: (one.stat().st_mtime_ns, one.name), default=None)
        if newest is None:
            return None
        kept = newest.stat()
        if 0 <= now.timestamp() - kept.st_mtime < SETTLED_AFTER.total_seconds():
            return None
        return newest, json.dumps([newest.name, kept.st_size, kept.st_mtime_ns])

    def rows(
        self, path: Path, mapped: Mapped, services: ServiceRules | None, *, today: date
    ) -> Iterator[Read | BadRow]:
        return each(rows_of(path, mapped, sheet=self.sheet), mapped, services, today=today)


def source_rows(
    source: DirectorySource, mapped: Mapped, services: ServiceRules | None, *, since: datetime | None, today: date
) -> Iterator[Read | BadRow]:
    """Each row of the far side by its own titles, the place in the answer in place of a line."""
    reader = RowReader(mapped, services, today=today)
    titles: tuple[str, ...] = ()
    places: dict[str, int] = {}
    for number, row in enumerate(source.rows(since), 1):
        if tuple(row) != titles:
            titles = tuple(row)
            places = mapped.places(titles)
        try:
            yield Read(number, reader.read(_cells(row, titles, places)))
        except ValueError as error:
            yield BadRow(number, str(error))


def _cells(row: Mapping[str, str], titles: tuple[str, ...], places: Mapping[str, int]) -> dict[str, str]:
    return {name: row[titles[at]] for name, at in places.items()}


def _is_export(path: Path) -> bool:
    """No temporary or lock file: a program still has it."""
    return path.is_file() and path.suffix.casefold() in SUFFIXES and not path.name.startswith(("~", "."))
