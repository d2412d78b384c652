"""The corrective actions report of iCasework: what became there of the tasks that linkbot knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from linkbot.casesystems.icasework.answers import Row
from linkbot.casesystems.icasework.faults import PLACE
from linkbot.casesystems.icasework.line import LONDON
from linkbot.casesystems.icasework.reports import Reports
from linkbot.casesystems.icasework.terms import ActionColumns
from linkbot.model.case_system import ActionSeen
from linkbot.ports import Permanent

_FORMS = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%d", "%d/%m/%Y")


class IcaseworkActions:
    """Implements `ports.ActionsSource`."""

    def __init__(self, reports: Reports, columns: ActionColumns) -> None:
        self._reports, self._columns = reports, columns

    def seen(self, since: datetime | None) -> Iterator[ActionSeen]:
        for row in self._reports.rows(self._columns.report, since=since):
            yield self._one(row)

    def _one(self, row: Row) -> ActionSeen:
        columns = self._columns
        names = (columns.id, columns.task, columns.state, columns.owner, columns.by, columns.at)
        missing = sorted({name for name in names if name not in row})
        if missing:
            raise Permanent(
                f"Report {columns.report} of iCasework has no column {', '.join(missing)}. Name its columns in {PLACE} "
                f"(actions_…); it has: {', '.join(sorted(row))}."
            )
        state = row[columns.state].strip()
        return ActionSeen(
            id=row[columns.id].strip(),
            title=row[columns.task],
            done=state.casefold() in {word.casefold() for word in columns.done},
            owner=row[columns.owner].strip(),
            by=row[columns.by].strip(),
            at=instant(row[columns.at]),
        )


def instant(text: str) -> datetime | None:
    """Their times bear no zone and are London's. None for what is no time."""
    for form in _FORMS:
        try:
            return datetime.strptime(text.strip()[:19], form).replace(tzinfo=LONDON)
        except ValueError:
            continue
    return None
