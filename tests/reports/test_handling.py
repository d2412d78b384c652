"""The council's own complaint handling in the reports: each step of the Code, counted by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from linkbot.model.casework import Event
from linkbot.model.complaint import Complaint
from linkbot.model.decision import Decision
from linkbot.model.period import period_of
from linkbot.model.reading import Disposition
from linkbot.model.report import ReportName
from linkbot.reports.names import REPORTS
from linkbot.store import open_store
from tests.casework.builders import a_case, a_moment

from .test_figures import material_of

D = date
LIVES = {
    "HO 202604377": Complaint(
        "CRM-1", stage1_received_on=D(2026, 4, 1), stage1_acknowledged_on=D(2026, 4, 10),
        stage1_answered_on=D(2026, 4, 27), stage2_requested_on=D(2026, 5, 1), stage2_answered_on=D(2026, 6, 2),
    ),  # acknowledged on the day, answered one day late, stage 2 answered with no word of its acknowledgement
    "HO 202604378": Complaint(
        "CRM-2", stage1_received_on=D(2026, 4, 1), stage1_acknowledged_on=D(2026, 4, 13),
        stage1_answered_on=D(2026, 4, 20), closed_on=D(2026, 4, 20),
    ),  # acknowledged one day late, answered in time
    "LGSCO 26 104 377": Complaint("CRM-3", stage1_acknowledged_on=D(2026, 4, 1)),  # the day it came is not known
}  # fmt: skip


def test_each_step_is_counted_as_it_was_kept(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    with store.begin() as tx:
        tx.save_complaints(tuple(LIVES.values()))
        for id, complaint in LIVES.items():
            case = a_case(id, complaint=complaint.reference.lower(), version=0, opened_at=a_moment(D(2026, 10, 1)).at)
            event = an_event(id)
            tx.commit_decision(None, Decision(Disposition.ACT, cases=(case,), events=(event,)), case.opened_at)
    store.close()
    report = REPORTS[ReportName.MEMBER_UPDATE](
        material_of(tmp_path, D(2027, 1, 4)), period_of("2026-Q3", year_begins=4)
    )
    (table,) = report.breakdowns
    assert table.columns == ("In time", "Late", "Overdue", "Not yet due", "Cannot tell")
    assert {row.label: tuple(map(int, (v or 0 for v in row.values))) for row in table.rows} == {
        "Stage 1 acknowledged": (1, 1, 0, 0, 0),
        "Stage 1 answered": (1, 1, 0, 0, 0),
        "Stage 2 acknowledged": (0, 0, 0, 0, 1),
        "Stage 2 answered": (0, 0, 0, 0, 1),
    }
    assert "1 of 3 cases" in table.note


def an_event(case: str) -> Event:
    return Event(f"e-{case}", case, "new_notification", D(2026, 10, 1), a_moment(D(2026, 10, 1)).at, "m", acted=True)
