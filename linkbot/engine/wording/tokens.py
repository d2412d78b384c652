"""The marks by which a reply finds its task or question again: in the subject, and as a thread of Message-IDs.

A mark says only what a reply is about. Who may answer is decided by authentication, never by a mark.
"""

from __future__ import annotations

import re

from linkbot.engine.casework.keys import digest

_SUBJECT = re.compile(r"\[((?:[A-Za-z][\w-]{0,15} [\d ]{6,14}/\d{1,4})|q-[0-9a-f]{10})\]")


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
