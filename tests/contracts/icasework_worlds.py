"""linkbot's adapter in front of the test server, on a clock that only sleeping moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from linkbot.casesystems.icasework.line import Account
from linkbot.casesystems.icasework.system import Icasework, icasework
from linkbot.casesystems.icasework.terms import ActionColumns, Terms
from linkbot.casesystems.icasework.waiting import Pace
from linkbot.model.case_system import CaseSystemAbilities, Deed
from tests.contracts.icasework_server import ACCOUNT, BASE, KEY, REPORTS, SECRET, IcaseworkServer

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
    clock: Callable[[], datetime] | None = None  # a story's own, that sleeping does not move
    slept: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server = IcaseworkServer(self.now, legacy=self.legacy)

    def now(self) -> datetime:
        return self.clock() if self.clock else self.at

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)

    def open(self) -> Icasework:
        return icasework(
            Account(KEY, self.secret, BASE, REPORTS, self.db, self.legacy),
            self.terms,
            abilities=replace(ABILITIES, does=self.does),
            now=self.now,
            columns=self.columns,
            directory_report=self.directory_report,
            report_format=self.report_format,
            transport=self.server.transport(),
            pace=Pace(ticks=self._ticks, sleep=self.sleep),
        )

    def _ticks(self) -> float:
        return (self.now() - MORNING).total_seconds()
