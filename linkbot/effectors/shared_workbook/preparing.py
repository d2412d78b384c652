"""Making a sheet ready, once, on a person's word: the hidden columns, and rows that are there already known again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

from lxml import etree

from linkbot.effectors.shared_workbook.heading import TabPlan
from linkbot.effectors.shared_workbook.markup import MAIN
from linkbot.effectors.shared_workbook.odd import Odd
from linkbot.effectors.shared_workbook.package import Package
from linkbot.effectors.shared_workbook.places import corners, span
from linkbot.effectors.shared_workbook.tab import CHECK, SharedTab
from linkbot.ports import SheetRow

_BEFORE_COLUMNS = ("sheetPr", "dimension", "sheetViews", "sheetFormatPr")


@dataclass(frozen=True)
class Prepared:
    """`added`: titles of new columns. `known`: rows of people's that are ones of linkbot's; `twice`: their keys where
    several rows would do, which are left alone.
    """

    sheet: str
    added: tuple[str, ...]
    known: int
    twice: tuple[str, ...]


def prepare(package: Package, plan: TabPlan, name: str, rows: Sequence[SheetRow]) -> tuple[dict[str, bytes], Prepared]:
    """The parts as they should be. Raises Odd."""
    tab = SharedTab(package, plan, name)
    titles = tuple(title for title in (plan.id_title, CHECK) if tab.unready and repr(title) in tab.unready)
    if titles:
        _add_columns(tab, titles)
        package = package.replaced(tab.parts())
        tab = SharedTab(package, plan, name)
    known, twice = _adopt(tab, rows)
    return tab.parts(), Prepared(plan.sheet, titles, known, twice)


def _add_columns(tab: SharedTab, titles: tuple[str, ...]) -> None:
    first = tab.list_columns[-1] + 1
    columns = range(first, first + len(titles))
    rows = tab.listing.rows if tab.listing else range(tab.header, max(tab.grid.filled_rows(columns), default=0) + 1)
    if any(not tab.grid.is_empty(row, columns) for row in rows):
        raise Odd(
            f"Right of the list on the sheet {tab.plan.sheet!r} linkbot needs {len(titles)} empty columns, and "
            "something stands there: move it away."
        )
    for column, title in zip(columns, titles, strict=True):
        tab.grid.put(tab.header, column, f"s{title}")
    if tab.listing is not None:
        tab.listing.add_columns(titles)
    _hide(tab.grid.root, columns)
    buttons = tab.grid.root.find(f"{MAIN}autoFilter")
    if buttons is not None:
        first_row, first_column, last_row, last_column = corners(str(buttons.get("ref")))
        if first_row == tab.header and last_column == first - 1:  # what is sorted takes the ids along
            buttons.set("ref", span(first_row, first_column, last_row, columns[-1]))


def _hide(root: etree._Element, columns: range) -> None:
    """One entry for ours; those of people's that reach over it are cut there."""
    holder = root.find(f"{MAIN}cols")
    if holder is None:
        holder = etree.Element(f"{MAIN}cols")
        before = [child for child in root if etree.QName(child).localname in _BEFORE_COLUMNS]
        root.insert(root.index(before[-1]) + 1 if before else 0, holder)
    first, last = columns[0], columns[-1]
    for one in list(holder):
        start, end = int(str(one.get("min"))), int(str(one.get("max")))
        if end < first or start > last:
            continue
        for low, high in ((start, first - 1), (last + 1, end)):
            if low <= high:
                piece = copy(one)
                piece.set("min", str(low))
                piece.set("max", str(high))
                one.addprevious(piece)
        holder.remove(one)
    ours = etree.Element(f"{MAIN}col", min=str(first), max=str(last), width="9.140625", hidden="1", customWidth="1")
    after = next((one for one in holder if int(str(one.get("min"))) > last), None)
    if after is None:
        holder.append(ours)
    else:
        after.addprevious(ours)


def _adopt(tab: SharedTab, rows: Sequence[SheetRow]) -> tuple[int, tuple[str, ...]]:
    """Rows without an id whose text in the agreed column is, digit for digit, that of exactly one row of ours."""
    theirs = tab.column_of(tab.plan.match_on) if tab.plan.match_on else None
    if theirs is None:
        return 0, ()
    wanted: dict[str, set[str]] = {}
    for row in rows:
        if row.sheet == tab.plan.tab and row.key not in tab.keys:
            said = _digits(str(dict(row.cells).get(str(tab.plan.match_on)) or ""))
            if said:
                wanted.setdefault(said, set()).add(row.key)
    found: dict[str, list[int]] = {}
    taken = set(tab.numbers)
    for number in tab.grid.filled_rows(range(theirs, theirs + 1)):
        if number > tab.header and number not in taken:
            found.setdefault(_digits(tab.grid.held(number, theirs).form[1:]), []).append(number)
    known, twice = 0, []
    for said, keys in wanted.items():
        numbers = found.get(said, [])
        if len(numbers) == 1 and len(keys) == 1:
            tab.adopt(next(iter(keys)), numbers[0])
            known += 1
        elif numbers:
            twice += sorted(keys)
    return known, tuple(twice)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
