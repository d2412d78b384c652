"""linkbot's adapter in front of the test server, on a clock that only sleeping moves."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from icasework_server import ACCOUNT, BASE, KEY, REPORTS, SECRET, IcaseworkServer

from linkbot.casesystems.icasework.line import Account
from linkbot.casesystems.icasework.system import Icasework, icasework
from linkbot.casesystems.icasework.terms import ActionColumns, Terms
from linkbot.casesystems.icasework.waiting import Pace
from linkbot.model.case_system import CaseSystemAbilities, Deed

MORNING = datetime(2026, 11, 2, 9, 5, tzinfo=UTC)
TERMS = Terms(
    case_type="Ombudsman",
    attributes=(("reference", "OmbudsmanReference"), ("remedy", "TotalRedress"), ("due", "OmbudsmanDue")),
)
DOES = frozenset({Deed.LETTER, Deed.ATTRIBUTES})
ABILITIES = CaseSystemAbilities(name="iCasework", does=DOES, takes_the_letter=True)


@dataclass
class World:
    """`terms` may be replaced; `open()` is another process on the same far side."""

    terms: Terms = TERMS
    does: frozenset[Deed] = DOES
    columns: ActionColumns = field(default_factory=ActionColumns)
    legacy: bool = False
    db: str = ACCOUNT
    secret: str = SECRET
    directory_report: str = ""
    report_format: str = "xml"
    at: datetime = MORNING
    slept: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server = IcaseworkServer(lambda: self.at, legacy=self.legacy)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)

    def open(self) -> Icasework:
        return icasework(
            Account(KEY, self.secret, BASE, REPORTS, self.db, self.legacy),
            self.terms,
            abilities=replace(ABILITIES, does=self.does),
            now=lambda: self.at,
            columns=self.columns,
            directory_report=self.directory_report,
            report_format=self.report_format,
            transport=self.server.transport(),
            pace=Pace(ticks=self._ticks, sleep=self.sleep),
        )

    def _ticks(self) -> float:
        return (self.at - MORNING).total_seconds()
