"""Word documents to text: letterhead, body with tables, text boxes and automatic numbers, footnotes, footers.

Tracked deletions and hidden text are left out, insertions and content controls kept: what a reader sees on paper.
"""

from __future__ import annotations

from lxml import etree

from linkbot.engine.mail.html_table import Cell, row_text
from linkbot.extraction.docx_numbers import Numbers
from linkbot.extraction.docx_package import Package, child, local, value
from linkbot.extraction.limits import Unreadable
from linkbot.model.mail import TextStatus

DEEPEST = 60  # tables in cells in boxes in tables …

_SKIPPED = frozenset({
    "del", "moveFrom", "instrText", "delText", "delInstrText", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr",
    "Fallback", "sdtPr", "sdtEndPr", "annotationRef", "commentReference", "footnoteReference", "endnoteReference",
})  # fmt: skip
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


def read_docx(content: bytes) -> str:
    """The whole document as one text. Raises Unreadable."""
    package = Package(content)
    body = package.tree("word/document.xml")
    if body is None:
        other = package.matching(r"word/document\d*\.xml")
        body = package.tree(other[0]) if other else None
    if body is None:
        raise Unreadable(
            TextStatus.UNSUPPORTED, "Not a Word document although it says so. Please open it and say what it is."
        )
    if next(body.iter("{*}altChunk"), None) is not None:
        raise Unreadable(
            TextStatus.UNSUPPORTED,
            "The Word document holds another document in a form linkbot does not read. Please save it as PDF.",
        )
    writer = _Writer(Numbers.of(package))
    trees = [package.tree(name) for name in package.matching(r"word/header\d*\.xml")]
    trees += [body, package.tree("word/footnotes.xml"), package.tree("word/endnotes.xml")]
    trees += [package.tree(name) for name in package.matching(r"word/footer\d*\.xml")]
    texts = [writer.blocks(tree, 0).strip() for tree in trees if tree is not None]
    return "\n\n".join(dict.fromkeys(text for text in texts if text))  # the same header for first and other pages


class _Writer:
    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers

    def blocks(self, parent: etree._Element, depth: int) -> str:
        """Paragraphs and tables below an element, one a line."""
        if depth > DEEPEST:
            return ""
        lines: list[str] = []
        for element in parent:
            tag = local(element)
            if tag in _SKIPPED:
                continue
            if tag == "p":
                lines.append(self._paragraph(element, depth + 1))
            elif tag == "tbl":
                lines += self._rows(element, depth + 1)
            else:  # body, sdt, sdtContent, ins, customXml, txbxContent, footnote …
                inner = self.blocks(element, depth + 1)
                if inner:
                    lines.append(inner)
        return "\n".join(lines)

    def _rows(self, table: etree._Element, depth: int) -> list[str]:
        rows: list[str] = []
        for element in table:
            if local(element) == "tr":
                if child(element, "trPr", "del") is not None:
                    continue  # a row taken out, with its changes tracked
                cells = [Cell(self.blocks(cell, depth), _holds_table(cell)) for cell in _cells(element)]
                rows.append(row_text(cells))
            elif local(element) in ("sdt", "sdtContent", "ins", "customXml"):
                rows += self._rows(element, depth)
        return [row for row in rows if row]

    def _paragraph(self, paragraph: etree._Element, depth: int) -> str:
        pieces: list[str] = []
        boxes: list[str] = []
        self._runs(paragraph, pieces, boxes, depth)
        text = "".join(pieces)
        if text.strip():
            text = self._numbers.marker(paragraph) + text.strip(" \n")
        return "\n".join(piece for piece in (text, *boxes) if piece.strip()) if boxes else text

    def _runs(self, parent: etree._Element, pieces: list[str], boxes: list[str], depth: int) -> None:
        if depth > DEEPEST:
            return
        for element in parent:
            tag = local(element)
            if tag in _SKIPPED or (tag == "r" and _hidden(element)):
                continue
            if tag == "t":
                pieces.append(element.text or "")
            elif tag in _CHARACTERS:
                pieces.append(_CHARACTERS[tag])
            elif tag == "txbxContent":
                boxes.append(self.blocks(element, depth + 1))
            else:
                self._runs(element, pieces, boxes, depth + 1)


def _cells(row: etree._Element) -> list[etree._Element]:
    found: list[etree._Element] = []
    for element in row:
        if local(element) == "tc":
            found.append(element)
        elif local(element) in ("sdt", "sdtContent", "ins", "customXml"):
            found += _cells(element)
    return found


def _holds_table(cell: etree._Element) -> bool:
    return any(local(element) == "tbl" for element in cell)


def _hidden(run: etree._Element) -> bool:
    mark = child(run, "rPr", "vanish")
    return mark is not None and value(mark) not in ("0", "false")
