"""One attachment to its text: picks the reader, keeps the limits, and turns every failure into a status with a reason.

Runs inside the killable child (or directly, in tests). Readers are imported only when a file needs them.
"""

from __future__ import annotations

from typing import assert_never

from linkbot.extraction.limits import LARGEST_FILE, MOST_CHARACTERS, Unreadable
from linkbot.extraction.ocr import Ocr
from linkbot.extraction.sorts import Sort, sort_of, suffix_of
from linkbot.model.mail import Attachment, ExtractedText, TextStatus

SMALLEST_PAGE_IMAGE = 30 * 1024  # octets: less is a logo, a signature, an icon
OWN = "linkbot-reader 1"


def read(attachment: Attachment, *, careful: bool = False, ocr: Ocr | None = None) -> ExtractedText:
    """Never raises for what a file holds. `careful` keeps to the reader that cannot crash the process."""
    index = attachment.index
    try:
        pages, extractor, remark = _pages(attachment, careful, ocr)
    except Unreadable as no:
        return ExtractedText(index, no.status, extractor=OWN, reason=no.reason)
    except MemoryError:
        return ExtractedText(
            index, TextStatus.REFUSED, extractor=OWN, reason=_ASK.format("needs too much memory to read")
        )
    except Exception as error:  # a reader met a file it was not made for: one file, not the whole mail
        reason = _ASK.format(f"is damaged or unusual ({type(error).__name__})")
        return ExtractedText(index, TextStatus.FAILED, extractor=OWN, reason=reason)
    if sum(map(len, pages)) > MOST_CHARACTERS:
        reason = _ASK.format(f"holds more than {MOST_CHARACTERS // 1_000_000} million characters")
        return ExtractedText(index, TextStatus.REFUSED, extractor=extractor, reason=reason)
    if not any(page.strip() for page in pages):
        return ExtractedText(index, TextStatus.FAILED, extractor=extractor, reason=_ASK.format("holds no text"))
    return ExtractedText(index, TextStatus.READ, pages, extractor, remark)


_ASK = "The file {}. Please open it yourself and say what it is."


def _pages(attachment: Attachment, careful: bool, ocr: Ocr | None) -> tuple[tuple[str, ...], str, str | None]:
    """The pages, the name of the reader, and a remark for a person if some page was not read. Raises Unreadable."""
    sort, content = sort_of(attachment), attachment.content
    _refuse(attachment, sort)
    match sort:
        case Sort.PDF:
            from linkbot.extraction.pdf import read_pdf

            found = read_pdf(content, careful=careful, ocr=ocr)
            return found.pages, found.reader, found.remark
        case Sort.DOCX:
            from linkbot.extraction.docx import read_docx

            return (read_docx(content),), "linkbot-docx 1", None
        case Sort.RTF:
            from linkbot.extraction.rtf import read_rtf

            return (read_rtf(content),), "linkbot-rtf 1", None
        case Sort.HTML:
            from linkbot.engine.mail.charsets import decode
            from linkbot.engine.mail.html_text import html_text

            return (html_text(decode(content, None)[0]),), "linkbot-html 1", None
        case Sort.PLAIN:
            from linkbot.engine.mail.charsets import decode

            return (decode(content, None)[0],), "linkbot-plain 1", None
        case Sort.IMAGE:
            refusal = _image(attachment)
            if ocr is None or refusal.status is not TextStatus.SCAN or (words := ocr.picture(content)) is None:
                raise refusal
            return (words,), ocr.name, None
        case Sort.CALENDAR:
            from linkbot.extraction.calendar_text import read_calendar

            return (read_calendar(content),), "linkbot-calendar 1", None
        case Sort.REPORT | Sort.SIGNATURE:
            raise Unreadable(TextStatus.IGNORED, f"A {sort} part: no letter stands in it.")
        case Sort.OLE:
            if "WordDocument".encode("utf-16-le") not in content:
                raise _ole(attachment)
            from linkbot.extraction.word97 import read_word97

            return (read_word97(content),), "linkbot-doc 1", None
        case Sort.ENCRYPTED if _SIGNED_DATA in content[:64]:
            raise Unreadable(TextStatus.UNSUPPORTED, _SIGNED)
        case Sort.ARCHIVE | Sort.ENCRYPTED | Sort.TNEF | Sort.OTHER:
            raise Unreadable(TextStatus.UNSUPPORTED, _WHAT_TO_DO[sort])
        case Sort.MESSAGE | Sort.MSG:
            raise Unreadable(
                TextStatus.REFUSED, "A message inside too many others. Please open it yourself and send it on alone."
            )
        case _:
            assert_never(sort)


_WHAT_TO_DO = {
    Sort.ARCHIVE: "An archive or an Office file that is not Word: linkbot never unpacks these. Please open it and "
    "reply to the question with the letter in it as PDF or Word.",
    Sort.ENCRYPTED: "Encrypted mail: please open it in Outlook and reply to the question with the letter as PDF "
    "or Word.",
    Sort.TNEF: "Outlook packed the attachments into winmail.dat. Please open the mail in Outlook, or ask the sender "
    "for plain attachments.",
    Sort.OTHER: "A sort of file linkbot cannot read. Please open it and say whether a letter is in it.",
}


_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")  # the object identifier of CMS signed-data, RFC 5652
_SIGNED = (
    "Mail packed whole into its signature. Please open it in Outlook and forward what it says, with the letter as PDF "
    "or Word."
)


def _refuse(attachment: Attachment, sort: Sort) -> None:
    size = len(attachment.content)
    if size == 0:
        if attachment.defect:
            raise Unreadable(TextStatus.REFUSED, f"Not read: {attachment.defect}. Please look at it yourself.")
        if sort in (Sort.CALENDAR, Sort.REPORT, Sort.SIGNATURE, Sort.IMAGE):
            raise Unreadable(TextStatus.IGNORED, "An empty part.")
        raise Unreadable(TextStatus.FAILED, "The file is empty. Please ask the sender for it again.")
    if size > LARGEST_FILE:
        raise Unreadable(TextStatus.REFUSED, _ASK.format(f"is larger than {LARGEST_FILE // (1024 * 1024)} MB"))


def _image(attachment: Attachment) -> Unreadable:
    if attachment.inline or len(attachment.content) <= SMALLEST_PAGE_IMAGE:
        return Unreadable(TextStatus.IGNORED, "A picture in the text or a small one: a logo or a signature.")
    return Unreadable(
        TextStatus.SCAN,
        "A picture, perhaps of a page: linkbot cannot read pictures. Please read it and say what it is.",
    )


def _ole(attachment: Attachment) -> Unreadable:
    if "EncryptedPackage".encode("utf-16-le") in attachment.content:
        return Unreadable(TextStatus.LOCKED, "The document needs a password. Please open it and save it without one.")
    if suffix_of(attachment) == "msg":
        return Unreadable(
            TextStatus.UNSUPPORTED, "An Outlook message file. Please open it in Outlook and forward it to the mailbox."
        )
    return Unreadable(
        TextStatus.UNSUPPORTED, "An old Office format. Please save it as PDF or as .docx and send it to the mailbox."
    )
