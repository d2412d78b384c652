"""Identities: of an event (a letter, not a mail), an effect, a question, an invitation. Same causes, same ids."""

from __future__ import annotations

import hashlib
import re
from datetime import date


def digest(*parts: str | None) -> str:
    """SHA-256 hex over the parts, each closed off so that no two lists of parts meet."""
    return hashlib.sha256("".join(f"{len(part or '')}:{part or '-'};" for part in parts).encode()).hexdigest()


def event_id(*, ombudsman: str, reference: str, letter_on: date | None, letter_digest: str) -> str:
    """The letter's identity. The kind is left out: one text of one date is one letter, whatever it is taken for."""
    return digest("event", ombudsman, reference, letter_on.isoformat() if letter_on else None, letter_digest)


def effect_key(*, cause: str, step: str, subject: str, role: str, revision: int = 0) -> str:
    """One deed. Never in it: rule version, wording, attempt, an item's position."""
    return digest("effect", cause, step, subject, role, str(revision))


def question_id(*, cause: str, about: str, subject: str) -> str:
    """Short enough to be typed: `q-` and ten hex digits."""
    return "q-" + digest("question", cause, about, subject)[:10]


def invitation_uid(*, case: str, attendee: str, due_on: date, first_task: str) -> str:
    return digest("invitation", case, attendee, due_on.isoformat(), first_task)[:32]


def letter_digest(texts: tuple[str, ...]) -> str:
    """SHA-256 over letters and digits only: a forward re-wraps lines and re-draws quotes, the words stay."""
    return digest("letter", *(re.sub(r"[\W_]+", "", text).casefold() for text in texts))
