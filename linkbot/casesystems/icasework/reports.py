"""getreport: the rows of a report that was built in iCasework, since an instant. In whatever form it comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from linkbot.casesystems.icasework.answers import NoAnswer, Row, report_rows
from linkbot.casesystems.icasework.line import LONDON, Line
from linkbot.ports import Transient

AN_HOUR = timedelta(hours=1)


class Reports:
    """`format`: xml, json or csv."""

    def __init__(self, line: Line, *, format: str) -> None:
        self._line, self._format = line, format

    def rows(self, report: str, *, since: datetime | None) -> Iterator[Row]:
        """Changed at or after `since`, None for all: asked for an hour more, because their times bear no zone and one
        of them comes twice a year. Raises Transient, Refused.
        """
        what = f"Reading report {report} of iCasework"
        query = {"ReportId": report, "Format": self._format}
        if self._format == "csv":
            query["CSVHeader"] = "true"
        if since is not None:
            query["FromTime"] = (since - AN_HOUR).astimezone(LONDON).strftime("%Y-%m-%d %H:%M:%S")
        answer = self._line.get("getreport", what, query)
        try:
            yield from report_rows(answer.content)
        except NoAnswer as error:
            raise Transient(f"{what} was answered with {error}.") from None
