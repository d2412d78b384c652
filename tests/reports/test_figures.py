"""Each figure of each report equals the same figure counted in SQL, to the last digit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from linkbot.model.period import Period, period_of, year_earlier
from linkbot.model.report import ReportName
from linkbot.reports.material import Material, gather
from linkbot.reports.names import REPORTS
from linkbot.reports.parts import MEASURES
from linkbot.store import open_store
from tests.casework.builders import a_desk, rules

from .made_up_register import fill
from .plain_sql import PlainSql

LONDON = ZoneInfo("Europe/London")
PERIODS = ("2025", "2026", "2025-Q1", "2025-Q4", "2026-Q2", "2026-03", "2026-10", "2026-02-10..2026-02-10")


def material_of(store_folder: Path, today: date) -> Material:
    store = open_store(store_folder)
    try:
        with store.begin() as tx:
            return gather(tx, desk=a_desk(), rules=rules().code_rules, today=today, zone=LONDON)
    finally:
        store.close()


def differences(material: Material, sql: PlainSql, period: Period) -> list[str]:
    """Wherever the two ways part, in any column of any report."""
    first_day = material.begins_on or material.today
    found, before, as_of = [], year_earlier(period), min(period.last, material.today)
    columns = [
        sql.figures(period.first, as_of, None),
        *(sql.figures(period.first, as_of, one.id) for one in material.ombudsmen),
        sql.figures(before.first, min(before.last, material.today), None),
    ]
    for name, make in REPORTS.items():
        report = make(material, period)
        assert report.as_of == as_of
        for table in report.tables:
            for row in table.rows:
                zero = Decimal(0) if row.id.startswith("finding_") else None
                known = [period.last >= first_day] * (len(columns) - 1) + [before.last >= first_day]
                wanted = tuple(c.get(row.id, zero) if k else None for c, k in zip(columns, known, strict=True))
                if row.values != wanted:
                    found.append(f"{name} {row.id}: {row.values} but {wanted}")
    return found


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_every_figure_of_a_made_up_register_equals_plain_sql(seed: int, tmp_path: Path) -> None:
    store = open_store(tmp_path)
    fill(store, seed)
    store.close()
    material = material_of(tmp_path, date(2026, 11, 22))
    sql = PlainSql(tmp_path / "linkbot.db")
    try:
        for name in PERIODS:
            assert differences(material, sql, period_of(name, year_begins=4)) == [], name
        year = REPORTS[ReportName.ANNUAL](material, period_of("2025", year_begins=4))
    finally:
        sql.close()
    said = {row.id for table in year.tables for row in table.rows if any(row.values)}
    assert said == set(MEASURES), "a figure that is nought everywhere has not been tried"
