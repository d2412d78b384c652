"""What a PDF carries besides its pages' own text: filled-in fields and typed annotations, comments, files inside it.

Fields and typed annotations are printed onto the page, where they are read with it. Comments and embedded files are
told to a person, with their names, and never opened.
"""

from __future__ import annotations

import ctypes

import pypdfium2
from pypdfium2 import raw

from linkbot.extraction.limits import Unreadable
from linkbot.model.mail import TextStatus

_PORTFOLIO = (
    "A PDF portfolio, {} files in one ({}): linkbot opens none of them. Please open it and reply to the question with "
    "the letter in it as PDF or Word."
)
_EMBEDDED = "The PDF holds {} inside it ({}), not opened. Please look whether a letter is among them."
_XFA = "A PDF form of the kind only Adobe's reader shows. Please open it, print it to PDF and reply with that."
_COMMENT = "Page {} of the PDF carries a comment: “{}”"
_PRINTED = frozenset({raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP})
_COMMENTS = frozenset(
    {raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_HIGHLIGHT, raw.FPDF_ANNOT_UNDERLINE, raw.FPDF_ANNOT_STRIKEOUT}
)
MOST_ANNOTATIONS = 500
MOST_COMMENTS = 5
LONGEST = 200


def told_of(document: pypdfium2.PdfDocument, content: bytes) -> list[str]:
    """What a person is told of the document as a whole. Raises Unreadable for what has no pages of its own."""
    if document.get_formtype() == raw.FORMTYPE_XFA_FULL:
        raise Unreadable(TextStatus.UNSUPPORTED, _XFA)
    count = document.count_attachments()
    if count <= 0:
        return []
    names = [document.get_attachment(number).get_name()[:80] or "unnamed" for number in range(min(count, 5))]
    told = ", ".join(names) + (", …" if count > len(names) else "")
    if _is_portfolio(content):
        raise Unreadable(TextStatus.UNSUPPORTED, _PORTFOLIO.format(count, told))
    return [_EMBEDDED.format("a file" if count == 1 else f"{count} files", told)]


def _is_portfolio(content: bytes) -> bool:
    """PDFium does not tell whether the files are the document and its page only their cover."""
    from io import BytesIO

    import pypdf

    try:
        return "/Collection" in pypdf.PdfReader(BytesIO(content)).root_object
    except Exception:  # pypdf is stricter than PDFium; then the pages are read, and the files told of
        return False


def flatten(
    document: pypdfium2.PdfDocument, number: int, page: pypdfium2.PdfPage
) -> tuple[pypdfium2.PdfPage, list[str]]:
    """The page with its fields and typed annotations as part of it, and what is said of its comments."""
    count = min(raw.FPDFPage_GetAnnotCount(page), MOST_ANNOTATIONS)
    printed, comments = False, list[str]()
    for at in range(count):
        annotation = raw.FPDFPage_GetAnnot(page, at)
        if not annotation:
            continue
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        drawn = raw.FPDFAnnot_HasKey(annotation, b"AP")
        printed = printed or (kind in _PRINTED and drawn)
        said = kind in _COMMENTS or (kind == raw.FPDF_ANNOT_FREETEXT and not drawn)
        if said and len(comments) < MOST_COMMENTS and (words := _contents(annotation)):
            comments.append(_COMMENT.format(number + 1, words))
        raw.FPDFPage_CloseAnnot(annotation)
    if printed and raw.FPDFPage_Flatten(page, raw.FLAT_PRINT) == raw.FLATTEN_SUCCESS:
        page.close()
        page = document[number]
    return page, comments


def _contents(annotation: object) -> str:
    size = raw.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
    if not 2 < size <= 65_536:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(annotation, b"Contents", ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return " ".join(buffer.raw[: size - 2].decode("utf-16-le", "replace").split())[:LONGEST]
