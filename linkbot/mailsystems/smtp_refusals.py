"""What a mail server says no with, as errors of the port: "later" (4xx) and "never" (5xx) told apart.

Decides nothing about what was sent; the words are the server's own, so that IT finds them in its log.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass

from linkbot.ports import Permanent, Transient


@dataclass(frozen=True)
class RefusedRecipient:
    address: str
    code: int
    words: str

    @property
    def for_good(self) -> bool:
        return 500 <= self.code <= 599


def words_of(text: bytes | str) -> str:
    return " ".join((text.decode("utf-8", "replace") if isinstance(text, bytes) else text).split())


def refusal(code: int, text: bytes | str, what: str) -> Transient | Permanent:
    """RFC 5321 4.2.1: 4xx asks to come again, 5xx does not. No code at all (-1) is a connection that broke."""
    if 500 <= code <= 599:
        return Permanent(f"{what} was refused for good: {code} {words_of(text)}")
    return Transient(f"{what} was put off: {code} {words_of(text)}")


def refused_recipients(refused: list[RefusedRecipient], *, reached: tuple[str, ...]) -> Transient | Permanent:
    """Who got it and who did not. One refused for good makes the rest wait for a person, who is told every name; else
    the rest is tried again, and only the rest.
    """
    told = "; ".join(f"{one.address} ({one.code} {one.words})" for one in refused)
    whom = f"Sent to {', '.join(reached)} and to nobody else" if reached else "Sent to nobody"
    if not any(one.for_good for one in refused):
        return Transient(f"{whom} yet, because the relay puts off: {told}", reached=reached)
    twice = "; whoever has it does not get it twice" if reached else ""
    return Permanent(
        f"{whom}, because the relay refuses: {told}. Have the address put right, then try again{twice}.",
        reached=reached,
    )


def connection_fault(error: OSError | smtplib.SMTPException, where: str) -> Transient | Permanent:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Permanent(
            f"The certificate of {where} does not prove who it is: {error.verify_message}. Ask for a valid one, or add "
            "the organisation's own authority to the system's certificates."
        )
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Permanent(f"{where} offers no STARTTLS: set smtp.security to tls or none, or use another port.")
    if isinstance(error, smtplib.SMTPResponseException):
        return refusal(error.smtp_code, error.smtp_error, f"The connection to {where}")
    return Transient(f"{where} cannot be reached: {error}")
