"""The files people get: numbers as numbers, the same octets each time, nothing a spreadsheet would run."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from freezegun import freeze_time
from openpyxl import load_workbook
from pypdf import PdfReader

from linkbot.model.period import period_of
from linkbot.model.report import (
    Breakdown,
    BreakdownRow,
    Chart,
    FigureRow,
    FigureTable,
    ListTable,
    Report,
    ReportName,
    Series,
    Unit,
)
from linkbot.reports.bars import drawn
from linkbot.reports.files import files_of
from linkbot.reports.kept import read, written

RATE = FigureRow("uphold_rate", "Uphold rate", Unit.PERCENT, "upheld of decided", (Decimal("71.4"), None))
MONEY = FigureRow("ordered_total", "Money ordered", Unit.POUNDS, "sums", (Decimal("48695.05"), Decimal(0)))
REPORT = Report(
    name=ReportName.QUARTERLY,
    title="Ombudsman KPIs: the quarter",
    organisation="Anytown Council",
    period=period_of("2026-Q3", year_begins=4),
    as_of=date(2026, 12, 31),
    tables=(FigureTable("Decisions", ("All", "A year earlier"), (RATE, MONEY)),),
    breakdowns=(
        Breakdown(
            "By service", "Service", ("Received", "Ordered to pay"), (Unit.COUNT, Unit.POUNDS),
            (BreakdownRow("Housing <repairs> & more", (Decimal(3), None)),),
        ),
    ),
    lists=(ListTable("Overdue", ("Reference", "Order"), (("HO 202612345", "=HYPERLINK(1)"),), "None."),),
    charts=(Chart("Cases", ("Oct 2026", "Nov 2026"), (Series("Received", (Decimal(1), Decimal(0))),) * 4),),
)  # fmt: skip


def test_what_is_kept_comes_back_as_it_was() -> None:
    assert read(written(REPORT)) == REPORT


def test_the_same_report_gives_the_same_octets() -> None:
    first = files_of(REPORT)
    with freeze_time("2031-05-06 07:08:09"):
        second = files_of(read(written(REPORT)))
    assert [file.name for file in first] == [
        "Anytown Council Ombudsman quarterly 2026-Q3.xlsx",
        "Anytown Council Ombudsman quarterly 2026-Q3.pdf",
    ]
    assert first == second


def test_the_workbook_holds_numbers_and_how_they_are_counted() -> None:
    book = load_workbook(io.BytesIO(files_of(REPORT)[0].octets))
    rows = {row[0]: row for row in book["Figures"].iter_rows(values_only=True) if row[0]}
    assert rows["Uphold rate"][:4] == ("Uphold rate", 71.4, "-", "upheld of decided")
    assert rows["Money ordered"][1:3] == (48695.05, 0)
    assert book["By group"]["B3"].value == 3


def test_no_text_of_ours_is_a_formula() -> None:
    book = load_workbook(io.BytesIO(files_of(REPORT)[0].octets))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]


def test_the_pdf_says_what_the_report_says() -> None:
    reader = PdfReader(io.BytesIO(files_of(REPORT)[1].octets))
    words = " ".join(page.extract_text() for page in reader.pages)
    for wanted in ("Q3 2026/27, 1 October 2026 to 31 December 2026", "71.4%", "£48,695.05", "Housing <repairs> & more"):
        assert wanted in words
    assert reader.metadata is not None and reader.metadata.title == "Ombudsman KPIs: the quarter, Q3 2026/27"


@pytest.mark.parametrize("series", [1, 2, 4])
@pytest.mark.parametrize("labels", [0, 1, 12])
def test_a_chart_of_any_size_can_be_drawn(series: int, labels: int) -> None:
    bars = tuple(Series(f"Series {n}", tuple(Decimal(n * at) for at in range(labels))) for n in range(series))
    drawing = drawn(Chart("Any", tuple(f"M{n}" for n in range(labels)), bars), 480)
    assert drawing.height > 0 and (labels == 0 or len(drawing.contents) >= labels * series)


def test_a_month_is_no_paper_for_a_meeting() -> None:
    assert [file.media_type for file in files_of(replace(REPORT, name=ReportName.MONTHLY))] == [
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ]
