"""A composed mail as the sending contracts need it."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

from linkbot.model.outgoing import OutgoingMail

SENDER = "linkbot@anytown.example"
OWNER = "owen.hale@anytown.example"
HEAD = "head.repairs@anytown.example"


def a_mail(
    key: str = "a1b2", *recipients: str, body: str = "Two points are open.\n", invite: bool = False
) -> OutgoingMail:
    to = recipients or (OWNER, HEAD)
    message = EmailMessage(policy=SMTP)
    message["From"] = SENDER
    message["To"] = to[0]
    message["Date"] = "Mon, 02 Nov 2026 09:30:00 +0000"
    message["Message-ID"] = f"<{key}@linkbot.example>"
    message["Subject"] = "HO 202312345: housing repairs"
    message.set_content(body)
    if invite:
        message.add_alternative(CALENDAR.encode(), maintype="text", subtype="calendar", params={"method": "REQUEST"})
    return OutgoingMail(key, f"{key}@linkbot.example", SENDER, to, message.as_bytes())


def with_files(mail: OutgoingMail, *files: tuple[str, int]) -> OutgoingMail:
    """The same mail with files of so many octets."""
    message = message_from_bytes(mail.octets, policy=SMTP)
    assert isinstance(message, EmailMessage)
    for name, size in files:
        message.add_attachment(b"%PDF-" * (size // 5), maintype="application", subtype="pdf", filename=name)
    return replace(mail, octets=message.as_bytes())


CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
