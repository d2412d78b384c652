"""The table (Excel's own sort, with a name and banded rows) that a list may lie in: it must grow with the list."""

from __future__ import annotations

from lxml import etree

from linkbot.effectors.shared_workbook.markup import MAIN
from linkbot.effectors.shared_workbook.odd import Odd
from linkbot.effectors.shared_workbook.places import corners, span


class Listing:
    """`rows` and `columns` are those of the whole table, its heading among them. Raises Odd."""

    def __init__(self, root: etree._Element, title: str) -> None:
        self._root, self._title = root, title
        try:
            first_row, first_column, last_row, last_column = corners(str(root.get("ref")))
        except ValueError:
            raise Odd(
                f"A table of the sheet {title!r} is damaged: open the workbook in Excel and save it anew."
            ) from None
        self.rows, self.columns = range(first_row, last_row + 1), range(first_column, last_column + 1)
        self.has_header = root.get("headerRowCount", "1") != "0"
        self.has_totals = root.get("totalsRowCount", "0") not in ("0", "")

    def grow(self, *, last_row: int) -> None:
        if self.has_totals:
            raise Odd(
                f"The table on the sheet {self._title!r} ends with a row of totals, below which nothing can be added: "
                "switch the total row off (Table Design), or put the totals above or elsewhere."
            )
        self._reaches(last_row, self.columns[-1])

    def add_columns(self, titles: tuple[str, ...]) -> None:
        """To the right of the others."""
        columns = self._root.find(f"{MAIN}tableColumns")
        assert columns is not None  # a table without columns is none
        highest = max((int(str(one.get("id"))) for one in columns), default=0)
        for number, title in enumerate(titles, highest + 1):
            etree.SubElement(columns, f"{MAIN}tableColumn", id=str(number), name=title)
        columns.set("count", str(len(columns)))
        self._reaches(self.rows[-1], self.columns[-1] + len(titles))

    def _reaches(self, last_row: int, last_column: int) -> None:
        self.rows, self.columns = range(self.rows[0], last_row + 1), range(self.columns[0], last_column + 1)
        whole = span(self.rows[0], self.columns[0], last_row, last_column)
        self._root.set("ref", whole)
        buttons = self._root.find(f"{MAIN}autoFilter")
        if buttons is not None:
            buttons.set("ref", span(self.rows[0], self.columns[0], last_row - self.has_totals, last_column))
