"""The cells of one sheet: found, filled and added without touching those beside them.

A new row takes the look and the formulas of the row above it; what people typed there is not repeated.
"""

from __future__ import annotations

from lxml import etree
from openpyxl.formula.translate import Translator

from linkbot.effectors.shared_workbook.markup import MAIN
from linkbot.effectors.shared_workbook.odd import Odd
from linkbot.effectors.shared_workbook.places import address, corners, grown, place_of, span
from linkbot.effectors.shared_workbook.values import Held, fill, held

_ROW, _CELL, _FORMULA = f"{MAIN}row", f"{MAIN}c", f"{MAIN}f"
_OF_ITS_OWN = ("r", "spans", "hidden", "collapsed", "outlineLevel", "thickTop", "thickBot")
_XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
_X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_RULES = (f"{_X14}dataValidation", f"{_X14}conditionalFormatting")
_PLACELESS = "has rows or cells without an address: open it in Excel and save it anew."


class Grid:
    """Raises Odd for a sheet that was not written by a spreadsheet program."""

    def __init__(self, root: etree._Element, strings: tuple[str, ...], title: str) -> None:
        self.root, self._strings, self._title = root, strings, title
        data = root.find(f"{MAIN}sheetData")
        if data is None:
            raise Odd(f"The sheet {title!r} has no cells.")
        self._data, self.touched = data, False
        self._rows: dict[int, etree._Element] = {}
        self._cells: dict[tuple[int, int], etree._Element] = {}
        try:
            for row in data.iterfind(_ROW):
                self._rows[int(str(row.get("r")))] = row
                for cell in row.iterfind(_CELL):
                    self._cells[place_of(str(cell.get("r")))] = cell
        except ValueError:
            raise Odd(f"The sheet {title!r} {_PLACELESS}") from None

    def held(self, row: int, column: int) -> Held:
        return held(self._cells.get((row, column)), self._strings)

    def texts_of(self, row: int) -> dict[int, str]:
        """Text by column."""
        found = {}
        if row in self._rows:
            for cell in self._rows[row].iterfind(_CELL):
                column = place_of(str(cell.get("r")))[1]
                form = self.held(row, column).form
                if form.startswith("s"):
                    found[column] = form[1:]
        return found

    def style_of(self, row: int, column: int) -> int:
        """Of the cell, of its row, of its column."""
        cell, line = self._cells.get((row, column)), self._rows.get(row)
        if cell is not None:
            return int(cell.get("s", "0"))
        if line is not None and line.get("customFormat") in ("1", "true"):
            return int(line.get("s", "0"))
        for one in self.root.iterfind(f"{MAIN}cols/{MAIN}col"):
            if int(str(one.get("min"))) <= column <= int(str(one.get("max"))):
                return int(one.get("style", "0"))
        return 0

    def filled_rows(self, columns: range) -> list[int]:
        """Rows in which somebody has put something: what a prepared formula shows in an empty row does not count."""
        filled = {row for row, column in self._cells if column in columns and self.held(row, column).form}
        return sorted(filled)

    def is_empty(self, row: int, columns: range) -> bool:
        """No value and no formula."""
        return all(self.held(row, column) == Held() for column in columns)

    def put(self, row: int, column: int, form: str) -> None:
        cell = self._cells.get((row, column))
        if self.held(row, column) == Held(form):
            return
        if cell is None:
            cell = self._new_cell(row, column, self.style_of(row, column))
        self.touched = True
        fill(cell, form)

    def add_row(self, number: int, *, like: int | None) -> None:
        """The row may be there already, empty and with a look of its own: then that look stays."""
        line = self._rows.get(number)
        model = self._rows.get(like) if like is not None else None
        if line is None:
            line = etree.Element(_ROW, r=str(number))
            if model is not None:
                for name, value in model.attrib.items():
                    if name not in _OF_ITS_OWN:
                        line.set(name, value)
            lower = min((at for at in self._rows if at > number), default=None)
            if lower is None:
                self._data.append(line)
            else:
                self._rows[lower].addprevious(line)
            self._rows[number] = line
        if model is None or like is None:
            return
        for above in list(model.iterfind(_CELL)):
            column = place_of(str(above.get("r")))[1]
            if (number, column) in self._cells:
                continue
            cell = self._new_cell(number, column, int(above.get("s", "0")))
            formula = self._formula(above, like, column)
            if formula is not None:
                moved = Translator(f"={formula}", origin=address(like, column)).translate_formula(
                    address(number, column)
                )
                etree.SubElement(cell, _FORMULA).text = moved[1:]

    def reach(self, *, header: int, last: int, now: int) -> None:
        """Filters, rules and lists of choices that ended with the last row reach to the new one."""
        for rule in (
            *self.root.iterfind(f"{MAIN}conditionalFormatting"),
            *self.root.iterfind(f"{MAIN}dataValidations/{MAIN}dataValidation"),
        ):
            rule.set("sqref", grown(rule.get("sqref", ""), header=header, last=last, now=now))
        for rule in self.root.iter(*_RULES):
            for ranges in rule.iterfind(f"{_XM}sqref"):
                ranges.text = grown(ranges.text or "", header=header, last=last, now=now)
        buttons = self.root.find(f"{MAIN}autoFilter")
        if buttons is not None:
            first_row, first_column, last_row, last_column = corners(str(buttons.get("ref")))
            if first_row == header and last_row < now:
                buttons.set("ref", span(first_row, first_column, now, last_column))

    def finish(self) -> None:
        """The sheet says anew how far it reaches."""
        told = self.root.find(f"{MAIN}dimension")
        if told is not None and self._cells:
            rows, columns = [row for row, _ in self._cells], [column for _, column in self._cells]
            told.set("ref", span(min(rows), min(columns), max(rows), max(columns)))

    def _new_cell(self, row: int, column: int, style: int) -> etree._Element:
        if row not in self._rows:
            self.add_row(row, like=None)
        line = self._rows[row]
        line.attrib.pop("spans", "")  # how far the row reaches: only ever a hint, and now perhaps a wrong one
        cell = etree.Element(_CELL, r=address(row, column))
        if style:
            cell.set("s", str(style))
        right = next((one for one in line.iterfind(_CELL) if place_of(str(one.get("r")))[1] > column), None)
        if right is None:
            cells = list(line.iterfind(_CELL))
            if cells:
                cells[-1].addnext(cell)
            else:
                line.insert(0, cell)
        else:
            right.addprevious(cell)
        self._cells[row, column] = cell
        return cell

    def _formula(self, cell: etree._Element, row: int, column: int) -> str | None:
        """As it would be written in that very cell; none of those that fill several cells at once."""
        formula = cell.find(_FORMULA)
        if formula is None or formula.get("t") in ("array", "dataTable"):
            return None
        if formula.get("t") != "shared" or formula.text:
            return str(formula.text) if formula.text else None
        for place, other in self._cells.items():
            first = other.find(_FORMULA)
            if first is not None and first.get("si") == formula.get("si") and first.text:
                moved = Translator(f"={first.text}", origin=address(*place)).translate_formula(address(row, column))
                return str(moved[1:])
        return None
