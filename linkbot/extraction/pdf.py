"""PDF letters to text, a page at a time, in the order a person reads them: PDFium's words laid out by `page_layout`.

pypdf reads what PDFium gives up or may not be used for, without layout. Pages without letters are a scan, letters that
come out as other signs than are printed no text: both are for a person, or for OCR where it is switched on.
"""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2

from linkbot.extraction.garbled import garbled
from linkbot.extraction.limits import LETTERS_A_PAGE, MOST_CHARACTERS, MOST_PAGES, MOST_WORDS, Unreadable
from linkbot.extraction.ocr import Ocr
from linkbot.extraction.page_flow import flowing
from linkbot.extraction.page_layout import blocks_of, line_piece
from linkbot.extraction.page_shapes import Block, lines_of
from linkbot.extraction.pdf_extras import flatten, told_of
from linkbot.extraction.pdf_words import PageWords, page_words
from linkbot.model.mail import OCR, TextStatus

_LOCKED = "The PDF needs a password. Please open it, print it to a PDF without one and reply with that."
_SCAN = "The PDF holds pictures of pages, no text. Please read it and say what it is, or reply with a readable copy."
_PARTLY = "Page {} of the PDF: a picture of a page, not read. Please look whether something to do stands there."
_DAMAGED = "The PDF is damaged. Please ask the sender for it again, or open it and say what it is."
_GARBLED = (
    "The PDF's letters come out as other signs than are printed: its fonts do not say what they mean. Please read it "
    "and say what it is, or reply with a copy printed to PDF anew."
)
_PARTLY_GARBLED = "Page {} of the PDF: its letters come out as other signs, not read. Please look at it yourself."


@dataclass(frozen=True)
class PdfText:
    """`remark`: what a person is told of besides, such as pages between the readable ones that are pictures."""

    pages: tuple[str, ...]
    reader: str
    remark: str | None = None


def read_pdf(content: bytes, *, careful: bool = False, ocr: Ocr | None = None) -> PdfText:
    """Raises Unreadable. `careful` does without PDFium, which can take the process down."""
    found = None if careful else _pdfium(content, ocr)
    if found is None:
        found = _pypdf(content)
    # Half the pages must carry text: a typed letter may have a scanned form behind it, and a scanned one a fax line.
    if sum(map(letters, found.pages)) < LETTERS_A_PAGE * max(1, len(found.pages) // 2):
        raise Unreadable(TextStatus.SCAN, _SCAN)
    return found


def letters(page: str) -> int:
    return sum(map(str.isalpha, page))


def _check_pages(count: int) -> None:
    if count > MOST_PAGES:
        raise Unreadable(
            TextStatus.REFUSED, f"The PDF has {count} pages, more than {MOST_PAGES}. Please look for the letter in it."
        )


def _pdfium(content: bytes, ocr: Ocr | None) -> PdfText | None:
    """None when PDFium cannot make anything of it."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable(TextStatus.LOCKED, _LOCKED) from error
        return None
    try:
        return _pages(document, content, ocr)
    except pypdfium2.PdfiumError:
        return None
    finally:
        document.close()


def _pages(document: pypdfium2.PdfDocument, content: bytes, ocr: Ocr | None) -> PdfText | None:
    _check_pages(len(document))
    remarks = told_of(document, content)
    sheets = list[list[Block]]()
    pictures, bad, layered = list[int](), list[int](), list[int]()
    characters = 0
    for number in range(len(document)):
        page = document[number]
        try:
            page, comments = flatten(document, number, page)
            remarks += comments
            shapes = page_words(page)
        finally:
            page.close()
        words = " ".join(word.text for word in shapes.words)
        characters += len(words)
        sheet = _sheet(shapes)
        if letters(words) < LETTERS_A_PAGE and shapes.picture:
            pictures.append(number)
        elif garbled(words, shapes.unmapped):
            bad.append(number)
            sheet = []
        elif shapes.unseen:
            layered.append(number)
        sheets.append(sheet)
        if characters > MOST_CHARACTERS:
            break
    if not sheets:
        return None
    pages, reader = list(flowing(sheets)), f"pypdfium2 {pypdfium2.PYPDFIUM_INFO.version}"
    if ocr is not None and (pictures or bad):
        seen = ocr.pages(document, sorted({*pictures, *bad}))
        for number, text in seen.items():
            pages[number] = text
        pictures, bad = [n for n in pictures if n not in seen], [n for n in bad if n not in seen]
        reader += f" + {ocr.name}" if seen else ""
    if layered:
        reader += f" + {OCR} of the sender"
    if bad and sum(map(letters, pages)) < LETTERS_A_PAGE * max(1, len(pages) // 2):
        raise Unreadable(TextStatus.FAILED, _GARBLED)
    remarks += [_PARTLY.format(_numbers(pictures))] if pictures else []
    remarks += [_PARTLY_GARBLED.format(_numbers(bad))] if bad else []
    return PdfText(tuple(pages), reader, " ".join(remarks) or None)


def _sheet(shapes: PageWords) -> list[Block]:
    if len(shapes.words) > MOST_WORDS:
        raise Unreadable(
            TextStatus.REFUSED, "A page of the PDF holds more words than a page can. Please open it with care."
        )
    aside = [[line_piece(line)] for words in shapes.turned for line in lines_of(words)]
    return blocks_of(shapes.words, shapes.rules) + aside


def _numbers(pages: list[int]) -> str:
    return ", ".join(str(number + 1) for number in pages)


def _pypdf(content: bytes) -> PdfText:
    import logging
    from io import BytesIO

    import pypdf
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of every oddity; the status says what matters
    try:
        reader = pypdf.PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(TextStatus.LOCKED, _LOCKED)
        _check_pages(len(reader.pages))
        pages = tuple(page.extract_text() for page in reader.pages)
    except (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise Unreadable(TextStatus.FAILED, _DAMAGED) from error
    if not pages:
        raise Unreadable(TextStatus.FAILED, _DAMAGED)
    if garbled(" ".join(pages), 0.0):
        raise Unreadable(TextStatus.FAILED, _GARBLED)
    return PdfText(pages, f"pypdf {pypdf.__version__}")
