"""Letters as Exchange Online holds them, with its own words on the sender."""

from __future__ import annotations

from email.utils import format_datetime

from mailbox_worlds import MONDAY

LETTER_ID = "letter-7@lgo.example"
INVESTIGATOR = "ines.castell@lgo.example"
COMPLAINANT = "pat.resident@home.example"
RESULTS = "spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=lgo.example; dkim=pass header.d=lgo.example; dmarc=pass"


def a_letter(number: int = 7, *, body: str = "Please send us the repairs log.", results: str | None = RESULTS) -> bytes:
    """To be answered elsewhere (Reply-To), and copied to the complainant."""
    return "\r\n".join(
        (
            "Received: from GB1.prod.outlook.com by GB2.prod.outlook.com; " + format_datetime(MONDAY),
            *([f"Authentication-Results: {results}"] if results else []),
            "Received: from mx.lgo.example (192.0.2.7) by GB1.mail.protection.outlook.com; " + format_datetime(MONDAY),
            f"Message-ID: <letter-{number}@lgo.example>",
            f"From: Ines Castell <{INVESTIGATOR}>",
            "Reply-To: somebody.else@elsewhere.example",
            "To: ombudsman@anytown.gov.uk",
            f"Cc: {COMPLAINANT}",
            f"Subject: Our reference 26 104 37{number}",
            "",
            body,
            "",
        )
    ).encode()
