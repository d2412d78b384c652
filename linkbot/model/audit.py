"""The audit log: that something happened, when, by whom and why, in ids and digests alone.

It holds no word of a letter and no name, so that erasing a case leaves it whole. Each entry's digest covers the one
before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LINKBOT = "linkbot"
CONFIGURATION = "configuration"
"""Who changed the mode cannot be told: whoever may write the configuration."""


class Happened(StrEnum):
    DECIDED = "decided"  # a letter was read and decided, or time brought something
    ASKED = "asked"
    ACTED = "acted"  # a person did something: `about` is the verb
    OVERRODE = "overrode"  # a person's word stands instead of linkbot's reading
    DELIVERED = "delivered"  # an effect came to its end: `about` says which and how
    MODE = "mode"
    RESTORED = "restored"
    EXPORTED = "exported"
    ERASED = "erased"


@dataclass(frozen=True, kw_only=True)
class AuditNote:
    """What is to be put on record. `about`: a word of a closed set, never free text. `why`: a digest, or an id."""

    what: Happened
    who: str  # LINKBOT, CONFIGURATION or a digest of a name
    at: datetime | None  # None where only the act it belongs to knows
    about: str
    case: str | None = None
    subject: str | None = None
    why: str | None = None


@dataclass(frozen=True, kw_only=True)
class AuditEntry:
    number: int  # from 1, without gaps
    note: AuditNote
    digest: str


@dataclass(frozen=True)
class AuditHead:
    """How long the log is and its last digest: written down elsewhere, it shows whether the end is missing."""

    number: int
    digest: str

    def __str__(self) -> str:
        return f"{self.number}:{self.digest[:16]}"
