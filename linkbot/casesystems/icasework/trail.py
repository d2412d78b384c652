"""Whether an entry of linkbot's stands in iCasework's audit trail or among its actions.

The interface has no call for that: only a report that shows their words can be asked. What it shows is there, what it
does not show is not, once the try is old enough; without a report nobody can tell.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from linkbot.casesystems.icasework.known_cases import mark_of
from linkbot.casesystems.icasework.reports import Reports
from linkbot.casesystems.icasework.terms import Terms
from linkbot.ports import Answer, Found, Permanent, Receipt

A_DAY = timedelta(days=1)


class Trail:
    def __init__(self, reports: Reports, terms: Terms) -> None:
        self._reports, self._terms = reports, terms

    def find(self, key: str, *, since: datetime, receipt: str) -> Found:
        """`since`: before this nothing was tried. `receipt`: as `write` gives it. Raises Transient, Permanent."""
        if not (self._terms.trail_report and self._terms.trail_column):
            return Answer.CANNOT_TELL
        mark, column = f"[{mark_of(key)}]", self._terms.trail_column
        for row in self._reports.rows(self._terms.trail_report, since=since - A_DAY):
            if column not in row:
                raise Permanent(f"Report {self._terms.trail_report} of iCasework has no column {column}.")
            if mark in row[column]:
                return Receipt(receipt)
        return Answer.ABSENT
