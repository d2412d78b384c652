"""The marks by which a reply finds its task or question again: in the subject, and as a thread of Message-IDs.

A mark says only what a reply is about. Who may answer is decided by authentication, never by a mark.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence

from linkbot.engine.casework.keys import digest

_SUBJECT = re.compile(r"\[((?:[A-Za-z][\w-]{0,15} [\d ]{6,14}/\d{1,4})|q-[0-9a-f]{10})\]")

_REPLY_MARK = re.compile(r"\[reply ([a-z2-7]{12})\]", re.IGNORECASE)
_REPLY_ROOT = re.compile(r"^reply\.([a-z2-7]{12})@linkbot\.", re.IGNORECASE)


def reply_token(secret: str, *, key: str, targets: Sequence[str]) -> str:
    """The mark of one mail that can be answered: 60 bits nobody can make without the store's secret.

    Sent again with other numbers (`targets` in order) the same effect gets another, so a number never changes meaning.
    """
    words = "\n".join((key, *targets)).encode()
    return base64.b32encode(hmac.digest(secret.encode(), words, hashlib.sha256))[:12].decode().lower()


def reply_mark(token: str) -> str:
    """`[reply abcdefghij23]`, for the subject."""
    return f"[reply {token}]"


def reply_root(token: str, domain: str) -> str:
    """The same as a Message-ID, without <>: replies carry it back in References even under another subject."""
    return f"reply.{token}@linkbot.{domain}"


def reply_tokens(*, subject: str, references: Iterable[str], texts: Iterable[str]) -> tuple[str, ...]:
    """Marks of ours a mail bears, the likeliest place first, each once: thread, subject, quoted text."""
    found = [match[1] for id in references if (match := _REPLY_ROOT.match(id)) is not None]
    found += _REPLY_MARK.findall(subject)
    for text in texts:
        found += _REPLY_MARK.findall(text)
    return tuple(dict.fromkeys(token.lower() for token in found))


def subject_token(id: str) -> str:
    """`[LGSCO 23 012 345/2]` of a task, `[q-0123456789]` of a question."""
    return f"[{id}]"


def ids_in_subject(subject: str) -> tuple[str, ...]:
    """Task and question ids that a subject bears, in order, each once; Re: and FW: do no harm."""
    return tuple(dict.fromkeys(" ".join(found.split()) for found in _SUBJECT.findall(subject)))


def message_id(key: str, domain: str) -> str:
    """The Message-ID of what an effect sends, without <>: the same effect always sends the same one."""
    return f"{key[:32]}@linkbot.{domain}"


def thread_root(id: str, domain: str) -> str:
    """The id, without <>, that every mail about a task refers to: mail programs show them as one conversation.

    No mail bears it; replies carry it back in References.
    """
    return f"{digest('thread', id)[:32]}@linkbot.{domain}"
