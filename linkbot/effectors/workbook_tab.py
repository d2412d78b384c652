"""One tab of the workbook: finds columns by title and rows by the hidden id, and changes only cells of its own.

Columns and rows that people added stay as they are, whatever they sort, filter or move.
"""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from linkbot.effectors.workbook_cells import put
from linkbot.engine.wording.sheet_rows import Column
from linkbot.ports import SheetRow

ID = "linkbot id"
REVISION = "linkbot revision"

_HEADER_FONT = Font(bold=True, color="FFFFFF")
_HEADER_FILL = PatternFill("solid", fgColor="1F3864")
_HEADER_ALIGNMENT = Alignment(wrap_text=True, vertical="center")
_CELL_ALIGNMENT = Alignment(wrap_text=True, vertical="top")


class WorkbookTab:
    """Wraps a worksheet whose header row is linkbot's. `is_ours` must be asked first."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._columns = titles_of(sheet)
        self._rows: dict[str, int] = {}
        self._last = 1
        self._revision_column = self._columns.get(REVISION, 0)
        id_column = self._columns.get(ID, 0)
        for number, cells in enumerate(sheet.iter_rows(min_row=2, values_only=True), start=2):
            if any(cell is not None for cell in cells):
                self._last = number
            key = cells[id_column - 1] if id_column else None
            if isinstance(key, str):
                self._rows.setdefault(key, number)

    @classmethod
    def create(cls, sheet: Worksheet, columns: Sequence[Column]) -> WorkbookTab:
        """A new tab: hidden id and revision, then the columns; header styled and frozen."""
        for position, title in enumerate((ID, REVISION), start=1):
            sheet.cell(1, position, title)
            sheet.column_dimensions[get_column_letter(position)].hidden = True
        sheet.freeze_panes = "E2"
        sheet.row_dimensions[1].height = 32
        sheet.page_setup.orientation = "landscape"  # printed, all columns fit on one page's width
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToHeight = 0
        sheet.print_title_rows = "1:1"
        tab = cls(sheet)
        tab.arrange(columns)
        return tab

    @property
    def is_ours(self) -> bool:
        return ID in self._columns and REVISION in self._columns

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(self._rows)

    def revision(self, key: str) -> int | None:
        row = self._rows.get(key)
        value = self._sheet.cell(row, self._revision_column).value if row else None
        return value if isinstance(value, int) else None

    def arrange(self, columns: Sequence[Column]) -> None:
        """Add the columns that are missing; empty and hide those that may not be shown."""
        for column in columns:
            position = self._columns.get(column.title)
            if not column.shown:
                if position:
                    self._withhold(position)
                continue
            if position is None:
                position = max(self._sheet.max_column, *self._columns.values()) + 1
                self._sheet.cell(1, position, column.title)
                self._columns[column.title] = position
                self._sheet.column_dimensions[get_column_letter(position)].width = column.width
            self._sheet.column_dimensions[get_column_letter(position)].hidden = False
            header = _plain_cell(self._sheet, 1, position)
            header.font, header.fill, header.alignment = _HEADER_FONT, _HEADER_FILL, _HEADER_ALIGNMENT

    def write(self, row: SheetRow, *, whatever_revision: bool = False) -> None:
        """Insert or replace; a row that carries a newer revision already stays, for an older deed came late."""
        there = self.revision(row.key)
        if there is not None and there > row.revision and not whatever_revision:
            return
        number = self._rows.get(row.key)
        if number is None:
            self._last += 1
            number = self._rows[row.key] = self._last
            self._sheet.cell(number, self._columns[ID], row.key)
        self._sheet.cell(number, self._columns[REVISION], row.revision)
        for title, value in row.cells:
            position = self._columns.get(title)
            if position is not None:
                cell = _plain_cell(self._sheet, number, position)
                put(cell, value)
                cell.alignment = _CELL_ALIGNMENT

    def remove(self, keys: frozenset[str]) -> None:
        for number in sorted((self._rows[key] for key in keys), reverse=True):
            self._sheet.delete_rows(number)

    def finish(self) -> None:
        """Let the filter buttons reach over all rows, the last added ones too."""
        self._sheet.auto_filter.ref = f"A1:{get_column_letter(self._sheet.max_column)}{max(self._sheet.max_row, 2)}"

    def _withhold(self, position: int) -> None:
        for number in range(2, self._sheet.max_row + 1):
            _plain_cell(self._sheet, number, position).value = None
        self._sheet.column_dimensions[get_column_letter(position)].hidden = True


def titles_of(sheet: Worksheet) -> dict[str, int]:
    """Column numbers by title, the leftmost when a title stands twice."""
    titles: dict[str, int] = {}
    for row in sheet.iter_rows(min_row=1, max_row=1, values_only=True):
        for position, title in enumerate(row, start=1):
            if isinstance(title, str):
                titles.setdefault(title.strip(), position)
    return titles


def _plain_cell(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell, freed first when people have merged it with its neighbours: a merged one takes no value."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        for merged in list(sheet.merged_cells.ranges):
            if cell.coordinate in merged:
                sheet.unmerge_cells(str(merged))
        cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    return cell
