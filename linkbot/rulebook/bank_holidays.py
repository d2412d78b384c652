"""`rules/bank_holidays.toml` → the working calendar. People edit that file: one-off days come at short notice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from linkbot.model.calendar import WorkingCalendar
from linkbot.toml_document import Fault, Table, read_toml


def load_calendar(path: Path, faults: list[Fault]) -> WorkingCalendar:
    """The calendar of the file; faults (a missing year, a day in the wrong year, a weekend) are added to `faults`."""
    root = read_toml(path, faults)
    years = root.table("england", required=True)
    found: dict[int, tuple[date, ...]] = {}
    for name in years.names():
        days = years.days(name)
        if not name.isdigit():
            years.fault(f"england.{name} must be a year such as 2027", name)
            continue
        found[int(name)] = days
        _check(years, name, days)
    for year in range(min(found, default=0), max(found, default=-1) + 1):
        if year not in found:
            years.fault(f"the year {year} is missing: without it its bank holidays would count as working days")
    closures = root.table("council")
    closed = closures.days("closed")
    closures.finish()
    root.finish()
    return WorkingCalendar(
        bank_holidays=frozenset(day for days in found.values() for day in days),
        first_year=min(found, default=0),
        last_year=max(found, default=0),
        closures=frozenset(closed),
    )


def _check(years: Table, name: str, days: tuple[date, ...]) -> None:
    for day in days:
        if day.year != int(name):
            years.fault(f"{day} stands under {name}", name)
        elif day.weekday() > 4:
            years.fault(f"{day} is a weekend: give the substitute weekday", name)
    if len(set(days)) < 8:
        years.fault(f"{name} has {len(days)} days; England has at least eight bank holidays a year", name)
