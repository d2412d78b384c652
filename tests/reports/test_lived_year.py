"""The reports of a year that was lived, letter by letter, against plain SQL over the register it left behind."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from linkbot.engine.dates.working_days import is_working_day
from linkbot.model.period import period_of
from linkbot.worker.office import LONDON
from tests.faults.a_year import START, Year

from .plain_sql import PlainSql
from .test_figures import differences, material_of


def compared(folder: Path, seed: int, *, days: int, cases: int) -> set[str]:
    """Lives it at noon of each working day; answers the figures that said something."""
    year = Year(folder, seed, days, cases)
    try:
        for number in range(days + 14):
            day = START + timedelta(days=number)
            if is_working_day(day, year.office.desk.calendar):
                year.clock.walk_to(datetime.combine(day, time(12, 30), tzinfo=LONDON))
                year._mail_comes()
                year._turn()
                year._people_look()
    finally:
        year.closed()
    today = START + timedelta(days=days + 14)
    material, said = material_of(folder / "store", today), set[str]()
    sql = PlainSql(folder / "store" / "linkbot.db")
    try:
        for name in ("2026", "2027", "2026-Q3", "2026-Q4", "2026-11", "2026-12", "2027-02"):
            period = period_of(name, year_begins=4)
            if period.first <= today:
                assert differences(material, sql, period) == [], name
                figures = sql.figures(period.first, min(period.last, today), None)
                said |= {id for id, value in figures.items() if value}
    finally:
        sql.close()
    assert date(2026, 11, 2) == START
    return said


def test_the_reports_of_some_weeks_equal_plain_sql(tmp_path: Path) -> None:
    said = compared(tmp_path, 5, days=46, cases=4)
    assert {"received", "requests", "requests_due"} <= said


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3])
def test_the_reports_of_a_whole_year_equal_plain_sql(seed: int, tmp_path: Path) -> None:
    said = compared(tmp_path, seed, days=364, cases=26)
    assert {"uphold_rate", "compliance_rate", "late_compliance", "final_chasers", "overdue_orders"} <= said
