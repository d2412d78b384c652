"""A mail as Outlook keeps it, whichever file it came in: properties by number, recipients, attached files.

`msg` and `tnef` fill it, `mapi_mime` writes it down as plain mail. It knows no file format and judges nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from linkbot.engine.mail.charsets import decode

Value = bytes | str | int
"""Text in its own code page stays octets until somebody asks for it, times are 100 ns since 1601."""
Values = Mapping[int, Value]

# Property numbers of [MS-OXPROPS]. Everything else in a file is passed over unread.
MESSAGE_CLASS, SUBJECT, BODY, HTML, RTF = 0x001A, 0x0037, 0x1000, 0x1013, 0x1009
SUBMITTED, DELIVERED, STARTS, ENDS = 0x0039, 0x0E06, 0x0060, 0x0061
HEADERS, MESSAGE_ID = 0x007D, 0x1035
CODEPAGE, INTERNET_CODEPAGE = 0x3FFD, 0x3FDE
FROM_SMTP, FROM_ADDRESS, FROM_NAME = 0x5D02, 0x0065, 0x0042
SENDER_SMTP, SENDER_ADDRESS, SENDER_NAME = 0x5D01, 0x0C1F, 0x0C1A
RECIPIENT_TYPE, DISPLAY_NAME, SMTP_ADDRESS, ADDRESS = 0x0C15, 0x3001, 0x39FE, 0x3003
DATA, FILENAME, LONG_FILENAME, MIME_TYPE, CONTENT_ID = 0x3701, 0x3704, 0x3707, 0x370E, 0x3712
METHOD, FLAGS, HIDDEN = 0x3705, 0x3714, 0x7FFE
MEETING = 0x1_0003
"""No number of a file, which gives this one a name (PidLidGlobalObjectId): which meeting is answered."""

WANTED = frozenset({
    MESSAGE_CLASS, SUBJECT, BODY, HTML, RTF, SUBMITTED, DELIVERED, STARTS, ENDS, HEADERS, MESSAGE_ID, CODEPAGE,
    INTERNET_CODEPAGE, FROM_SMTP, FROM_ADDRESS, FROM_NAME, SENDER_SMTP, SENDER_ADDRESS, SENDER_NAME, RECIPIENT_TYPE,
    DISPLAY_NAME, SMTP_ADDRESS, ADDRESS, DATA, FILENAME, LONG_FILENAME, MIME_TYPE, CONTENT_ID, METHOD, FLAGS, HIDDEN,
})  # fmt: skip

_NAMED_PAGES = {65001: "utf-8", 1200: "utf-16-le", 1201: "utf-16-be", 20127: "us-ascii", 20866: "koi8-r",
                21866: "koi8-u", 50220: "iso-2022-jp", 51932: "euc-jp", 51949: "euc-kr", 54936: "gb18030"}  # fmt: skip


@dataclass(frozen=True)
class MapiFile:
    """An attachment: octets, or a mail attached as a mail."""

    values: Values
    content: bytes = b""
    inside: MapiMail | None = None


@dataclass(frozen=True)
class MapiMail:
    """`damaged`: something of it was cut off or could not be made out; the rest is here all the same."""

    values: Values
    recipients: tuple[Values, ...] = ()
    files: tuple[MapiFile, ...] = ()
    damaged: bool = False

    @property
    def whole(self) -> bool:
        """Whether neither it nor any mail inside it is damaged."""
        return not self.damaged and all(file.inside is None or file.inside.whole for file in self.files)

    def text(self, number: int, values: Values | None = None) -> str:
        """A property as text, empty when it has none; HTML may be in another code page than all other text."""
        value = (self.values if values is None else values).get(number, "")
        if isinstance(value, bytes):
            order = (INTERNET_CODEPAGE, CODEPAGE) if number == HTML else (CODEPAGE, INTERNET_CODEPAGE)
            pages = (page for name in order if isinstance(page := self.values.get(name), int) and page)
            value = decode(value, charset_of(next(pages, 0)))[0]
        return value.rstrip("\0") if isinstance(value, str) else ""


def charset_of(codepage: int) -> str | None:
    """A Windows code page number as a charset label; a wrong one is the decoder's to survive."""
    if 28591 <= codepage <= 28606:
        return f"iso-8859-{codepage - 28590}"
    return _NAMED_PAGES.get(codepage, f"cp{codepage}") if codepage else None
