"""A mail's envelope as SMTP wants it: size, letters, word of a failure to deliver; and its octets for the wire.

Asks of the server only what it offered in its greeting; what a server cannot carry is said before anything is sent.
"""

from __future__ import annotations

import re
import smtplib

from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Permanent

_LINE_END = re.compile(rb"\r\n|\r|\n")
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
_XTEXT = re.compile(r"[^\x21-\x2a\x2c-\x3c\x3e-\x7e]")  # RFC 3461 4: all but printable ASCII, "+" and "="
_LONGEST_ID = 100  # RFC 3461 4.4


def wire_form(octets: bytes) -> bytes:
    """CRLF line ends, dots doubled, a line end at the close: what goes between DATA and the last dot."""
    data = _LEADING_DOT.sub(b"..", _LINE_END.sub(b"\r\n", octets))
    return data if data.endswith(b"\r\n") else data + b"\r\n"


def mail_options(server: smtplib.SMTP, mail: OutgoingMail, data: bytes) -> list[str]:
    """SIZE, BODY, SMTPUTF8 as the mail needs them; of a failure only the header back, under our Message-ID (RFC 3461).

    Raises Permanent when the server cannot carry the mail.
    """
    options: list[str] = []
    limit = server.esmtp_features.get("size", "")
    if server.has_extn("size"):
        if limit.isdecimal() and 0 < int(limit) < len(data):
            raise Permanent(
                f"Mail {mail.message_id} has {len(data)} octets, the relay takes {limit} at most. Send its "
                "attachments by another way, or have the limit raised at the mail server and try again."
            )
        options.append(f"size={len(data)}")
    if not data.isascii():
        if not server.has_extn("8bitmime"):
            raise Permanent(f"Mail {mail.message_id} holds 8-bit octets, which this relay does not take.")
        options.append("body=8bitmime")
    if not all(address.isascii() for address in (mail.sender, *mail.recipients)):
        if not server.has_extn("smtputf8"):
            raise Permanent(f"An address of mail {mail.message_id} holds letters that this relay does not take.")
        options.append("smtputf8")
    if server.has_extn("dsn"):
        options.append("ret=hdrs")
        envelope = _xtext(mail.message_id)
        if len(envelope) <= _LONGEST_ID:
            options.append(f"envid={envelope}")
    return options


def recipient_options(server: smtplib.SMTP, address: str) -> list[str]:
    """Word of failures only: a delay is the relay's to mend, and it tells of one that lasts by failing."""
    if not server.has_extn("dsn"):
        return []
    return ["notify=failure", *([f"orcpt=rfc822;{_xtext(address)}"] if address.isascii() else [])]


def _xtext(text: str) -> str:
    return _XTEXT.sub(lambda sign: "".join(f"+{octet:02X}" for octet in sign[0].encode()), text)
