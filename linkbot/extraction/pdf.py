"""PDF letters to text, a page at a time, lines in the order the document writes them (a table cell by cell).

PDFium first, pypdf when PDFium gives up or may not be used. Pages without letters are a scan, for a person.
"""

from __future__ import annotations

from linkbot.extraction.limits import LETTERS_A_PAGE, MOST_CHARACTERS, MOST_PAGES, Unreadable
from linkbot.model.mail import TextStatus

_LOCKED = "The PDF needs a password. Please open it, print it to a PDF without one and reply with that."
_SCAN = "The PDF holds pictures of pages, no text. Please read it and say what it is, or reply with a readable copy."


def read_pdf(content: bytes, *, careful: bool = False) -> tuple[list[str], str]:
    """The pages and the reader's name. Raises Unreadable."""
    found = None if careful else _pdfium(content)
    if found is None or _letters(found[0]) < LETTERS_A_PAGE:
        found = _better(found, content)
    pages, reader = found
    if _letters(pages) < LETTERS_A_PAGE * _typed(pages):
        raise Unreadable(TextStatus.SCAN, _SCAN)
    return pages, reader


def _letters(pages: list[str]) -> int:
    return sum(sum(map(str.isalpha, page)) for page in pages)


def _typed(pages: list[str]) -> int:
    """Pages that must carry letters for the whole to count as typed: half of them, at least one.

    A typed letter may have a scanned form behind it; a scanned letter may have a typed fax line on each page.
    """
    return max(1, len(pages) // 2)


def _better(found: tuple[list[str], str] | None, content: bytes) -> tuple[list[str], str]:
    """What pypdf makes of it, unless PDFium had more."""
    try:
        other = _pypdf(content)
    except Unreadable:
        if found is None:
            raise
        return found
    return found if found is not None and _letters(found[0]) >= _letters(other[0]) else other


def _check_pages(count: int) -> None:
    if count > MOST_PAGES:
        raise Unreadable(
            TextStatus.REFUSED, f"The PDF has {count} pages, more than {MOST_PAGES}. Please look for the letter in it."
        )


def _pdfium(content: bytes) -> tuple[list[str], str] | None:
    """None when PDFium cannot make anything of it."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable(TextStatus.LOCKED, _LOCKED) from error
        return None
    try:
        _check_pages(len(document))
        pages, total = list[str](), 0
        for number in range(len(document)):
            page = document[number]
            text_page = page.get_textpage()
            pages.append(text_page.get_text_range())
            text_page.close()
            page.close()
            total += len(pages[-1])
            if total > MOST_CHARACTERS:
                break
    except pypdfium2.PdfiumError:
        return None
    finally:
        document.close()
    return pages, f"pypdfium2 {pypdfium2.PYPDFIUM_INFO.version}"


def _pypdf(content: bytes) -> tuple[list[str], str]:
    import logging
    from io import BytesIO

    import pypdf
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(TextStatus.LOCKED, _LOCKED)
        _check_pages(len(reader.pages))
        return [page.extract_text() for page in reader.pages], f"pypdf {pypdf.__version__}"
    except Unreadable:
        raise
    except (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise Unreadable(
            TextStatus.FAILED, "The PDF is damaged. Please ask the sender for it again, or open it and say what it is."
        ) from error
