"""An officer's answer to a meeting, kept Outlook's way in a winmail.dat, as the calendar part other programs send.

Which meeting it is stands in a property of its own: with Outlook's own number in it, or the UID of whoever invited.
"""

from __future__ import annotations

from linkbot.extraction import mapi
from linkbot.extraction.mapi import MapiMail

_ANSWERS = {
    "ipm.schedule.meeting.resp.pos": "ACCEPTED",
    "ipm.schedule.meeting.resp.tent": "TENTATIVE",
    "ipm.schedule.meeting.resp.neg": "DECLINED",
    "ipm.microsoft schedule.mtgrespp": "ACCEPTED",
    "ipm.microsoft schedule.mtgrespa": "TENTATIVE",
    "ipm.microsoft schedule.mtgrespn": "DECLINED",
}
_HEAD, _DAY = 16, slice(16, 20)  # of the number: which sort it is, and the day of one of a series
_SIZE = slice(36, 40)
_FOREIGN = b"vCal-Uid\x01\0\0\0"


def meeting_answer(mail: MapiMail) -> bytes:
    """RFC 5546 REPLY; who answers, the mail around it says. Empty for all other mail."""
    said = _ANSWERS.get(mail.text(mapi.MESSAGE_CLASS).strip().lower())
    number = mail.values.get(mapi.MEETING)
    uid = meeting_uid(number) if isinstance(number, bytes) else ""
    if said is None or not uid:
        return b""
    lines = (
        "BEGIN:VCALENDAR",
        "METHOD:REPLY",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"ATTENDEE;PARTSTAT={said}:invalid:nomail",
    )
    return "\r\n".join((*lines, "END:VEVENT", "END:VCALENDAR", "")).encode()


def meeting_uid(number: bytes) -> str:
    """The UID that calendars know it by; empty when it is cut off or odd. [MS-OXOCAL] 2.2.1.27."""
    if len(number) <= _SIZE.stop or int.from_bytes(number[_SIZE], "little") > len(number) - _SIZE.stop:
        return ""
    own = number[_SIZE.stop :]
    if own.startswith(_FOREIGN):
        text = own.removeprefix(_FOREIGN).rstrip(b"\0").decode("latin-1")
        return text if text.isascii() and text.isprintable() and len(text) <= 1_000 else ""
    return (number[:_HEAD] + bytes(4) + number[_DAY.stop :]).hex().upper()[:1_000]
