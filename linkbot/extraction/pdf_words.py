"""The words of a PDF page with the boxes they stand in, and its ruled lines, all turned so that the text is upright.

Only PDFium is asked here, with few calls a word; what the boxes mean is `pdf_layout`'s question.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from linkbot.extraction.page_shapes import Rule, Word

MOST_OBJECTS = 5_000  # of a page, looked at for lines and pictures; a letter has some hundred
MOST_RULES = 600
PICTURE_SHARE = 0.4  # of the page: a scan fills it, a letterhead or a signature does not
SAMPLE = 17  # one sign of so many is asked about
_WORD = re.compile("[^\\s\x02\ufffe]+[\x02\ufffe]?")  # with PDFium's sign for a hyphen at a line's end
_LINE = re.compile(r"\S(?:[^\r\n]*\S)?")
_FIGURE_END = re.compile(r"(?:\d|£|\d[.,])$")
_THIN = 3.0  # points: a filled box thinner than this is a line
_TORN = 0.16  # of the height: a gap between two digits that no eye takes for a blank


@dataclass(frozen=True)
class PageWords:
    """`turned`: words that run another way than most, by their way: a margin note, a watermark. `unmapped`: share of
    characters the font gives no meaning for. `picture`: one image covers the page; `unseen`: its words are an
    invisible layer."""

    words: tuple[Word, ...]
    turned: tuple[tuple[Word, ...], ...]
    rules: tuple[Rule, ...]
    unmapped: float
    picture: bool
    unseen: bool


def page_words(page: pypdfium2.PdfPage) -> PageWords:
    """Raises PdfiumError."""
    text_page = page.get_textpage()
    try:
        found, unmapped = _words(text_page)
        way = Counter(way for way, _ in found).most_common(1)[0][0] if found else 0
        rules, picture = _objects(page)
        unseen = picture and _unseen(text_page)
    finally:
        text_page.close()
    return PageWords(
        words=tuple(_turned(word, way) for at, word in found if at == way),
        turned=tuple(
            tuple(_turned(word, at) for at, word in found if at == other)
            for other in sorted({at for at, _ in found} - {way})
        ),
        rules=tuple(_turned_rule(rule, way) for rule in rules) if way else tuple(rules),
        unmapped=unmapped,
        picture=picture,
        unseen=unseen,
    )


def _words(text_page: pypdfium2.PdfTextPage) -> tuple[list[tuple[int, Word]], float]:
    """Each word with the way it runs (0, 90, 180, 270; 45 for any other), in page coordinates, top above bottom."""
    handle, count = text_page.raw, text_page.count_chars()
    text = text_page.get_text_range() if count > 0 else ""
    if len(text) != count:  # signs outside the basic plane, or left out: then one by one
        text = "".join(_sign(raw.FPDFText_GetUnicode(handle, at)) for at in range(count))
    first, last = raw.FS_RECTF(), raw.FS_RECTF()
    first_box, last_box, box_of = ctypes.byref(first), ctypes.byref(last), raw.FPDFText_GetLooseCharBox
    found: list[tuple[int, Word]] = []
    way, before_end = 0, -1
    for number, (start, end, lead) in enumerate(_runs(text, handle)):
        box_of(handle, start, first_box)
        if end - start > 1:
            box_of(handle, end - 1, last_box)
        left, top, right, bottom = first.left, -first.top, first.right, -first.bottom
        if end - start > 1:
            right = last.right
        if way or number % 8 == 0 or (end - start > 1 and last.left <= left):  # most words run as the one before
            way = _way(raw.FPDFText_GetCharAngle(handle, start))
            if way and end - start > 1:
                left, right = min(left, last.left), max(first.right, right)
                top, bottom = min(top, -last.top), max(bottom, -last.bottom)
        if lead:
            box_of(handle, lead - 1, last_box)
        word = Word(text[start:end], left, right, top, bottom, last.right - left if lead and not way else 0.0)
        if start == before_end + 1 and found and _torn(found[-1][1], word, handle, before_end):
            before = found.pop()[1]
            word = Word(before.text + word.text, before.left, word.right, before.top, before.bottom)
        found.append((way, word))
        before_end = end
    bad = sum(1 for at in range(0, count, SAMPLE) if raw.FPDFText_HasUnicodeMapError(handle, at) == 1)
    return found, bad * SAMPLE / count if count > 0 else 0.0


def _runs(text: str, handle: object) -> Iterator[tuple[int, int, int]]:
    """Where each word begins and ends; a line set in one go with real blanks is one, and then where its first ends."""
    for line in _LINE.finditer(text):
        start, end = line.span()
        blanks = [] if "  " in line[0] or "\x02" in line[0] or "\ufffe" in line[0] else _blanks(line[0])
        if (
            len(blanks) > 1
            and raw.FPDFText_CountRects(handle, start, end - start) == 1
            and not any(raw.FPDFText_IsGenerated(handle, start + at) for at in blanks)
        ):
            yield start, end, start + blanks[0]
            continue
        for word in _WORD.finditer(text, start, end):
            yield word.start(), word.end(), 0


def _blanks(line: str) -> list[int]:
    return [at for at, sign in enumerate(line) if sign == " "]


def _sign(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 else " "


def _torn(before: Word, word: Word, handle: object, blank: int) -> bool:
    """A number torn apart by spacing: the blank is PDFium's own guess, and narrower than any blank of the font."""
    if not (word.text[0].isdigit() and _FIGURE_END.search(before.text)):
        return False
    height = word.height
    return (
        abs(before.bottom - word.bottom) < height / 4
        and -height / 4 < word.left - before.right < height * _TORN
        and raw.FPDFText_IsGenerated(handle, blank) == 1
    )


def _way(angle: float) -> int:
    """PDFium counts clockwise."""
    degrees = -math.degrees(angle) % 360 if angle >= 0 else 0.0
    nearest = round(degrees / 90) * 90
    return nearest % 360 if abs(degrees - nearest) < 10 else 45


def _unseen(text_page: pypdfium2.PdfTextPage) -> bool:
    """Most of its signs are drawn invisibly: the text layer a scanner laid under its picture."""
    count = text_page.count_chars()
    sample = [at for at in range(0, count, max(1, count // 20)) if raw.FPDFText_IsGenerated(text_page, at) == 0]
    modes = [
        raw.FPDFTextObj_GetTextRenderMode(thing)
        for at in sample
        if (thing := raw.FPDFText_GetTextObject(text_page, at))
    ]
    return bool(modes) and modes.count(raw.FPDF_TEXTRENDERMODE_INVISIBLE) * 2 > len(modes)


def _objects(page: pypdfium2.PdfPage) -> tuple[list[Rule], bool]:
    """Ruled lines in page coordinates (y upwards negated), and whether one image covers the page as a scan does."""
    width, height = page.get_size()
    rules: list[Rule] = []
    picture = False
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    handle, object_of, type_of = page.raw, raw.FPDFPage_GetObject, raw.FPDFPageObj_GetType
    for number in range(min(raw.FPDFPage_CountObjects(handle), MOST_OBJECTS)):
        thing = object_of(handle, number)
        kind = type_of(thing)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            continue
        if kind == raw.FPDF_PAGEOBJ_FORM:
            picture = picture or _picture_inside(thing, width * height)
        if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
            continue
        if not raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
            continue
        box = Rule(left.value, right.value, -top.value, -bottom.value)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            picture = picture or (box.right - box.left) * (box.bottom - box.top) > PICTURE_SHARE * width * height
        elif len(rules) < MOST_RULES:
            rules += _edges(thing, box)
    return rules, picture


def _picture_inside(form: object, area: float) -> bool:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(form, left, bottom, right, top):
        return False
    if (right.value - left.value) * (top.value - bottom.value) <= PICTURE_SHARE * area:
        return False
    inner = (raw.FPDFFormObj_GetObject(form, n) for n in range(min(raw.FPDFFormObj_CountObjects(form), 50)))
    return any(raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_IMAGE for thing in inner)


def _edges(path: object, box: Rule) -> list[Rule]:
    """The lines a path draws: itself when it is thin, the four sides of a box, each stroke of a drawn grid."""
    if box.right - box.left < _THIN or box.bottom - box.top < _THIN:
        return [box]
    count = raw.FPDFPath_CountSegments(path)
    if count <= 5:
        return [
            Rule(box.left, box.right, box.top, box.top),
            Rule(box.left, box.right, box.bottom, box.bottom),
            Rule(box.left, box.left, box.top, box.bottom),
            Rule(box.right, box.right, box.top, box.bottom),
        ]
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    edges: list[Rule] = []
    here: tuple[float, float] | None = None
    for number in range(min(count, MOST_RULES)):
        segment = raw.FPDFPath_GetPathSegment(path, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        to = (matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO and here is not None:
            edge = Rule(min(here[0], to[0]), max(here[0], to[0]), -max(here[1], to[1]), -min(here[1], to[1]))
            if edge.right - edge.left < _THIN or edge.bottom - edge.top < _THIN:
                edges.append(edge)
        here = to
    return edges


def _turned(word: Word, way: int) -> Word:
    if way == 0:
        return word
    return Word(word.text, *_turn(word.left, word.right, word.top, word.bottom, way))


def _turned_rule(rule: Rule, way: int) -> Rule:
    return Rule(*_turn(rule.left, rule.right, rule.top, rule.bottom, way))


def _turn(left: float, right: float, top: float, bottom: float, way: int) -> tuple[float, float, float, float]:
    """Coordinates in which text that runs upwards (90), on its head (180) or downwards (270) runs to the right."""
    if way == 90:
        return -bottom, -top, left, right
    if way == 180:
        return -right, -left, -bottom, -top
    if way == 270:
        return top, bottom, -right, -left
    return left, right, top, bottom
