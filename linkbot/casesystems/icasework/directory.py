"""The council's own complaints out of a report of iCasework's, for matching letters to their original complaint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from linkbot.casesystems.icasework.reports import Reports


class IcaseworkDirectory:
    """Implements `ports.DirectorySource`."""

    def __init__(self, reports: Reports, report: str) -> None:
        self._reports, self._report = reports, report

    @property
    def name(self) -> str:
        return f"iCasework, report {self._report}"

    def rows(self, since: datetime | None) -> Iterator[Mapping[str, str]]:
        yield from self._reports.rows(self._report, since=since)
