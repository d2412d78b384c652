"""A composed mail as the sending contracts need it."""

from __future__ import annotations

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
    message["Message-ID"] = f"<{key}@linkbot.example>"
    message["Subject"] = "HO 202312345: housing repairs"
    message.set_content(body)
    if invite:
        message.add_alternative(CALENDAR.encode(), maintype="text", subtype="calendar", params={"method": "REQUEST"})
    return OutgoingMail(key, f"{key}@linkbot.example", SENDER, to, message.as_bytes())


CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
