"""An alarm about linkbot itself: what is wrong since when, and whether it is over. Telling people is the outbox's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AlarmKind(StrEnum):
    """What may fall silent. A closed set: each is looked for by code with a test."""

    NO_POLL = "no_poll"  # the mailbox could not be read for too long
    OUTBOX = "outbox"  # what should go out does not get out
    NO_MAIL = "no_mail"  # the Ombudsmen have been quiet for much longer than usual


@dataclass(frozen=True)
class Alarm:
    """`since` is part of its identity: the same trouble a month later is another alarm."""

    kind: AlarmKind
    scope: str  # a mailbox, what about the outbox (`sending`, `waiting`), or empty
    since: datetime
    raised_at: datetime
    ended_at: datetime | None = None
