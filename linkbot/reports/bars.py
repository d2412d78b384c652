"""A chart as a drawing: bars told apart by their pattern and labelled with their numbers, so that no colour is needed.

Black on white: it reads the same on a grey printer and to people who see no colours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reportlab.graphics.shapes import Drawing, Group, Line, Rect, Shape, String
from reportlab.lib.colors import Color, black, white

from linkbot.engine.wording.figure_words import figure_words
from linkbot.model.report import Chart

_GREY = Color(0.72, 0.72, 0.72)
_FONT, _SIZE = "Helvetica", 8
_HEIGHT, _LEGEND, _FOOT = 92.0, 16.0, 26.0
_ROW, _LABELS = 16.0, 150.0
_HATCH = 4.0


@dataclass(frozen=True)
class Box:
    left: float
    bottom: float
    width: float
    height: float


def drawn(chart: Chart, width: float) -> Drawing:
    """Upright bars in groups; with one series whose labels are long, bars that lie."""
    if not chart.labels:
        return _words_alone("Nothing to show in this period.", width)
    return _lying(chart, width) if len(chart.series) == 1 else _upright(chart, width)


def _upright(chart: Chart, width: float) -> Drawing:
    drawing = Drawing(width, _FOOT + _HEIGHT + _LEGEND + 12)
    most = max((max(series.values) for series in chart.series), default=Decimal(0)) or Decimal(1)
    step = width / len(chart.labels)
    bar = min(step * 0.8 / len(chart.series), 26.0)
    for at, label in enumerate(chart.labels):
        middle = step * (at + 0.5)
        left = middle - bar * len(chart.series) / 2
        for number, series in enumerate(chart.series):
            value = series.values[at]
            box = Box(left + number * bar, _FOOT, bar - 2, float(value / most) * _HEIGHT)
            drawing.add(_bar(box, number))
            words = figure_words(value, chart.unit)
            drawing.add(_text(words, box.left + box.width / 2, _FOOT + box.height + 3, anchor="middle"))
        drawing.add(_text(label, middle, _FOOT - 11, anchor="middle"))
    drawing.add(Line(0, _FOOT, width, _FOOT, strokeColor=black, strokeWidth=0.7))
    top = _FOOT + _HEIGHT + _LEGEND
    left = 0.0
    for number, series in enumerate(chart.series):
        drawing.add(_bar(Box(left, top, 18, 8), number))
        drawing.add(_text(series.name, left + 23, top + 1))
        left += 40 + 4.2 * len(series.name)
    return drawing


def _lying(chart: Chart, width: float) -> Drawing:
    values = chart.series[0].values
    most = max(values, default=Decimal(0)) or Decimal(1)
    drawing = Drawing(width, _ROW * len(values) + 4)
    for at, (label, value) in enumerate(zip(chart.labels, values, strict=True)):
        bottom = _ROW * (len(values) - 1 - at) + 3
        box = Box(_LABELS, bottom, float(value / most) * (width - _LABELS - 50), _ROW - 5)
        drawing.add(_text(label, _LABELS - 6, bottom + 3, anchor="end"))
        drawing.add(_bar(box, 0))
        drawing.add(_text(figure_words(value, chart.unit), box.left + box.width + 4, bottom + 3))
    return drawing


def _bar(box: Box, pattern: int) -> Group:
    """Grey, white with slanted lines, white, white with level lines: in this order."""
    group = Group()
    fill = _GREY if pattern % 4 == 0 else white
    group.add(Rect(box.left, box.bottom, box.width, box.height, fillColor=fill, strokeColor=black, strokeWidth=0.7))
    lines = {1: _slanted, 3: _level}.get(pattern % 4)
    for line in lines(box) if lines else ():
        group.add(line)
    return group


def _slanted(box: Box) -> Iterator[Shape]:
    """Lines at 45 degrees, cut where they leave the bar."""
    offset = _HATCH - box.height
    while offset < box.width:
        start, end = max(offset, 0.0), min(offset + box.height, box.width)
        if end > start:
            low, high = box.bottom + start - offset, box.bottom + end - offset
            yield Line(box.left + start, low, box.left + end, high, strokeColor=black, strokeWidth=0.5)
        offset += _HATCH


def _level(box: Box) -> Iterator[Shape]:
    at = box.bottom + _HATCH
    while at < box.bottom + box.height:
        yield Line(box.left, at, box.left + box.width, at, strokeColor=black, strokeWidth=0.5)
        at += _HATCH


def _text(words: str, x: float, y: float, *, anchor: str = "start") -> String:
    return String(x, y, words, fontName=_FONT, fontSize=_SIZE, textAnchor=anchor)


def _words_alone(words: str, width: float) -> Drawing:
    drawing = Drawing(width, 16)
    drawing.add(_text(words, 0, 4))
    return drawing
