"""Headers that make a message doubtful whatever our receiver said of it: an unclear From, and what a passed signature
does not cover.

A signature covers the fields it names, once each, and the body. Whoever holds a genuine letter can put further fields
on top, or write one that a mail program takes for the beginning of the body, and send it on: it still passes.
"""

from __future__ import annotations

import re

from linkbot.model.mail import Message
from linkbot.model.organisation import AuthenticationPolicy

_ONCE = ("from", "subject", "date", "message-id", "content-type", "content-transfer-encoding")
_BROKEN = (
    "bare carriage return",
    "two kinds of line ends",
    "MissingHeaderBodySeparator",
    "MisplacedEnvelopeHeader",
    "header fields: the rest",
)
_REPORT = "x-forefront-antispam-report"
_IDENTITY = re.compile(r"(?:^|;)\s*CAT\s*:\s*(SPOOF|H?PHI?SH|DIMP|UIMP|GIMP)\b", re.IGNORECASE)


def odd_from(message: Message) -> str | None:
    """RFC 5322 wants one From with one mailbox; mail programs disagree on which of several to show."""
    values = message.all_headers("from")
    if len(values) > 1:
        return "more than one From header"
    if message.from_ is None:
        return "no single address can be read in From" if values and values[0] else "there is no From address"
    before = _before_the_address(values[0]) if values else ""
    return "group syntax in From" if ":" in before and values[0].rstrip().endswith(";") else None


def _before_the_address(value: str) -> str:
    """What stands before the first `<` or `@` outside quotes, without the quoted."""
    kept: list[str] = []
    quoted = escaped = False
    for char in value:
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == '"':
            quoted = not quoted
        elif not quoted:
            if char in "<@":
                break
            kept.append(char)
    return "".join(kept)


def beyond_the_signature(message: Message) -> str | None:
    """Why a message that passed may still say what its sender never wrote."""
    names = [name for name, _ in message.headers]
    doubled = next((name for name in _ONCE if names.count(name) > 1), None)
    if doubled:
        return f"it has more than one {doubled.title()} header: one of them may have been put there on the way"
    broken = next((one for one in message.defects if any(mark in one for mark in _BROKEN)), None)
    return f"its header block is broken, and others may read it differently ({broken})" if broken else None


def filter_objects(message: Message, policy: AuthenticationPolicy) -> str | None:
    """Exchange Online's filter took the message for spoofed, phishing or impersonating. Only ever held against a
    message, so it does not matter who wrote the header."""
    if not policy.microsoft:
        return None
    for value in message.all_headers(_REPORT):
        if found := _IDENTITY.search(value):
            return f"Exchange Online's filter marked it {found[0].strip('; ')}"
    return None
