"""Reads the council's file of figures the Ombudsmen have published of it, telling every fault at once."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from pathlib import Path

from linkbot.model.period import Period, period_of
from linkbot.model.published import Published
from linkbot.toml_document import Fault, Table, nearest, read_toml


def load_published(
    path: Path, faults: list[Fault], *, year_begins: int, ombudsmen: Collection[str], figures: Collection[str]
) -> tuple[Published, ...]:
    """In the order of the file. `figures` are the ids a figure may have."""
    root = read_toml(path, faults)
    found = tuple(_one(table, year_begins, ombudsmen, figures) for table in root.tables("published"))
    root.finish()
    return tuple(one for one in found if one is not None)


def _one(table: Table, year_begins: int, ombudsmen: Collection[str], figures: Collection[str]) -> Published | None:
    source = table.text("source", required=True)
    ombudsman = table.text("ombudsman", required=True)
    if ombudsman and ombudsman not in ombudsmen:
        table.fault(f"ombudsman is {ombudsman!r}; it may be {', '.join(sorted(ombudsmen))}", "ombudsman")
    period = _period(table, year_begins)
    given = table.table("figures", required=True)
    values = []
    for id in given.names():
        value = given.number(id)
        if id not in figures:
            given.fault(f"{id} is no figure of the reports{nearest(id, sorted(figures))}", id)
        values.append((id, Decimal(str(value))))
    table.finish()
    return Published(source, ombudsman, period.first, period.last, tuple(values)) if period else None


def _period(table: Table, year_begins: int) -> Period | None:
    words = table.text("period", required=True)
    try:
        return period_of(words, year_begins=year_begins) if words else None
    except ValueError as error:
        table.fault(str(error), "period")
        return None
