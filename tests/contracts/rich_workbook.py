"""A tracker as teams keep them: a table, formulas, lists of choices, sparklines, notes, a pivot, a picture, macros.

openpyxl writes what it knows; what it would lose is put into the archive by hand. All people are invented.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo

HEADER, FIRST, LAST = 3, 4, 6
TITLES = ("Whose desk", "Ref.", "Where it is", "Due", "Days left", "No. of chasers", "Our notes", "Trend")
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"
_EXT = f"""<extLst><ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" xmlns:x14="{_X14}"><x14:dataValidations count="1"
 xmlns:xm="{_XM}"><x14:dataValidation type="list" allowBlank="1">
<x14:formula1><xm:f>Lists!$A$1:$A$3</xm:f></x14:formula1>
<xm:sqref>A4:A6</xm:sqref></x14:dataValidation></x14:dataValidations></ext>
<ext uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}" xmlns:x14="{_X14}"><x14:sparklineGroups xmlns:xm="{_XM}">
<x14:sparklineGroup displayEmptyCellsAs="gap"><x14:colorSeries rgb="FF376092"/><x14:sparklines><x14:sparkline>
<xm:f>Register!D4:F4</xm:f><xm:sqref>H4</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup>
</x14:sparklineGroups></ext></extLst>"""
_PERSONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><person displayName="Ines"
 id="{11111111-2222-3333-4444-555555555555}" userId="ines" providerId="None"/></personList>"""
_THREAD = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment
 ref="G4" dT="2026-10-05T10:00:00.00" personId="{11111111-2222-3333-4444-555555555555}"
 id="{AAAAAAAA-2222-3333-4444-555555555555}"><text>Rang on Monday</text></threadedComment></ThreadedComments>"""
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
BY_HAND = {
    "xl/persons/person.xml": _PERSONS.encode(),
    "xl/threadedComments/threadedComment1.xml": _THREAD.encode(),
    "xl/media/image1.png": PICTURE,
    "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 macros of the team",
    "xl/pivotCache/pivotCacheDefinition1.xml": b"<pivotCacheDefinition xmlns='urn:as-written'/>",
    "docProps/custom.xml": b"<Properties xmlns='urn:as-written'/>",
}


def rich_workbook(path: Path, *, macros: bool = False) -> None:
    """Three cases on `Register`, rows 4-6, in a table; formulas on another sheet count them."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Register"
    page["A1"] = "Ombudsman cases: ask Ines before you sort"
    page["A1"].font = Font(bold=True, size=16)
    for column, title in enumerate(TITLES, 1):
        page.cell(HEADER, column, title).fill = PatternFill("solid", fgColor="D9E1F2")
    for row, (ref, stage) in enumerate((("23 001 111", "New"), ("23 002 222", "Draft"), ("202312345", "New")), FIRST):
        for column, value in enumerate(("Ines", ref, stage, date(2026, 12, row), None, 0, f"note {row}"), 1):
            page.cell(row, column, value)
        page.cell(row, 4).number_format = "dd/mm/yyyy"
        page.cell(row, 5, f"=D{row}-$B$1+SUM(F{row}:F{row})")
    page["B1"] = date(2026, 11, 2)
    page["G4"].comment = Comment("Rang on Monday", "Ines")
    table = Table(displayName="Register_1", ref=f"A{HEADER}:H{LAST}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium2", showRowStripes=True)
    page.add_table(table)
    choices = DataValidation(type="list", formula1='"New,Draft,Closed"')
    choices.add(f"C{FIRST}:C{LAST}")
    page.add_data_validation(choices)
    page.conditional_formatting.add(
        f"F{FIRST}:F{LAST}",
        CellIsRule(operator="greaterThan", formula=["1"], fill=PatternFill("solid", bgColor="FFC7CE")),
    )
    page.freeze_panes = "C4"
    lists = book.create_sheet("Lists")
    for name in ("Ines", "Owen", "Dev"):
        lists.append([name])
    figures = book.create_sheet("Figures")
    figures["A1"] = '=COUNTIF(Register_1[Where it is],"New")'
    plain = io.BytesIO()
    book.save(plain)
    _put_by_hand(plain, path, macros=macros)


def _put_by_hand(plain: io.BytesIO, path: Path, *, macros: bool) -> None:
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            octets = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                octets = octets.replace(b"</worksheet>", _EXT.encode() + b"</worksheet>")
            if entry.filename == "xl/workbook.xml":
                octets = octets.replace(b' fullCalcOnLoad="1"', b"")
            if entry.filename == "[Content_Types].xml":
                octets = octets.replace(b"</Types>", _types(macros) + b"</Types>")
                if macros:
                    octets = octets.replace(
                        b"openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                        b"ms-excel.sheet.macroEnabled.main+xml",
                    )
            if entry.filename == "xl/worksheets/_rels/sheet1.xml.rels":
                octets = octets.replace(
                    b"</Relationships>",
                    b'<Relationship Id="rId99" Target="../threadedComments/threadedComment1.xml" '
                    b'Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"/></Relationships>',
                )
            new.writestr(entry, octets)
        for name, octets in BY_HAND.items():
            if macros or not name.endswith(".bin"):
                new.writestr(name, octets)


def _types(macros: bool) -> bytes:
    png = b'<Default Extension="png" ContentType="image/png"/>'
    return png + (b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>' if macros else b"")
