"""A report as a workbook: numbers as numbers, each with how it is counted, so that people can go on computing.

The same report gives the same octets: nothing in the file comes from a clock.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime, time
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from linkbot.effectors.workbook_cells import put
from linkbot.engine.wording.figure_words import NOTHING
from linkbot.model.report import Breakdown, FigureTable, ListTable, Report, Unit

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMATS = {
    Unit.COUNT: "#,##0",
    Unit.PERCENT: '0.0"%"',
    Unit.POUNDS: "£#,##0.00",
    Unit.DAYS: "#,##0.0",
    Unit.RATIO: "#,##0.0",
}
_FACE, _LINE_HEIGHT, _NOTE_WIDTH, _NOTE_SIGNS = "Calibri", 15, 90, 105
_TITLE, _HEADING = Font(name=_FACE, bold=True, size=14), Font(name=_FACE, bold=True, size=12)
_PLAIN, _BOLD = Font(name=_FACE, size=11), Font(name=_FACE, size=11, bold=True)
_NOTE = Font(name=_FACE, size=10, color="555555")
_HEAD = PatternFill("solid", fgColor="D9D9D9")
_LINE = Border(bottom=Side(style="thin", color="AAAAAA"))
_WRAP = Alignment(wrap_text=True, vertical="top")
_CORE, _MODIFIED = "docProps/core.xml", re.compile(rb"<dcterms:modified.*?</dcterms:modified>")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest a zip entry can say


def xlsx(report: Report) -> bytes:
    """Tabs: figures, by group, one a list."""
    book = Workbook()
    midnight = datetime.combine(report.as_of, time(tzinfo=UTC)).replace(tzinfo=None)  # a workbook knows no zones
    book.properties.created = midnight
    book.properties.creator = "linkbot"
    book.properties.title = report.title
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Figures"
    _figures(Page(sheet), report)
    if report.breakdowns:
        page = Page(book.create_sheet("By group"))
        for table in report.breakdowns:
            _breakdown(page, table)
        page.widths((34, *[14] * max(len(table.columns) for table in report.breakdowns)))
    for number, listing in enumerate(report.lists, 1):
        _list(Page(book.create_sheet(f"List {number}")), listing)
    return _steady(book)


class Page:
    """A worksheet that is written downwards."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet, self.row = sheet, 0
        sheet.page_setup.orientation = "landscape"  # printed, all columns fit on one page's width
        sheet.page_setup.paperSize = 9
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToHeight = 0

    def line(self, *words: str, font: Font | None = None) -> list[Cell]:
        self.row += 1
        cells = [self._cell(column, word) for column, word in enumerate(words, 1)]
        for cell in cells:
            cell.font = font or _PLAIN
        return cells

    def head(self, *titles: str) -> None:
        for cell in self.line(*titles, font=_BOLD):
            cell.fill, cell.border, cell.alignment = _HEAD, _LINE, _WRAP
        self.sheet.row_dimensions[self.row].height = 2 * _LINE_HEIGHT

    def lean(self, columns: range) -> None:
        """The heads of numbers stand over them."""
        for column in columns:
            self.sheet.cell(self.row, column).alignment = Alignment(wrap_text=True, vertical="top", horizontal="right")

    def number(self, column: int, value: Decimal | None, unit: Unit) -> None:
        """What is not known is a dash, never a nought."""
        cell = self._cell(column, "")
        cell.alignment = Alignment(horizontal="right", vertical="top")
        if value is None:
            cell.value = NOTHING
        else:
            whole = unit in (Unit.DAYS, Unit.RATIO) and value == value.to_integral_value()
            cell.value, cell.number_format = float(value), _FORMATS[Unit.COUNT if whole else unit]

    def note(self, column: int, words: str) -> None:
        cell = self._cell(column, words)
        cell.font, cell.alignment = _NOTE, Alignment(wrap_text=True, vertical="top", indent=1)
        self.sheet.row_dimensions[self.row].height = _LINE_HEIGHT * (1 + len(words) // _NOTE_SIGNS)

    def widths(self, widths: Sequence[int]) -> None:
        for column, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(column)].width = width

    def _cell(self, column: int, words: str) -> Cell:
        cell = self.sheet.cell(self.row, column)
        assert isinstance(cell, Cell)
        put(cell, words)
        cell.font = _PLAIN
        cell.alignment = Alignment(vertical="top")
        return cell


def _figures(page: Page, report: Report) -> None:
    page.line(report.title, font=_TITLE)
    page.line(f"{report.organisation}, {report.period.title} ({report.period.first} to {report.period.last})")
    for remark in report.remarks:
        page.line(remark, font=_NOTE)
    columns = max((len(table.columns) for table in report.tables), default=0)
    for table in report.tables:
        _table(page, table, columns)
    page.widths((58, *[14] * columns, _NOTE_WIDTH))
    page.sheet.freeze_panes = "B3"


def _table(page: Page, table: FigureTable, columns: int) -> None:
    """The notes stand in one column of the sheet, whatever the number of columns of each table."""
    page.line()
    page.line(table.title, font=_HEADING)
    page.head("", *table.columns, *[""] * (columns - len(table.columns)), "How it is counted")
    page.lean(range(2, columns + 2))
    for row in table.rows:
        page.line(row.label)
        for column, value in enumerate(row.values, 2):
            page.number(column, value, row.unit)
        page.note(columns + 2, row.note)


def _breakdown(page: Page, table: Breakdown) -> None:
    page.line(table.title, font=_HEADING)
    if table.note:
        page.line(table.note, font=_NOTE)
    page.head(table.first, *table.columns)
    page.lean(range(2, len(table.columns) + 2))
    for row in table.rows:
        page.line(row.label, font=_BOLD if row.is_total else None)
        for column, (value, unit) in enumerate(zip(row.values, table.units, strict=True), 2):
            page.number(column, value, unit)
    page.line()


def _list(page: Page, table: ListTable) -> None:
    page.line(table.title, font=_HEADING)
    if table.note:
        page.line(table.note, font=_NOTE)
    page.head(*table.columns)
    for row in table.rows:
        page.line(*row)
    if not table.rows:
        page.line(table.empty)
    longest = (max(len(row[at]) for row in (table.columns, *table.rows)) for at in range(len(table.columns)))
    page.widths([min(max(length + 2, 12), 60) for length in longest])


def _steady(book: Workbook) -> bytes:
    """openpyxl stamps the members of the archive with the time of day: they are packed once more without it."""
    made, packed = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            octets = _MODIFIED.sub(rb"", source.read(member)) if member.filename == _CORE else source.read(member)
            target.writestr(zipfile.ZipInfo(member.filename, _LONG_AGO), octets, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
