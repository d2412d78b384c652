"""Header lines of mails of ours, strictly: ASCII on the wire, folded, and never more lines than were meant.

Values with line ends or control characters are refused, not repaired: whoever wants them repaired does so before
(`engine.wording.plain`). Reading headers of others is `engine.mail.parse_headers`.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]+"
)
_MESSAGE_ID = re.compile(r"[!-;=?-~]{1,240}")  # printable ASCII without blanks and angle brackets
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_OCTETS_IN_A_WORD = 45  # sixty characters of base64: an encoded word stays under 75 (RFC 2047)


class HeaderRefused(ValueError):
    """A value that must not stand in a header: which, and why."""


def header_line(name: str, value: str) -> bytes:
    """`Name: value` with CRLF. The value is encoded already; folds (`CRLF space`) may stand in it, no other control."""
    if any(_CONTROL.search(part) for part in value.split("\r\n ")):
        raise HeaderRefused(f"{name} holds a line end or control character: {value!r}")
    try:
        return f"{name}: {value}\r\n".encode("ascii")
    except UnicodeEncodeError as error:
        raise HeaderRefused(f"{name} is not ASCII: {value!r}") from error


def unstructured(text: str) -> str:
    """The text of a subject: as it is when short plain ASCII, else in encoded words."""
    if _CONTROL.search(text):
        raise HeaderRefused(f"a line end or control character in {text!r}")
    plain = text.isascii() and "=?" not in text and text == " ".join(text.split()) and len(text) <= 900
    if plain and max(map(len, text.split()), default=0) <= 60:
        return "\r\n ".join(_wrapped(text))
    return _encoded(text)


def mailbox(address: str, name: str | None = None) -> str:
    """`Name <address>`; refuses an address that is not a plain one of the net."""
    if not _ADDRESS.fullmatch(address) or len(address) > 254:
        raise HeaderRefused(f"{address!r} is no address a mail can be sent to")
    if not name:
        return address
    if _CONTROL.search(name):
        raise HeaderRefused(f"a line end or control character in the name {name!r}")
    if _NAME.fullmatch(name) and name == " ".join(name.split()) and "=?" not in name and len(name) <= 60:
        return f"{name} <{address}>"
    return f"{_encoded(name)}\r\n <{address}>"


def mailboxes(addresses: tuple[str, ...]) -> str:
    return ",\r\n ".join(mailbox(address) for address in addresses)


def message_ids(ids: tuple[str, ...]) -> str:
    """For In-Reply-To and References. An id that could not stand there is left out: the rest still thread the mail."""
    return "\r\n ".join(f"<{id}>" for id in ids if _MESSAGE_ID.fullmatch(id))


def instant(at: datetime) -> str:
    """RFC 5322; refuses a time that does not know its offset."""
    if at.tzinfo is None:
        raise HeaderRefused(f"the time {at} has no offset")
    return format_datetime(at)


def _wrapped(text: str) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > 66:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def _encoded(text: str) -> str:
    words, chunk = [], b""
    for character in text:
        octets = character.encode("utf-8", "replace")
        if len(chunk) + len(octets) > _OCTETS_IN_A_WORD:
            words.append(chunk)
            chunk = b""
        chunk += octets
    words.append(chunk)
    return "\r\n ".join(f"=?utf-8?B?{base64.b64encode(word).decode()}?=" for word in words)
