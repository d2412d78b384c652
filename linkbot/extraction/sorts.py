"""What sort of file an attachment is, by its first octets before its name before its declared type.

Says nothing about whether it can be read; `read.py` picks the reader.
"""

from __future__ import annotations

from enum import StrEnum

from linkbot.model.mail import Attachment


class Sort(StrEnum):
    PDF = "pdf"
    DOCX = "docx"
    OLE = "ole"  # .doc, .xls, and Office files with a password
    MSG = "msg"  # a mail saved by Outlook
    ARCHIVE = "archive"
    RTF = "rtf"
    HTML = "html"
    PLAIN = "plain"
    IMAGE = "image"
    CALENDAR = "calendar"
    REPORT = "report"  # the machine half of a delivery report
    SIGNATURE = "signature"
    ENCRYPTED = "encrypted"
    TNEF = "tnef"
    MESSAGE = "message"  # a mail nested too deeply to be parsed
    OTHER = "other"


_BY_SUFFIX = {
    "pdf": Sort.PDF,
    "docx": Sort.DOCX,
    "docm": Sort.DOCX,
    "dotx": Sort.DOCX,
    "doc": Sort.OLE,
    "xls": Sort.OLE,
    "ppt": Sort.OLE,
    "msg": Sort.OLE,
    "zip": Sort.ARCHIVE,
    "7z": Sort.ARCHIVE,
    "rar": Sort.ARCHIVE,
    "gz": Sort.ARCHIVE,
    "tar": Sort.ARCHIVE,
    "rtf": Sort.RTF,
    "htm": Sort.HTML,
    "html": Sort.HTML,
    "txt": Sort.PLAIN,
    "text": Sort.PLAIN,
    "csv": Sort.PLAIN,
    "md": Sort.PLAIN,
    "ics": Sort.CALENDAR,
    "vcs": Sort.CALENDAR,
    "vcf": Sort.CALENDAR,
    "p7s": Sort.SIGNATURE,
    "p7m": Sort.ENCRYPTED,
    "asc": Sort.SIGNATURE,
    "eml": Sort.MESSAGE,
}
_BY_TYPE = {
    "application/pdf": Sort.PDF,
    "application/msword": Sort.OLE,
    "application/vnd.ms-outlook": Sort.OLE,
    "application/vnd.ms-excel": Sort.OLE,
    "application/zip": Sort.ARCHIVE,
    "application/x-zip-compressed": Sort.ARCHIVE,
    "application/rtf": Sort.RTF,
    "text/rtf": Sort.RTF,
    "text/html": Sort.HTML,
    "text/plain": Sort.PLAIN,
    "text/csv": Sort.PLAIN,
    "text/calendar": Sort.CALENDAR,
    "application/ics": Sort.CALENDAR,
    "text/vcard": Sort.CALENDAR,
    "text/x-vcard": Sort.CALENDAR,
    "message/delivery-status": Sort.REPORT,
    "message/disposition-notification": Sort.REPORT,
    "text/rfc822-headers": Sort.REPORT,
    "message/rfc822-headers": Sort.REPORT,
    "application/pkcs7-signature": Sort.SIGNATURE,
    "application/x-pkcs7-signature": Sort.SIGNATURE,
    "application/pgp-signature": Sort.SIGNATURE,
    "application/pkcs7-mime": Sort.ENCRYPTED,
    "application/x-pkcs7-mime": Sort.ENCRYPTED,
    "application/pgp-encrypted": Sort.ENCRYPTED,
    "application/ms-tnef": Sort.TNEF,
    "application/vnd.ms-tnef": Sort.TNEF,
    "message/rfc822": Sort.MESSAGE,
}
_SAVED_MAIL = "__properties_version1.0".encode("utf-16-le")
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Sort.OLE),
    (b"{\\rtf", Sort.RTF),
    (b"7z\xbc\xaf\x27\x1c", Sort.ARCHIVE),
    (b"Rar!", Sort.ARCHIVE),
    (b"\x1f\x8b", Sort.ARCHIVE),
    (b"\x89PNG", Sort.IMAGE),
    (b"\xff\xd8\xff", Sort.IMAGE),
    (b"GIF8", Sort.IMAGE),
    (b"II*\0", Sort.IMAGE),
    (b"MM\0*", Sort.IMAGE),
    (b"\x78\x9f\x3e\x22", Sort.TNEF),
)


def suffix_of(attachment: Attachment) -> str:
    return (attachment.filename or "").rpartition(".")[2].lower() if "." in (attachment.filename or "") else ""


def sort_of(attachment: Attachment) -> Sort:
    """What the octets are; what they do not tell, the name, then the declared type."""
    content, suffix, media_type = attachment.content, suffix_of(attachment), attachment.media_type
    for magic, sort in _MAGIC:
        if content.startswith(magic):
            return Sort.MSG if sort is Sort.OLE and _SAVED_MAIL in content else sort
    if content.startswith(b"PK\x03\x04"):
        return Sort.DOCX if b"word/" in content or suffix in ("docx", "docm") else Sort.ARCHIVE
    if b"%PDF-" in content[:1024]:  # after the others: a container may begin with a short PDF that it holds
        return Sort.PDF
    if media_type in _BY_TYPE and media_type != "text/plain":
        return _BY_TYPE[media_type]
    if media_type.startswith(_WORD):
        return Sort.DOCX
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    if media_type.startswith("image/"):
        return Sort.IMAGE
    if suffix == "dat" and (attachment.filename or "").lower() == "winmail.dat":
        return Sort.TNEF
    return Sort.PLAIN if media_type.startswith("text/") else Sort.OTHER
