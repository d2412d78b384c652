"""linkbot's columns on one of the people's sheets: rows by the hidden id, columns by the titles agreed on.

The hidden check of a row says what linkbot last put into each of its cells, so that a cell a person changed is known
from one that is merely old. Such a cell is left alone and told of.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from linkbot.effectors.shared_workbook.grid import Grid
from linkbot.effectors.shared_workbook.heading import TabPlan, heading, plain
from linkbot.effectors.shared_workbook.listing import Listing
from linkbot.effectors.shared_workbook.markup import parsed, written
from linkbot.effectors.shared_workbook.odd import Odd
from linkbot.effectors.shared_workbook.package import Package
from linkbot.effectors.shared_workbook.places import address
from linkbot.effectors.shared_workbook.values import EMPTY, Held, form_of, mark_of
from linkbot.ports import CellChange, SheetRow

CHECK = "Linkbot check"


class SharedTab:
    """Raises Odd. `unready` (no id column yet) must be asked before anything else is done."""

    def __init__(self, package: Package, plan: TabPlan, name: str) -> None:
        self.plan, self._package = plan, package
        part = package.sheets.get(plan.sheet)
        if part is None:
            there = ", ".join(repr(title) for title in package.sheets) or "none"
            raise Odd(f"{name} has no sheet {plan.sheet!r}; it has {there}. Rename it back, or change linkbot.toml.")
        self.part = part
        self._tree = parsed(package.part(part), name)
        self.grid = Grid(self._tree.getroot(), package.strings, plan.sheet)
        self.header, self.titles = heading(self.grid, plan)
        self._columns = {ours: self.titles[plain(theirs)] for ours, theirs in plan.columns}
        self._find_listing(name)
        self.id_column = self.titles.get(plain(plan.id_title))
        self._check_column = self.titles.get(plain(CHECK))
        self._last: int | None = None
        self._last_then = 0
        self._rows: dict[str, int] = {}
        self._doubled: list[tuple[str, int]] = []
        if self.id_column is not None:
            self._find_rows(self.id_column)

    @property
    def unready(self) -> str | None:
        missing = [title for title in (self.plan.id_title, CHECK) if plain(title) not in self.titles]
        if not missing:
            return None
        return (
            f"The sheet {self.plan.sheet!r} has no column {' and '.join(map(repr, missing))}, by which linkbot finds "
            "its rows. `linkbot workbook prepare` adds what is missing, hidden, at the right."
        )

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(self._rows)

    @property
    def numbers(self) -> frozenset[int]:
        """Rows that bear an id."""
        return frozenset((*self._rows.values(), *(number for _, number in self._doubled)))

    def column_of(self, ours: str) -> int | None:
        return self._columns.get(ours)

    @property
    def list_columns(self) -> range:
        """Those of the list: of its table, or all that have a heading."""
        return self.listing.columns if self.listing else range(min(self.titles.values()), max(self.titles.values()) + 1)

    def revision(self, key: str) -> int | None:
        return self._check(key)[0]

    def write(self, row: SheetRow, *, whatever_revision: bool, over: Collection[tuple[str, str]] = ()) -> None:
        """Raises Odd when a new row finds no room."""
        there, marks = self._check(row.key)
        if there is not None and there > row.revision and not whatever_revision:
            return
        number = self._rows.get(row.key) or self._append(row.key)
        for ours, value in row.cells:
            if (column := self._columns.get(ours)) is None:
                continue
            as_day = self.grid.style_of(number, column) in self._package.date_styles
            wanted = form_of(value, as_day=as_day, since_1904=self._package.since_1904)
            found, mark = self.grid.held(number, column), mark_of(row.key, ours, wanted)
            if found != Held(wanted):
                if self._is_theirs(row.key, ours, found, marks) and (found.formula or (row.key, ours) not in over):
                    continue
                self.grid.put(number, column, wanted)
            marks[ours] = mark
        self._keep_check(row.key, row.revision, marks)

    def clear(self, key: str) -> None:
        """Empty what linkbot put there; the row itself and what people wrote into it stay."""
        _, marks = self._check(key)
        number = self._rows.pop(key)
        for ours, column in self._columns.items():
            found = self.grid.held(number, column)
            if not self._is_theirs(key, ours, found, marks):
                self.grid.put(number, column, EMPTY)
        for hidden in (self.id_column, self._check_column):
            if hidden is not None:
                self.grid.put(number, hidden, EMPTY)

    def changes(self) -> tuple[CellChange, ...]:
        """Cells of ours that a person changed, and ids that stand twice because a row was copied."""
        found = [
            CellChange(key, self.plan.id_title, self._place(number, self.id_column or 1), "stands there a second time")
            for key, number in self._doubled
        ]
        for key, number in self._rows.items():
            _, marks = self._check(key)
            for ours, column in self._columns.items():
                cell = self.grid.held(number, column)
                if self._is_theirs(key, ours, cell, marks):
                    what = "holds a formula" if cell.formula else "was changed" if cell.form else "was emptied"
                    found.append(CellChange(key, ours, self._place(number, column), what))
        return tuple(found)

    def adopt(self, key: str, number: int) -> None:
        """A row that is there already becomes this one; its check is empty, so nothing in it is taken for ours."""
        assert self.id_column is not None
        self.grid.put(number, self.id_column, f"s{key}")
        self._rows[key] = number
        self._keep_check(key, 0, {})

    def changed_parts(self) -> dict[str, bytes]:
        """Nothing when nothing was written."""
        return self.parts() if self.grid.touched else {}

    def parts(self) -> dict[str, bytes]:
        """The sheet and its table as they now stand."""
        if self._last is not None and self._last > self._last_then:
            self.grid.reach(header=self.header, last=self._last_then, now=self._last)
            self._last_then = self._last
        self.grid.finish()
        done = {self.part: written(self._tree)}
        if self.listing is not None:
            done[self._listing_part] = written(self._listing_tree)
        return done

    def _find_listing(self, name: str) -> None:
        self.listing: Listing | None = None
        places = (self.header, min(self._columns.values()))
        for part in self._package.tables_of(self.part):
            tree = parsed(self._package.part(part), name)
            one = Listing(tree.getroot(), self.plan.sheet)
            if places[0] in one.rows and places[1] in one.columns:
                self.listing, self._listing_part, self._listing_tree = one, part, tree
                if not one.has_header or one.rows[0] != self.header:
                    raise Odd(
                        f"The table on the sheet {self.plan.sheet!r} has no heading row of its own: switch it on."
                    )
                if any(column not in one.columns for column in self._columns.values()):
                    raise Odd(
                        f"Some of linkbot's columns on {self.plan.sheet!r} lie outside its table: extend the table."
                    )

    def _find_rows(self, id_column: int) -> None:
        assert self.listing is None or id_column in self.listing.columns or self._outside()
        for number in self.grid.filled_rows(range(id_column, id_column + 1)):
            form = self.grid.held(number, id_column).form
            if number > self.header and form.startswith("s"):
                if form[1:] in self._rows:
                    self._doubled.append((form[1:], number))
                self._rows.setdefault(form[1:], number)

    def _outside(self) -> bool:
        raise Odd(
            f"On the sheet {self.plan.sheet!r} the column {self.plan.id_title!r} lies outside the table, so that "
            "sorting would part it from its rows: extend the table over it."
        )

    def _append(self, key: str) -> int:
        columns, listing, last = self.list_columns, self.listing, self._last_row()
        number = last + 1
        if listing is not None and number > listing.rows[-1] - listing.has_totals:
            listing.grow(last_row=number)
            if not self.grid.is_empty(number, columns):
                raise Odd(
                    f"Something stands right below the table on {self.plan.sheet!r} (row {number}): move it away."
                )
        self.grid.add_row(number, like=last if last > self.header else None)
        self._last = number
        assert self.id_column is not None
        self.grid.put(number, self.id_column, f"s{key}")
        self._rows[key] = number
        return number

    def _last_row(self) -> int:
        """The last in which something stands; the heading when there is none."""
        if self._last is None:
            within = range(self.header + 1, self.listing.rows[-1] + 1 if self.listing else 1_048_577)
            filled = (row for row in self.grid.filled_rows(self.list_columns) if row in within)
            self._last = self._last_then = max(filled, default=self.header)
        return self._last

    def _is_theirs(self, key: str, ours: str, found: Held, marks: dict[str, str]) -> bool:
        """An empty cell that linkbot never filled is nobody's yet."""
        if found.formula:
            return True
        if ours not in marks:
            return bool(found.form)
        return mark_of(key, ours, found.form) != marks[ours]

    def _check(self, key: str) -> tuple[int | None, dict[str, str]]:
        number = self._rows.get(key)
        if number is None or self._check_column is None:
            return None, {}
        first, *rest = self.grid.held(number, self._check_column).form[1:].split("\n")
        if not first.isdigit():
            return None, {}
        return int(first), dict(line.rpartition("=")[::2] for line in rest if "=" in line)

    def _keep_check(self, key: str, revision: int, marks: dict[str, str]) -> None:
        assert self._check_column is not None
        lines = (str(revision), *(f"{ours}={mark}" for ours, mark in sorted(marks.items())))
        self.grid.put(self._rows[key], self._check_column, "s" + "\n".join(lines))

    def _place(self, row: int, column: int) -> str:
        return f"{self.plan.sheet}!{address(row, column)}"


def arranged(plans: Sequence[TabPlan], package: Package, name: str) -> dict[str, SharedTab]:
    """By the name of linkbot's own tab. Raises Odd, also when one is not ready yet."""
    tabs = {plan.tab: SharedTab(package, plan, name) for plan in plans}
    for tab in tabs.values():
        if tab.unready:
            raise Odd(tab.unready)
    return tabs
