"""What mail servers send back when one of ours did not arrive: Postfix, Exchange Online, Exim, and a mere delay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from .letters import OURS, RECEIVER

Made = Callable[[datetime, int], bytes]
FULL = "552 5.2.2 mailbox full"


def postfix(
    mail: EmailMessage, *, why: str = FULL, action: str = "failed", envid: bool = True, headers: bool = True
) -> Made:
    """multipart/report with the returned header, or (`headers` False) without it."""
    to = str(mail["To"])
    id = str(mail["Message-ID"]).strip("<>")
    subject = {"failed": "Undelivered Mail Returned to Sender"}.get(action, "Delayed Mail (still being retried)")
    status = "\n".join(
        (
            f"Reporting-MTA: dns; {RECEIVER}",
            *((f"Original-Envelope-Id: {id}",) if envid else ()),
            "",
            f"Final-Recipient: rfc822; {to}",
            f"Original-Recipient: rfc822;{to.replace('@', '+40')}",
            f"Action: {action}",
            "Status: 5.2.2" if action == "failed" else "Status: 4.4.1",
            f"Diagnostic-Code: smtp; {why}",
        )
    )
    returned = f"From: {OURS}\nTo: {to}\nSubject: {' '.join(str(mail['Subject']).split())}\nMessage-ID: <{id}>\n"

    def made(at: datetime, number: int) -> bytes:
        parts = [
            ("text/plain; charset=us-ascii", f"This is the mail system at host {RECEIVER}.\n\n<{to}>: {why}\n"),
            ("message/delivery-status", status + "\n"),
            *((("text/rfc822-headers", returned),) if headers else ()),
        ]
        inner = "".join(f"--=_b\nContent-Type: {kind}\n\n{text}\n" for kind, text in parts)
        return _wire(
            f"Return-Path: <>\nReceived: by {RECEIVER} (Postfix) id 4f{number}; {format_datetime(at)}\n"
            f"From: Mail Delivery System <MAILER-DAEMON@{RECEIVER}>\nTo: {OURS}\nSubject: {subject}\n"
            f"Date: {format_datetime(at)}\nMessage-ID: <bounce-{number}@{RECEIVER}>\nAuto-Submitted: auto-replied\n"
            'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="=_b"\n\n'
            f"{inner}--=_b--\n"
        )

    return made


def exchange(mail: EmailMessage) -> Made:
    """Exchange Online: the whole mail inside, the original named in In-Reply-To, no envelope id."""
    to = str(mail["To"])

    def made(at: datetime, number: int) -> bytes:
        inside = mail.as_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
        return _wire(
            f"Received: from anytown.mail.protection.example by {RECEIVER} with HTTPS; {format_datetime(at)}\n"
            f"From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@anytown.gov.uk>\nTo: {OURS}\n"
            f"Subject: Undeliverable: {' '.join(str(mail['Subject']).split())}\nDate: {format_datetime(at)}\n"
            f"Message-ID: <ndr-{number}@anytown.mail.protection.example>\nIn-Reply-To: {mail['Message-ID']}\n"
            f"References: {mail['Message-ID']}\nAuto-Submitted: auto-replied\nX-MS-Exchange-Message-Is-Ndr: \n"
            'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="=_e"\n\n'
            "--=_e\nContent-Type: text/plain\n\nYour message couldn't be delivered.\n\n"
            "--=_e\nContent-Type: message/delivery-status\n\n"
            f"Reporting-MTA: dns;x.example\n\nFinal-recipient: RFC822;{to}\nAction: failed\nStatus: 5.1.10\n"
            "Diagnostic-code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found\n\n"
            f"--=_e\nContent-Type: message/rfc822\n\n{inside}\n--=_e--\n"
        )

    return made


def exim(mail: EmailMessage) -> Made:
    """No report: words, and a copy of the mail's header in them."""
    to = str(mail["To"])

    def made(at: datetime, number: int) -> bytes:
        return _wire(
            f"Return-path: <>\nReceived: by {RECEIVER} id {number}; {format_datetime(at)}\nX-Failed-Recipients: {to}\n"
            f"Auto-Submitted: auto-replied\nFrom: Mail Delivery System <Mailer-Daemon@{RECEIVER}>\nTo: {OURS}\n"
            f"Subject: Mail delivery failed: returning message to sender\nDate: {format_datetime(at)}\n"
            f"Message-ID: <exim-{number}@{RECEIVER}>\n\n"
            "This message was created automatically by mail delivery software.\n\n"
            f"A message that you sent could not be delivered to:\n\n  {to}\n    Unrouteable address\n\n"
            "------ This is a copy of the headers. ------\n\n"
            f"From: {OURS}\nMessage-ID: {mail['Message-ID']}\n"
        )

    return made


def _wire(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()
