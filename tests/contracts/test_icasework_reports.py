"""Reports of iCasework: complaints for the directory, corrective actions, whatever form they come in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from linkbot.casesystems.icasework.actions import instant
from linkbot.casesystems.icasework.line import LONDON
from linkbot.casesystems.icasework.terms import ActionColumns
from linkbot.ports import Permanent, Transient
from tests.contracts.icasework_worlds import World

ROWS = [
    {"CaseDetails.CaseId": "1", "MainParty.FullName": "Moreau, Inès", "LastUpdatedTime": "2026-10-30T10:00:00"},
    {"CaseDetails.CaseId": "2", "MainParty.FullName": 'O"Dea\n& Son', "LastUpdatedTime": "2026-11-02T08:30:00"},
]
ACTION = {
    "ActionId": "7",
    "Title": "Order 2: HO 202312345/2",
    "Status": "completed",
    "AssignedTo": "owen.hale@anytown.gov.uk",
    "LastUpdatedBy": "Owen Hale",
    "LastUpdatedTime": "2026-07-02T08:30:00",
}


@pytest.mark.parametrize("form", ["xml", "json", "csv"])
def test_complaints_come_as_flat_rows_of_the_report_s_own_titles_since_when_asked(form: str) -> None:
    world = World(directory_report="1003", report_format=form)
    world.server.reports["1003"] = ROWS
    source = world.open().directory
    assert source is not None and list(source.rows(None)) == ROWS and source.name == "iCasework, report 1003"
    since = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    assert [row["CaseDetails.CaseId"] for row in source.rows(since)] == ["2"], "an hour before is asked for too"
    world.server.reports["1003"] = []
    assert list(source.rows(since)) in ([], [{}])


def test_a_report_is_asked_for_on_its_own_host_in_london_s_time() -> None:
    world = World(directory_report="1003")
    world.server.reports["1003"] = []
    seen: list[str] = []
    handle = world.server.handle
    world.server.handle = lambda request: (seen.append(str(request.url)), handle(request))[1]  # type: ignore[method-assign]
    source = world.open().directory
    assert source is not None
    list(source.rows(datetime(2026, 7, 1, 9, 0, tzinfo=UTC)))
    assert seen[-1].startswith("https://uatreports.icasework.com/getreport?db=anytown&ReportId=1003")
    assert "FromTime=2026-07-01+09%3A00%3A00" in seen[-1], "ten in London, less an hour"


@pytest.mark.parametrize("fault", ["truncated", "html 200", "empty", "500"])
@pytest.mark.parametrize("form", ["xml", "json"])
def test_a_report_that_breaks_off_is_asked_for_again_and_never_taken_for_the_whole(fault: str, form: str) -> None:
    world = World(directory_report="1003", report_format=form)
    world.server.reports["1003"] = ROWS
    source = world.open().directory
    assert source is not None
    world.server.script.extend([None, *[fault] * 3])
    with pytest.raises(Transient):
        list(source.rows(None))


def test_a_report_nobody_built_is_told() -> None:
    source = World(directory_report="1003").open().directory
    assert source is not None
    with pytest.raises(Permanent, match="report_not_found"):
        list(source.rows(None))


def test_corrective_actions_are_read_by_the_council_s_own_titles() -> None:
    world = World(columns=ActionColumns(report="1002"))
    world.server.reports["1002"] = [ACTION, ACTION | {"Status": "Open", "LastUpdatedTime": "soon"}]
    source = world.open().actions
    assert source is not None
    done, still_open = source.seen(None)
    assert done.done and done.title.endswith("HO 202312345/2") and done.by == "Owen Hale"
    assert done.at == datetime(2026, 7, 2, 7, 30, tzinfo=UTC), "London's summer time"
    assert not still_open.done and still_open.at is None
    world.server.reports["1002"] = [{"Nummer": "7"}]
    with pytest.raises(Permanent, match="no column ActionId, AssignedTo"):
        list(source.seen(None))


@pytest.mark.parametrize(
    "text", ["2026-11-02T08:30:00", "2026-11-02 08:30:00", "02/11/2026 08:30:00", "02/11/2026 08:30"]
)
def test_times_are_read_in_the_forms_reports_have_them(text: str) -> None:
    assert instant(text) == datetime(2026, 11, 2, 8, 30, tzinfo=LONDON)
