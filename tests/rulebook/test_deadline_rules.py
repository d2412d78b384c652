"""The words of deadlines and the bank holidays as files: faults are told all at once, with their lines."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

from linkbot.model.desk import Habits
from linkbot.rulebook.bank_holidays import load_calendar
from linkbot.rulebook.deadlines import load_deadlines
from linkbot.toml_document import Fault

RULES = Path(__file__).parents[2] / "rules"


def test_the_shipped_words_are_sound() -> None:
    faults: list[Fault] = []
    rules = load_deadlines(RULES / "deadlines.toml", faults)
    assert faults == []
    assert dict(rules.number_words)["fifteen"] == 15
    assert ("noon", 12, 0) in rules.times
    assert dict(rules.defaults)["chaser_default"] == 2


def test_every_number_of_days_people_may_change_reaches_the_desk(tmp_path: Path) -> None:
    """Two of them were read and never used: a council that changed its margin kept ours."""
    text = (RULES / "deadlines.toml").read_text(encoding="utf-8")
    head, _, rest = text.partition("[cues]")
    changed = re.sub(r"= (\d+)", lambda found: f"= {int(found[1]) + 7}", head)
    (tmp_path / "deadlines.toml").write_text(f"{changed}[cues]{rest}", encoding="utf-8")
    faults: list[Fault] = []
    rules = load_deadlines(tmp_path / "deadlines.toml", faults)
    assert faults == [] and rules is not None
    ours = Habits(nearly_due=5 + 7, **dict(rules.defaults))
    assert asdict(ours) == {field: days + 7 for field, days in asdict(Habits()).items()}


def test_the_shipped_bank_holidays_are_sound() -> None:
    faults: list[Fault] = []
    calendar = load_calendar(RULES / "bank_holidays.toml", faults)
    assert faults == []
    assert (calendar.first_year, calendar.last_year) == (2016, 2035)


def test_every_fault_of_the_words_is_told(tmp_path: Path) -> None:
    text = (RULES / "deadlines.toml").read_text(encoding="utf-8")
    text = text.replace("chaser_default_days = 2", "chaser_default_days = 0\nchaser_defalt_days = 3", 1)
    text = text.replace('"noon" = "12:00"', '"noon" = "midday"', 1)
    path = tmp_path / "deadlines.toml"
    path.write_text(text, encoding="utf-8")
    faults: list[Fault] = []
    load_deadlines(path, faults)
    said = "\n".join(map(str, faults))
    assert "chaser_default_days" in said
    assert "did you mean 'chaser_default_days'" in said
    assert "noon must be a time" in said
    assert all(fault.line for fault in faults)


def test_faults_of_the_calendar_are_told(tmp_path: Path) -> None:
    path = tmp_path / "bank_holidays.toml"
    days = ", ".join(f"2027-0{month}-04" for month in range(1, 9))
    path.write_text(f"[england]\n2027 = [{days}, 2028-01-03]\n2029 = [2029-01-01]\nlater = []\n", encoding="utf-8")
    faults: list[Fault] = []
    load_calendar(path, faults)
    said = "\n".join(map(str, faults))
    assert "2028-01-03 stands under 2027" in said
    assert "2027-04-04 is a weekend" in said
    assert "2029 has 1 days" in said
    assert "the year 2028 is missing" in said
    assert "england.later must be a year" in said


def test_a_council_adds_its_own_closed_days(tmp_path: Path) -> None:
    text = (RULES / "bank_holidays.toml").read_text(encoding="utf-8").replace("closed = []", "closed = [2026-12-29]")
    path = tmp_path / "bank_holidays.toml"
    path.write_text(text, encoding="utf-8")
    faults: list[Fault] = []
    assert len(load_calendar(path, faults).closures) == 1
    assert faults == []
