"""PDF letters to text, a page at a time, lines in the order the document writes them (a table cell by cell).

PDFium first, pypdf when PDFium gives up or may not be used. Pages without letters are a scan, for a person.
"""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2

from linkbot.extraction.limits import LETTERS_A_PAGE, MOST_CHARACTERS, MOST_PAGES, Unreadable
from linkbot.model.mail import TextStatus

_LOCKED = "The PDF needs a password. Please open it, print it to a PDF without one and reply with that."
_SCAN = "The PDF holds pictures of pages, no text. Please read it and say what it is, or reply with a readable copy."
_PARTLY = "Page {} of the PDF: a picture of a page, not read. Please look whether something to do stands there."
_DAMAGED = "The PDF is damaged. Please ask the sender for it again, or open it and say what it is."
PICTURE_SHARE = 0.4  # of the page: a scan fills it, a letterhead or a signature does not


@dataclass(frozen=True)
class PdfText:
    """`remark` when pages between the readable ones are pictures."""

    pages: tuple[str, ...]
    reader: str
    remark: str | None = None


def read_pdf(content: bytes, *, careful: bool = False) -> PdfText:
    """Raises Unreadable. `careful` does without PDFium, which can take the process down."""
    found = None if careful else _pdfium(content)
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


def _pdfium(content: bytes) -> PdfText | None:
    """None when PDFium cannot make anything of it."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable(TextStatus.LOCKED, _LOCKED) from error
        return None
    try:
        _check_pages(len(document))
        pages, pictures = list[str](), list[int]()
        for number in range(len(document)):
            page = document[number]
            text_page = page.get_textpage()
            pages.append(text_page.get_text_range())
            text_page.close()
            if letters(pages[-1]) < LETTERS_A_PAGE and _is_picture(page):
                pictures.append(number + 1)
            page.close()
            if sum(map(len, pages)) > MOST_CHARACTERS:
                break
    except pypdfium2.PdfiumError:
        return None
    finally:
        document.close()
    if not pages:
        return None
    remark = _PARTLY.format(", ".join(map(str, pictures))) if pictures else None
    return PdfText(tuple(pages), f"pypdfium2 {pypdfium2.PYPDFIUM_INFO.version}", remark)


def _is_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether one image covers the page as a scan does."""
    width, height = page.get_size()
    for image in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        left, bottom, right, top = image.get_bounds()
        if (right - left) * (top - bottom) > PICTURE_SHARE * width * height:
            return True
    return False


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
    return PdfText(pages, f"pypdf {pypdf.__version__}")
