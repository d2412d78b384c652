"""The list of the council's own complaints stays fresh beside the mail; a crash on the way loses or doubles nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from linkbot.model.complaint import Complaint
from linkbot.model.effect import SendEmail, Template
from linkbot.ports import DirectorySource, Permanent, Transient
from linkbot.worker.directory.columns import Mapped
from linkbot.worker.directory.feeds import FileFeed
from linkbot.worker.directory.keeper import Keeper
from linkbot.worker.directory.keeping import CURSOR, keep_directory, refresh_now
from linkbot.worker.office import Office

from .conftest import Begin
from .conversation import Conversation

HEAD = "reference,name,postcode,stage 1 received\n"
HOUR = timedelta(hours=1)


class Report:
    """A report of a case system: rows as they stand, asked for since when, failing when told to."""

    name = "a report"

    def __init__(self, *rows: tuple[str, str, str]) -> None:
        self.rows_now, self.asked = list(rows), list[datetime | None]()
        self.fault: Exception | None = None
        self.breaks_after: int | None = None

    def rows(self, since: datetime | None) -> Iterator[Mapping[str, str]]:
        self.asked.append(since)
        if self.fault is not None:
            raise self.fault
        for number, (reference, name, updated) in enumerate(self.rows_now):
            if number == self.breaks_after:
                raise Transient("the line went dead")
            yield {
                "CaseDetails.CaseId": reference,
                "MainParty.FullName": name,
                "CaseStatusTouchTimes.LastUpdatedTime": updated,
            }


def keeping(story: Conversation, *, file: Path | None = None, source: DirectorySource | None = None) -> Office:
    keeper = Keeper(FileFeed(file) if file else None, source, Mapped(), HOUR)
    story.office = replace(story.office, directory=keeper)
    return story.office


def turns(office: Office) -> int:
    """Turns of the worker until nothing is under way: what a minute or two bring."""
    saved = keep_directory(office)
    for _ in range(200):
        keeper = office.directory
        if keeper is None or keeper.running is None:
            break
        lot = keeper.running.pull
        while lot._lots.empty():  # as long as the thread needs: no clock decides here
            pass
        saved += keep_directory(office)
    return saved


def known(office: Office) -> list[str]:
    with office.store.begin() as tx:
        return [one.reference for one in tx.search_complaints([], 100)]


def written(path: Path, text: str, *, at: datetime) -> Path:
    path.write_text(text, encoding="utf-8")
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def alerts(story: Conversation) -> list[dict[str, str]]:
    effects = [entry.effect for entry in story.outbox()]
    return [dict(e.facts) for e in effects if isinstance(e, SendEmail) and e.template == Template.ALERT.value]


def later(story: Conversation, hours: int = 2) -> None:
    story.clock.walk_to(story.clock.now() + timedelta(hours=hours))


def test_the_newest_export_of_a_folder_is_taken_once_and_again_when_it_changes(begin: Begin, tmp_path: Path) -> None:
    story = begin(start=date(2026, 11, 2))
    folder, old = tmp_path / "exports", story.clock.now() - timedelta(days=1)
    folder.mkdir()
    written(folder / "monday.csv", HEAD + "CRM-1,Ann Lee,W12 0AA,2026-05-01\n", at=old)
    written(folder / "~$tuesday.xlsx", "a lock file", at=old + HOUR)
    office = keeping(story, file=folder)
    assert (turns(office), known(office)) == (1, ["CRM-1"])
    later(story)
    assert turns(office) == 0  # nothing has changed
    newer = HEAD + "CRM-1,Ann Fox,W12 0AA,2026-05-01\nCRM-2,Bo Lee,,2026-05-02\n"
    written(folder / "tuesday.csv", newer, at=story.clock.now())
    assert turns(office) == 0  # not yet looked for again, and still on its way
    later(story)
    assert (turns(office), known(office)) == (2, ["CRM-2", "CRM-1"])
    with office.store.begin() as tx:
        assert tx.complaints(["CRM-1"], None, None)[0].name == "Ann Fox"
    assert alerts(story) == []


def test_a_bad_export_is_told_once_with_its_rows_and_the_good_rows_count(begin: Begin, tmp_path: Path) -> None:
    story = begin(start=date(2026, 11, 2))
    old = story.clock.now() - timedelta(days=1)
    text = HEAD + ",No Reference,,\nCRM-1,Ann Lee,W12 0AA,in May\nCRM-2,Bo Lee,,\n"
    path = written(tmp_path / "export.csv", text, at=old)
    office = keeping(story, file=path)
    assert turns(office) == 2
    (told,) = alerts(story)
    assert "2 rows were taken, 1 were left out, 1 taken in part" in told["headline"]
    assert "row 2: it has no reference" in told["detail"] and "row 3: stage1_received_on is 'in May'" in told["detail"]
    assert "Ann" not in str(told)
    later(story)
    written(path, text + "CRM-3,Cy Lee,,\n", at=story.clock.now() - HOUR)
    assert turns(office) == 3 and len(alerts(story)) == 1  # the same rows again: said already
    later(story)
    written(path, "name\nnobody\n", at=story.clock.now() - HOUR)
    assert turns(office) == 0
    assert "no column for the reference" in alerts(story)[1]["detail"]
    later(story)
    path.unlink()
    assert turns(office) == 0 and len(alerts(story)) == 3
    assert known(office) == ["CRM-3", "CRM-2", "CRM-1"]  # the list it has stays


def test_a_report_is_asked_for_what_changed_since_the_newest_row_it_gave(begin: Begin) -> None:
    story = begin(start=date(2026, 11, 2))
    report = Report(("1", "Lee, Ann", "2026-10-31 09:00:00"), ("2", "Fox, Bo", "2026-07-01 08:30:00"))
    office = keeping(story, source=report)
    assert (turns(office), report.asked) == (2, [None])
    assert turns(office) == 0  # the hour is not over
    report.rows_now = [("2", "Fox, Barbara", "2026-11-01 10:00:00")]
    later(story)
    assert turns(office) == 1
    later(story)
    turns(office)
    assert report.asked[1:] == [datetime(2026, 10, 31, 9, tzinfo=UTC), datetime(2026, 11, 1, 10, tzinfo=UTC)]
    with office.store.begin() as tx:
        (two,) = tx.complaints(["2"], None, None)
    assert two == Complaint("2", "Fox, Barbara", refreshed_on=date(2026, 11, 2))


def test_a_report_cut_off_on_the_way_keeps_what_came_and_is_asked_for_the_same_again(begin: Begin) -> None:
    story = begin(start=date(2026, 11, 2))
    report = Report(*((str(number), "Ann Lee", "2026-10-01 09:00:00") for number in range(1200)))
    report.breaks_after = 1100
    office = keeping(story, source=report)
    assert turns(office) == 1000
    with office.store.begin() as tx:
        assert tx.mark(CURSOR) is None
    assert alerts(story) == []  # away for an hour is nobody's concern
    report.breaks_after = None
    later(story)
    assert turns(office) == 1200 and report.asked == [None, None]


@pytest.mark.parametrize("killed_after", [0, 1, 2])
def test_a_worker_that_dies_while_it_takes_an_export_takes_it_again(
    begin: Begin, tmp_path: Path, killed_after: int
) -> None:
    story = begin(start=date(2026, 11, 2))
    rows = "".join(f"CRM-{number},Ann Lee{number},,\n" for number in range(1200))
    path = written(tmp_path / "export.csv", HEAD + rows, at=story.clock.now() - HOUR)
    office = keeping(story, file=path)
    keep_directory(office)
    keeper = office.directory
    assert keeper is not None and keeper.running is not None
    for _ in range(killed_after):
        lot = keeper.running.pull.next(wait=True)
        assert lot is not None
        with office.store.begin() as tx:
            tx.save_complaints(getattr(lot, "complaints", ()))
    keeper.stop()
    later(story)
    office = keeping(story, file=path)  # a new process
    assert turns(office) == 1200
    with office.store.begin() as tx:
        assert tx.candidates([], "Ann Lee7", None).total == 1200


def test_a_far_side_that_refuses_is_told_at_once_and_one_that_is_away_after_a_day(begin: Begin) -> None:
    story = begin(start=date(2026, 11, 2))
    report = Report()
    report.fault = Transient("no answer")
    office = keeping(story, source=report)
    for _ in range(12):
        turns(office)
        later(story)
    assert alerts(story) == []
    for _ in range(3):
        turns(office)
        later(story)
    assert [told["detail"] for told in alerts(story)] == ["a report\nno answer"]
    report.fault = Permanent("the report does not exist")
    for _ in range(3):
        turns(office)
        later(story)
    assert [told["detail"] for told in alerts(story)][1:] == ["a report\nthe report does not exist"]


def test_a_person_may_have_it_done_at_once(begin: Begin, tmp_path: Path) -> None:
    story = begin(start=date(2026, 11, 2))
    path = written(tmp_path / "export.csv", HEAD + "CRM-1,Ann Lee,,\n", at=story.clock.now() - HOUR)
    report = Report(("7", "Fox, Bo", "not a time"))
    office = keeping(story, file=path, source=report)
    assert refresh_now(office).saved == 2 and refresh_now(office).saved == 2
    assert known(office) == ["CRM-1", "7"]
    report.fault = Permanent("gone")
    assert refresh_now(office).faults == ("a report: gone",)
    assert refresh_now(replace(office, directory=None)).saved == 0
