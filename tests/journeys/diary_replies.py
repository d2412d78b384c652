"""Answers to invitations in the shape that the programs officers use give them: Outlook, Exchange, Gmail, Apple."""

from __future__ import annotations

from base64 import encodebytes
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from .letters import OURS, RECEIVER

SUBJECTS = {"ACCEPTED": "Accepted", "TENTATIVE": "Vorläufig zugesagt", "DECLINED": "Refusé", "DELEGATED": "Delegated"}


@dataclass(frozen=True)
class Given:
    """What is answered, by whom, and what their program knows of the entry."""

    uid: str
    partstat: str = "ACCEPTED"
    by: str = "owner@anytown.gov.uk"
    attendee: str | None = None  # as the calendar part names them, where that is somebody else
    sequence: int = 0
    day: str = "20261124"
    delegate: str | None = None
    passes: bool | None = True
    subject: str | None = None
    note: str = ""

    @property
    def named(self) -> str:
        return self.attendee or self.by


def outlook(given: Given, at: datetime, number: int) -> bytes:
    """As Exchange writes what Outlook sends: the calendar last among alternatives, in base64, its own zone names."""
    calendar = _calendar(
        "Microsoft Exchange Server 2010",
        _method(given),
        "BEGIN:VTIMEZONE",
        "TZID:GMT Standard Time",
        "BEGIN:STANDARD",
        "DTSTART:16010101T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0000",
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:16010101T010000",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0100",
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        *_delegates(given, "MAILTO"),
        f'ATTENDEE;PARTSTAT={_partstat(given)};CN="Bloom, Una: Repairs"{_to(given)}:MAILTO:{given.named}',
        "COMMENT;LANGUAGE=en-GB:\\n" + given.note,
        f"UID:{given.uid}",
        "SUMMARY;LANGUAGE=en-GB:Declined: Ombudsman: task due soon",
        *_times(given),
        "CLASS:PUBLIC",
        "PRIORITY:5",
        f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
        "TRANSP:TRANSPARENT",
        "STATUS:CONFIRMED",
        f"SEQUENCE:{given.sequence}",
        "LOCATION;LANGUAGE=en-GB:",
        f"X-MICROSOFT-CDO-APPT-SEQUENCE:{given.sequence}",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "X-MICROSOFT-CDO-INTENDEDSTATUS:FREE",
        "END:VEVENT",
    )
    html = f"<html><body><p>{given.note}</p></body></html>"
    return _mail(
        given,
        at,
        number,
        'Thread-Topic: Ombudsman\r\nX-MS-Has-Attach:\r\nContent-Type: multipart/alternative; boundary="_000_"',
        _part('text/plain; charset="us-ascii"', given.note.encode()),
        _part('text/html; charset="us-ascii"', html.encode()),
        _part(f'text/calendar; charset="utf-8"; method={_method(given)}', calendar, base64=True),
        boundary="_000_",
    )


def gmail(given: Given, at: datetime, number: int) -> bytes:
    """The same calendar twice, beside the words and as a file; times in UTC."""
    calendar = _calendar(
        "-//Google Inc//Google Calendar 70.9054//EN",
        "REPLY",
        "BEGIN:VEVENT",
        f"DTSTART:{given.day}T090000Z",
        f"DTEND:{given.day}T093000Z",
        f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
        f"ORGANIZER;CN=Anytown Council Ombudsman desk (linkbot):mailto:{OURS}",
        f"UID:{given.uid}",
        _folded(
            "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT="
            f"{given.partstat};CN={given.named};X-NUM-GUESTS=0:mailto:{given.named}"
        ),
        f"SEQUENCE:{given.sequence}",
        "STATUS:CONFIRMED",
        "SUMMARY:Ombudsman: task due soon",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    )
    words = f"{given.named} has answered this invitation.\r\n\r\nOmbudsman: task due soon\r\n"
    inner = _multipart(
        'multipart/alternative; boundary="in"',
        _part('text/plain; charset="UTF-8"; format=flowed; delsp=yes', words.encode(), base64=True),
        _part('text/html; charset="UTF-8"', f"<p>{words}</p>".encode()),
        _part('text/calendar; charset="UTF-8"; method=REPLY', calendar),
        boundary="in",
    )
    file = _part(
        'application/ics; name="invite.ics"',
        calendar,
        base64=True,
        more='Content-Disposition: attachment; filename="invite.ics"',
    )
    return _mail(given, at, number, 'Content-Type: multipart/mixed; boundary="out"', inner, file, boundary="out")


def apple(given: Given, at: datetime, number: int) -> bytes:
    """One part, the calendar as a file, the zone by its IANA name."""
    calendar = _calendar(
        "-//Apple Inc.//macOS 15.1//EN",
        "REPLY",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        f'ATTENDEE;CN="Una Bloom";EMAIL="{given.named}";PARTSTAT={given.partstat}:mailto:{given.named}',
        f"DTEND;TZID=Europe/London:{given.day}T093000",
        f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
        f"DTSTART;TZID=Europe/London:{given.day}T090000",
        f"ORGANIZER;CN=desk:mailto:{OURS}",
        f"SEQUENCE:{given.sequence}",
        "SUMMARY:Ombudsman: task due soon",
        f"UID:{given.uid}",
        "END:VEVENT",
    )
    name = 'text/calendar; charset=utf-8; name="iCal-20261117-101500.ics"; method=REPLY'
    file = _part(name, calendar, more='Content-Disposition: attachment; filename="iCal-20261117-101500.ics"')
    return _mail(given, at, number, 'Content-Type: multipart/mixed; boundary="=_a"', file, boundary="=_a")


def bare(given: Given, at: datetime, number: int) -> bytes:
    """No words at all: the whole mail is the calendar; the program is one nobody knows, its line ends are bare."""
    calendar = _calendar(
        "-//Somebody//1.0//", "REPLY", "BEGIN:VEVENT", f"UID:{given.uid}",
        f"ATTENDEE;PARTSTAT={given.partstat.lower()}:MailTo:{given.named.upper()}", "END:VEVENT",
    ).replace(b"\r\n", b"\n")  # fmt: skip
    head = _head(given, at, number)
    return f"{head}Content-Type: text/calendar; method=reply\r\n\r\n".encode() + calendar


PROGRAMS: tuple[Callable[[Given, datetime, int], bytes], ...] = (outlook, gmail, apple, bare)


def _method(given: Given) -> str:
    return "COUNTER" if given.partstat == "COUNTER" else "REPLY"


def _partstat(given: Given) -> str:
    return "TENTATIVE" if given.partstat == "COUNTER" else given.partstat


def _times(given: Given) -> tuple[str, ...]:
    if given.partstat != "COUNTER":
        return (
            f"DTSTART;TZID=GMT Standard Time:{given.day}T090000",
            f"DTEND;TZID=GMT Standard Time:{given.day}T093000",
        )
    return (
        "DTSTART;TZID=GMT Standard Time:20261204T140000",
        "DTEND;TZID=GMT Standard Time:20261204T143000",
        f"X-MS-OLK-ORIGINALSTART;TZID=GMT Standard Time:{given.day}T090000",
        f"X-MS-OLK-ORIGINALEND;TZID=GMT Standard Time:{given.day}T093000",
    )


def _to(given: Given) -> str:
    return f';DELEGATED-TO="mailto:{given.delegate}"' if given.delegate else ""


def _delegates(given: Given, scheme: str) -> tuple[str, ...]:
    if given.delegate is None:
        return ()
    return (f'ATTENDEE;PARTSTAT=NEEDS-ACTION;DELEGATED-FROM="{scheme}:{given.named}":{scheme}:{given.delegate}',)


def _calendar(program: str, method: str, *lines: str) -> bytes:
    whole = ("BEGIN:VCALENDAR", f"METHOD:{method}", f"PRODID:{program}", "VERSION:2.0", *lines, "END:VCALENDAR", "")
    return "\r\n".join(whole).encode()


def _folded(line: str) -> str:
    return "\r\n ".join(line[start : start + 70] for start in range(0, len(line), 70))


def _head(given: Given, at: datetime, number: int) -> str:
    domain = given.by.rpartition("@")[2]
    word = "pass" if given.passes else "fail"
    results = (
        ""
        if given.passes is None
        else f"Authentication-Results: {RECEIVER}; dkim={word} header.d={domain}; dmarc={word} header.from={domain}\r\n"
    )
    inside = f"from desk.{domain} ([10.1.2.3]) by {RECEIVER} with ESMTP; {format_datetime(at)}"
    outside = f"from out.example.net (out.example.net [192.0.2.7]) by {RECEIVER} with ESMTPS; {format_datetime(at)}"
    subject = given.subject or f"{SUBJECTS.get(given.partstat, 'Answer')}: Ombudsman: task due soon"
    return (
        f"Received: {inside if given.passes else outside}\r\n{results}From: {given.by}\r\nTo: {OURS}\r\n"
        f"Subject: {subject}\r\nDate: {format_datetime(at)}\r\n"
        f"Message-ID: <answer-{number}@{domain}>\r\nMIME-Version: 1.0\r\n"
    )


def _mail(given: Given, at: datetime, number: int, head: str, *parts: bytes, boundary: str) -> bytes:
    return f"{_head(given, at, number)}{head}\r\n\r\n".encode() + _joined(parts, boundary)


def _multipart(head: str, *parts: bytes, boundary: str) -> bytes:
    return f"Content-Type: {head}\r\n\r\n".encode() + _joined(parts, boundary)


def _joined(parts: tuple[bytes, ...], boundary: str) -> bytes:
    mark = boundary.encode()
    return b"".join(b"--" + mark + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + mark + b"--\r\n"


def _part(kind: str, content: bytes, *, base64: bool = False, more: str = "") -> bytes:
    fields = [f"Content-Type: {kind}", *([more] if more else [])]
    fields.append("Content-Transfer-Encoding: base64" if base64 else "Content-Transfer-Encoding: 8bit")
    return "\r\n".join((*fields, "", "")).encode() + (encodebytes(content) if base64 else content)
