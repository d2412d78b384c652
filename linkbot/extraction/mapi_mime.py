"""A `MapiMail` as the octets of plain mail, so that one parser with one set of limits reads all mail there is.

The same mail always gives the same octets. The header it was sent with goes along whole, as in an attached message: it
proves nothing there either, but what our own receiver found against a mail must not get lost by saving it.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.header import Header
from email.message import Message as MimePart
from email.parser import HeaderParser
from email.utils import format_datetime, formataddr
from itertools import count

from icalendar import Calendar, Event

from linkbot.engine.mail.addresses import parse_address
from linkbot.engine.mail.normalise import plain_line
from linkbot.extraction import mapi
from linkbot.extraction.mapi import MapiFile, MapiMail, Values
from linkbot.extraction.mapi_meeting import meeting_answer
from linkbot.extraction.rtf import read_packed_rtf

_NEEDED = ("From", "To", "Cc", "Subject", "Date", "Message-ID")
_LONGEST_FIELD, _MOST_FIELDS = 30_000, 300
_RECIPIENT_FIELDS = {1: "To", 2: "Cc"}
_IN_THE_TEXT = 0x4  # of an attachment's flags: shown where the text mentions it
_MEETING = ("ipm.schedule.meeting.request", "ipm.schedule.meeting.canceled", "ipm.appointment",
            "ipm.microsoft schedule.mtgreq", "ipm.microsoft schedule.mtgcncl")  # fmt: skip
_FIELD_NAME = re.compile(r"[A-Za-z0-9-]{1,76}")
_START_OF_TIME = datetime(1601, 1, 1, tzinfo=UTC)


def as_mime(mail: MapiMail) -> bytes:
    """RFC 5322 octets: header fields if it has any, the text in the versions there are, everything attached."""
    return _whole(mail, count(1))


def _whole(mail: MapiMail, numbers: Iterator[int]) -> bytes:
    fields = [f"{name}: {value}" for name, value in _fields(mail) if value]
    return "\r\n".join((*fields, "MIME-Version: 1.0", "")).encode("utf-8", "replace") + _content(mail, numbers)


def _content(mail: MapiMail, numbers: Iterator[int]) -> bytes:
    body = [_text(text, sort) for text, sort in _versions(mail)]
    shown = [file for file in mail.files if _is_shown(mail, file)]
    text = _multipart("alternative", body, numbers) if len(body) != 1 else body[0]
    if shown:
        text = _multipart("related", [text, *(_attached(file, numbers, shown=True) for file in shown)], numbers)
    others = [_attached(file, numbers) for file in mail.files if file not in shown]
    for entry, method in ((_invitation(mail), "REQUEST"), (meeting_answer(mail), "REPLY")):
        if entry:
            others.insert(0, _part([f"Content-Type: text/calendar; charset=utf-8; method={method}"], entry))
    return _multipart("mixed", [text, *others], numbers) if others else text


def _versions(mail: MapiMail) -> Iterator[tuple[str, str]]:
    text, html = mail.text(mapi.BODY), mail.text(mapi.HTML)
    if text.strip():
        yield text, "plain"
    if html.strip():
        yield html, "html"
    packed = mail.values.get(mapi.RTF)
    if not text.strip() and not html.strip():
        yield (read_packed_rtf(packed) if isinstance(packed, bytes) and packed else ""), "plain"


def _is_shown(mail: MapiMail, file: MapiFile) -> bool:
    """Whether it is a picture in the text and no page of its own."""
    if not mail.text(mapi.MIME_TYPE, file.values).lower().startswith("image/"):
        return False
    flags, id = file.values.get(mapi.FLAGS, 0), mail.text(mapi.CONTENT_ID, file.values).strip("<> ")
    hidden = bool(file.values.get(mapi.HIDDEN)) or (isinstance(flags, int) and bool(flags & _IN_THE_TEXT))
    return hidden or bool(id and f"cid:{id}" in mail.text(mapi.HTML))


def _text(text: str, sort: str) -> bytes:
    return _part([f"Content-Type: text/{sort}; charset=utf-8"], text.encode("utf-8", "replace"))


def _attached(file: MapiFile, numbers: Iterator[int], *, shown: bool = False) -> bytes:
    if file.inside is not None:
        return b"Content-Type: message/rfc822\r\n\r\n" + _whole(file.inside, numbers)
    owner = MapiMail(file.values)
    kind = plain_line(owner.text(mapi.MIME_TYPE)).lower()
    kind = kind if kind.isascii() and kind.count("/") == 1 and " " not in kind else "application/octet-stream"
    if kind.startswith(("multipart/", "message/")):
        kind = "application/octet-stream"  # what it really is shows by its octets and its name
    names = (owner.text(number) for number in (mapi.LONG_FILENAME, mapi.FILENAME, mapi.DISPLAY_NAME))
    named = MimePart()
    named.add_header("Content-Disposition", "inline" if shown else "attachment")
    name = plain_line(next((name for name in names if name.strip()), ""))
    if name:
        named.set_param("filename", name, header="Content-Disposition", charset="utf-8", language="")
    fields = [f"Content-Type: {kind}", f"Content-Disposition: {named['Content-Disposition']}"]
    id = plain_line(owner.text(mapi.CONTENT_ID)).strip("<> ")
    if id and id.isascii():
        fields.append(f"Content-ID: <{id}>")
    return _part(fields, file.content)


def _part(fields: list[str], content: bytes) -> bytes:
    head = "\r\n".join((*fields, "Content-Transfer-Encoding: base64", "", "")).encode("utf-8", "replace")
    return head + binascii.b2a_base64(content, newline=False)


def _multipart(sort: str, parts: list[bytes], numbers: Iterator[int]) -> bytes:
    """Every leaf is base64, in which no boundary can stand, and every boundary has a number of its own."""
    mark = f"=_linkbot_{next(numbers)}".encode()
    head = b'Content-Type: multipart/%s; boundary="%s"\r\n\r\n' % (sort.encode(), mark)
    return head + b"".join(b"--%s\r\n%s\r\n" % (mark, part) for part in parts) + b"--%s--\r\n" % mark


def _fields(mail: MapiMail) -> Iterator[tuple[str, str]]:
    """As the mail came by the internet, its own header; what it lacks, from Outlook's properties."""
    sent = HeaderParser().parsestr(mail.text(mapi.HEADERS).lstrip()[: 10 * _LONGEST_FIELD])
    filled: set[str] = set()
    for name, value in list(sent.items())[:_MOST_FIELDS]:
        if _FIELD_NAME.fullmatch(name) and not name.lower().startswith(("content-", "mime-")):  # those are written anew
            words = plain_line(str(value))[:_LONGEST_FIELD]
            filled.update((name.lower(),) if words else ())
            yield name, words
    for name in _NEEDED:
        if name.lower() not in filled:
            yield name, _field(mail, name)


def _field(mail: MapiMail, name: str) -> str:
    if name == "From":
        return _mailbox(mail, mail.values, (mapi.FROM_SMTP, mapi.FROM_ADDRESS), mapi.FROM_NAME) or _mailbox(
            mail, mail.values, (mapi.SENDER_SMTP, mapi.SENDER_ADDRESS), mapi.SENDER_NAME
        )
    if name in _RECIPIENT_FIELDS.values():
        boxes = (
            _mailbox(mail, one, (mapi.SMTP_ADDRESS, mapi.ADDRESS), mapi.DISPLAY_NAME)
            for one in mail.recipients
            if _RECIPIENT_FIELDS.get(_number(one, mapi.RECIPIENT_TYPE)) == name
        )
        return ", ".join(box for box in boxes if box)
    if name == "Subject":
        return Header(plain_line(mail.text(mapi.SUBJECT)), "utf-8", maxlinelen=_LONGEST_FIELD).encode(linesep="")
    if name == "Date":
        return _date(mail, mapi.SUBMITTED) or _date(mail, mapi.DELIVERED)
    if name == "Message-ID":
        return plain_line(mail.text(mapi.MESSAGE_ID))[:1_000]
    return ""


def _mailbox(mail: MapiMail, values: Values, addresses: tuple[int, ...], name: int) -> str:
    """`Name <address>`; empty when it has only the name of a directory entry, which nobody outside can tell apart."""
    found = next((one for number in addresses if (one := parse_address(mail.text(number, values)))), None)
    if found is None or not found.address.isascii():
        return ""
    return formataddr((plain_line(mail.text(name, values)), found.address), "utf-8")


def _number(values: Values, number: int) -> int:
    value = values.get(number)
    return value if isinstance(value, int) else 0


def _time(mail: MapiMail, number: int) -> datetime | None:
    ticks = _number(mail.values, number)
    try:
        return _START_OF_TIME + timedelta(microseconds=ticks // 10) if ticks > 0 else None
    except OverflowError:
        return None


def _date(mail: MapiMail, number: int) -> str:
    found = _time(mail, number)
    return format_datetime(found) if found else ""


def _invitation(mail: MapiMail) -> bytes:
    """A meeting as a calendar entry, for its hours stand in no text; empty when the mail is none."""
    starts = _time(mail, mapi.STARTS)
    if starts is None or not mail.text(mapi.MESSAGE_CLASS).lower().startswith(_MEETING):
        return b""
    event, calendar = Event(), Calendar()
    event.add("summary", plain_line(mail.text(mapi.SUBJECT)))
    event.add("dtstart", starts)
    ends = _time(mail, mapi.ENDS)
    if ends is not None:
        event.add("dtend", ends)
    calendar.add_component(event)
    octets: bytes = calendar.to_ical()
    return octets
