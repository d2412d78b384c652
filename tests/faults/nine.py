"""Nine awkward messages that other mailbox programs were measured to get wrong: copies, threads, letters, machines."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.journeys.letters import RECEIVER, lgsco

from .world import START

ORIGINAL_ID = "original@lgo.org.uk"
ORIGINAL = lgsco(
    "Enquiries: 26 104 377",
    "Our reference: 26 104 377\n\nPlease send me the housing repairs log by 27 November 2026.",
    message_id=ORIGINAL_ID,
)
BY_REFERENCES = lgsco(
    "Re: your request",
    "Thank you for asking for more time to answer my enquiries. I agree to extend the deadline. Please send the "
    "information by 11 December 2026.",
    headers=(("References", f"<elsewhere@lgo.org.uk> <{ORIGINAL_ID}>"),),
)
BY_IN_REPLY_TO = lgsco(
    "Re: your second request",
    "Thank you for asking for more time again. I agree to extend the deadline. Please send the information by "
    "18 December 2026.",
    replies_to=ORIGINAL_ID,
)
COPY = lgsco(
    "New complaint 26 104 388",
    "Our reference: 26 104 388\n\nWe have decided to investigate this complaint about housing repairs.",
)


def raw(number: int, *headers: str, body: bytes, sender: str = "Pat Lowe <pat@home.example>") -> bytes:
    at = (START + timedelta(minutes=number)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    lines = (
        f"Received: from out.example by {RECEIVER}; {at}",
        f"From: {sender}",
        "To: ombudsman@anytown.gov.uk",
        f"Date: {at}",
        f"Message-ID: <awkward-{number}@home.example>",
        *headers,
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def threaded_three(start: datetime = START) -> dict[str, bytes]:
    letters = {"original": ORIGINAL, "by references": BY_REFERENCES, "by in-reply-to": BY_IN_REPLY_TO}
    return {
        name: mail.octets(start + timedelta(minutes=number), number)
        for number, (name, mail) in enumerate(letters.items())
    }


def all_nine() -> dict[str, bytes]:
    copy = COPY.octets(START + timedelta(minutes=3), 3)
    return threaded_three() | {
        "copy": copy,
        "the copy again": copy,
        "utf-8 without a word": raw(5, "Subject: Compensation", body="I was promised £250 – where is it?".encode()),
        "automatic reply": raw(
            6,
            "Subject: Automatic reply: Enquiries",
            "Auto-Submitted: auto-replied (vacation)",
            body=b"I am away until Monday.",
        ),
        "bounce": raw(
            7,
            "Return-Path: <>",
            "Subject: Undelivered Mail Returned to Sender",
            "Auto-Submitted: auto-replied",
            "Content-Type: text/plain",
            sender="MAILER-DAEMON@anytown.gov.uk",
            body=b"I could not deliver your message to <nobody@anytown.gov.uk>: user unknown.",
        ),
        "latin-1": raw(
            8,
            "Subject: Answer",
            "Content-Type: text/plain; charset=iso-8859-1",
            "Content-Transfer-Encoding: 8bit",
            body=b"You still owe me \xa3250, says Ren\xe9e.",
        ),
    }
