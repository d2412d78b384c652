"""A report as a PDF to print and to send round: figures with their notes, charts, lists. Its octets know no clock."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, black
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from linkbot.engine.wording.figure_words import figure_words
from linkbot.model.report import Breakdown, FigureTable, ListTable, Report, ReportName, Unit
from linkbot.reports.bars import drawn

PDF = "application/pdf"
_MARGIN = 18 * mm
_PADDING = 6  # of the frame on a page
_WIDTH = A4[0] - 2 * (_MARGIN + _PADDING)
_GREY, _PALE = Color(0.35, 0.35, 0.35), Color(0.6, 0.6, 0.6)
_NARROWEST = 49.0
_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9, leading=12)
_NOTE = ParagraphStyle("note", parent=_BODY, fontSize=7.5, leading=9, textColor=_GREY)
_CELL = ParagraphStyle("cell", parent=_BODY, fontSize=8.5, leading=10.5)
_NUMBER = ParagraphStyle("number", parent=_CELL, alignment=TA_RIGHT)
_HEAD = ParagraphStyle("head", parent=_CELL, fontName="Helvetica-Bold")
_HEAD_RIGHT = ParagraphStyle("head right", parent=_HEAD, alignment=TA_RIGHT)
_TITLE = ParagraphStyle("title", parent=_BODY, fontName="Helvetica-Bold", fontSize=17, leading=21)
_HEADING = ParagraphStyle(
    "heading", parent=_HEAD, fontSize=11.5, leading=14, spaceBefore=10, spaceAfter=4, keepWithNext=1
)
_LINES = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("LEFTPADDING", (1, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ("LINEBELOW", (0, 0), (-1, 0), 0.9, black),
        ("LINEBELOW", (0, 1), (-1, -1), 0.3, _PALE),
    ]
)


def pdf(report: Report) -> bytes:
    made = io.BytesIO()
    document = SimpleDocTemplate(
        made,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=f"{report.title}, {report.period.title}",
        author=report.organisation,
        subject=f"{report.period.first} to {report.period.last}",
        creator="linkbot",
        lang="en-GB",
        invariant=1,
    )

    def foot(canvas: Canvas, page: SimpleDocTemplate) -> None:
        canvas.setFont("Helvetica", 7.5)
        canvas.setFillColor(_GREY)
        canvas.drawString(_MARGIN, 10 * mm, f"{report.organisation}: {report.title}, {report.period.title}")
        canvas.drawRightString(A4[0] - _MARGIN, 10 * mm, f"Page {page.page}")

    document.build(_story(report), onFirstPage=foot, onLaterPages=foot)
    return made.getvalue()


def _story(report: Report) -> list[Flowable]:
    first, last = report.period.first, report.period.last
    days = f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"
    title = report.period.title if report.period.title == days else f"{report.period.title}, {days}"
    story: list[Flowable] = [
        _words(report.title, _TITLE),
        _words(f"{report.organisation}. {title}.", _BODY),
        *(_words(remark, _NOTE) for remark in report.remarks),
    ]
    if report.name is ReportName.MEMBER_UPDATE:  # what it is written for comes first
        story += [*_lists(report), *_tables(report)]
    else:
        story += [*_tables(report), *_lists(report)]
    story += [
        Spacer(1, 8),
        _words("References and services only: the names of complainants are left out on purpose.", _NOTE),
    ]
    return story


def _tables(report: Report) -> list[Flowable]:
    story: list[Flowable] = []
    for table in report.tables:
        story += [_words(table.title, _HEADING), _figures(table)]
    for chart in report.charts:
        story.append(KeepTogether([_words(chart.title, _HEADING), drawn(chart, _WIDTH)]))
    for breakdown in report.breakdowns:
        story += [_words(breakdown.title, _HEADING), *_note(breakdown.note), _breakdown(breakdown)]
    return story


def _lists(report: Report) -> list[Flowable]:
    story: list[Flowable] = []
    for listing in report.lists:
        story += [_words(listing.title, _HEADING), *_note(listing.note), _list(listing)]
    return story


def _figures(table: FigureTable) -> Table:
    """How a figure is counted stands under its name."""
    rows = [[_words("", _HEAD), *(_words(column, _HEAD_RIGHT) for column in table.columns)]]
    for row in table.rows:
        name = Paragraph(f"{escape(row.label)}<br/><font size='7' color='#595959'>{escape(row.note)}</font>", _CELL)
        rows.append([name, *(_words(figure_words(value, row.unit), _NUMBER) for value in row.values)])
    return _table(rows, _widths([row.values for row in table.rows], [[row.unit] * 99 for row in table.rows]))


def _breakdown(table: Breakdown) -> Flowable:
    if not table.rows:
        return _words("Nothing to show.", _BODY)
    rows = [[_words(table.first, _HEAD), *(_words(column, _HEAD_RIGHT) for column in table.columns)]]
    for row in table.rows:
        values = (figure_words(value, unit) for value, unit in zip(row.values, table.units, strict=True))
        rows.append(
            [_words(row.label, _HEAD if row.is_total else _CELL), *(_words(value, _NUMBER) for value in values)]
        )
    return _table(rows, _widths([row.values for row in table.rows], [table.units for _ in table.rows]))


def _widths(values: Sequence[Sequence[Decimal | None]], units: Sequence[Sequence[Unit]]) -> list[float]:
    """Columns as wide as their longest number, which never breaks; the first takes what is left."""
    words = [[figure_words(*pair) for pair in zip(*row, strict=False)] for row in zip(values, units, strict=True)]
    columns = [
        max(_NARROWEST, *(stringWidth(cell, _NUMBER.fontName, _NUMBER.fontSize) + 8 for cell in column))
        for column in zip(*words, strict=True)
    ]
    return [_WIDTH - sum(columns), *columns]


def _list(table: ListTable) -> Flowable:
    if not table.rows:
        return _words(table.empty, _BODY)
    rows = [[_words(column, _HEAD) for column in table.columns]]
    rows += [[_words(cell, _CELL) for cell in row] for row in table.rows]
    longest = [max(len(row[at]) for row in (table.columns, *table.rows)) for at in range(len(table.columns))]
    shares = [min(max(length, 8), 34) for length in longest]
    return _table(rows, [_WIDTH * share / sum(shares) for share in shares])


def _table(rows: list[list[Paragraph]], widths: list[float]) -> Table:
    return Table(rows, colWidths=widths, repeatRows=1, style=_LINES)


def _note(words: str) -> list[Flowable]:
    return [_words(words, _NOTE)] if words else []


def _words(words: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(words), style)
