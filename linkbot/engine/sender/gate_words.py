"""The gates that go by headers and words: bounces, automatic replies, linkbot's own mail, list mail.

Each answers with the words it saw, or None. The caution is here: what could be casework is never taken for noise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from linkbot.model.acting import Acting
from linkbot.model.gates import Gate
from linkbot.model.mail import Message
from linkbot.model.organisation import Organisation

_OPENING = 600  # characters of the new text in which an absence or a machine introduces itself
_LABELLED = re.compile(r"\b(?:our|case|complaint)\s+(?:ref(?:erence)?|no|number)\b\s*[.:]?\s*\S*\d", re.IGNORECASE)
_REPLIED = "auto-replied"


@dataclass(frozen=True)
class Words:
    reason: str  # for a person
    source: str
    quote: str


def words(row: Gate, message: Message) -> Words | None:
    """A header or a sender of the row; a subject of the row only with a sender that bounces (no return path)."""
    found = _header(row, message)
    if found:
        return found
    sender = message.from_.local_part if message.from_ else ""
    if sender in row.senders:
        return Words(f"it is from {sender}", "header:From", message.from_.address if message.from_ else "")
    returns = message.header("return-path")
    if returns is not None and returns.strip() == "<>" and (hit := _first(row.subjects, message.subject)):
        return Words("it came without a return path and says so", "header:Subject", hit)
    return None


def automatic(row: Gate, message: Message, acting: Acting, *, from_ombudsman: bool) -> Words | None:
    """RFC 3834: `auto-replied` always; other values, and Exchange's suppress header alone, need more.

    `auto-generated` is also on an ombudsman's portal notices, and `X-Auto-Response-Suppress` on anything a case system
    sends: alone they say only "do not answer me". Then the words of an absence must stand in subject or opening, or,
    for a stranger's `auto-generated`, nothing that tells us something waits.
    """
    if found := _header(row, message):
        return found
    if subject := _first(row.subjects, message.subject):
        return Words("its subject is that of an automatic reply", "header:Subject", subject)
    value = (message.header("auto-submitted") or "no").partition(";")[0].strip().casefold()
    source, text = opening(acting)
    says_so = _first(row.texts, text)
    if value == _REPLIED:
        return Words("the sender's system answered by itself", "header:Auto-Submitted", value)
    marked = value not in ("", "no")
    if (marked or message.header("x-auto-response-suppress")) and says_so:
        return Words("it says that it is an automatic reply", source, says_so)
    if not marked or from_ombudsman:
        return None
    whole = "\n".join((message.subject, *(letter.text for letter in acting.letters)))
    if _first(row.unless, whole) or acting.forwarded:
        return None
    return Words("a machine sent it by itself", "header:Auto-Submitted", value)


def own_mail(row: Gate, message: Message, acting: Acting, *, organisation: Organisation) -> Words | None:
    """Linkbot's own mail come back, or mail of our own mailbox that brings no ombudsman's letter with it."""
    if found := _header(row, message):
        return found
    sender = message.from_.address if message.from_ else ""
    own = sender in {mailbox.casefold() for mailbox in organisation.mailboxes}
    return Words("it is from our own mailbox", "header:From", sender) if own and not acting.forwarded else None


def list_mail(
    row: Gate, message: Message, acting: Acting, casework: tuple[re.Pattern[str], ...], *, trusted: bool
) -> Words | None:
    """List headers, unless it is an ombudsman's trusted letter about a case that passed a mailing gateway."""
    found = _header(row, message)
    if found is None or not trusted:
        return found
    labelled = " ".join(hit[0] for letter in acting.letters for hit in _LABELLED.finditer(letter.text))
    named = "\n".join((message.subject, *acting.attachment_names, labelled))
    return None if _first(casework, named) or labelled else found


def opening(acting: Acting) -> tuple[str, str]:
    """Where the new text stands and how it begins."""
    if not acting.letters:
        return "body", ""
    return acting.letters[0].source, acting.letters[0].text.lstrip()[:_OPENING]


def _header(row: Gate, message: Message) -> Words | None:
    for wanted in row.headers:
        for value in message.all_headers(wanted.name):
            if wanted.pattern.search(value):
                return Words(f"its header {wanted.name} says so", f"header:{wanted.name}", " ".join(value.split()))
    return None


def _first(patterns: Iterable[re.Pattern[str]], text: str) -> str | None:
    for pattern in patterns:
        if found := pattern.search(text):
            return found[0]
    return None
