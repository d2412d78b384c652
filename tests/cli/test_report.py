"""`linkbot report` for people and programs."""

from __future__ import annotations

from datetime import date

import pytest

from .conftest import Council


@pytest.fixture(autouse=True)
def _a_day_after_the_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are of January and February 2027."""
    monkeypatch.setattr("linkbot.cli.report.today", lambda: date(2027, 3, 1))


def test_a_report_is_printed_written_or_told_to_a_program(at_work: Council) -> None:
    printed = at_work.linkbot("report", "monthly", "--period", "2027-01")
    assert printed.code == 0 and "Cases received " in printed.out
    folder = at_work.folder / "out"
    (row,) = at_work.rows("report", "quarterly", "--period", "2026-Q4", "--out", str(folder))
    assert [str(path) for path in sorted(folder.iterdir())] == sorted(row["files"])  # type: ignore[call-overload]
    report = row["report"]
    assert isinstance(report, dict) and report["period"]["first"] == "2027-01-01"
    received = next(one for table in report["tables"] for one in table["rows"] if one["id"] == "received")
    assert received["values"][0] == 2.0


def test_what_is_no_period_or_lies_ahead_is_refused(at_work: Council) -> None:
    wrong = at_work.linkbot("report", "annual", "--period", "soon")
    assert wrong.code == 2 and "2026-Q3" in wrong.err
    ahead = at_work.linkbot("report", "annual", "--period", "2099")
    assert ahead.code == 2 and "has not begun" in ahead.err


def test_published_figures_stand_beside_ours_and_a_slip_is_told(at_work: Council) -> None:
    at_work.config.write_text(at_work.config.read_text("utf-8") + '[reports]\npublished = "theirs.toml"\n', "utf-8")
    theirs = at_work.folder / "theirs.toml"
    words = '[[published]]\nsource = "Annual letter"\nombudsman = "lgsco"\nperiod = "2026"\n[published.figures]\n'
    theirs.write_text(words + "uphold_rate = 71.4\n", "utf-8")
    assert "Annual letter" in at_work.linkbot("report", "annual", "--period", "2026").out
    theirs.write_text(words + "uphold_rat = 71.4\n", "utf-8")
    slip = at_work.linkbot("report", "annual", "--period", "2026")
    assert slip.code == 2 and "did you mean 'uphold_rate'" in slip.err and "theirs.toml:6" in slip.err
