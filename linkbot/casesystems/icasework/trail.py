"""Whether an entry of linkbot's stands in iCasework's audit trail or among its actions.

The interface has no call for that: only a report that shows their words can be asked. What it shows is there; what it
does not show may be there all the same when the try is young, and without a report nobody can tell.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from linkbot.casesystems.icasework.known_cases import mark_of
from linkbot.casesystems.icasework.reports import Reports
from linkbot.casesystems.icasework.terms import Terms
from linkbot.ports import Answer, Found, Receipt

A_DAY = timedelta(days=1)


class Trail:
    def __init__(self, reports: Reports, terms: Terms) -> None:
        self._reports, self._terms = reports, terms

    def find(self, key: str, *, since: datetime, receipt: str) -> Found:
        """`since`: before this nothing was tried. `receipt`: as `write` gives it. Raises Transient, Refused."""
        if not (self._terms.trail_report and self._terms.trail_column):
            return Answer.CANNOT_TELL
        mark, column = f"[{mark_of(key)}]", self._terms.trail_column
        seen = False
        for row in self._reports.rows(self._terms.trail_report, since=since - A_DAY):
            seen = seen or column in row
            if mark in row.get(column, ""):
                return Receipt(receipt)
        return Answer.ABSENT if seen else Answer.CANNOT_TELL  # a report without the column says nothing
