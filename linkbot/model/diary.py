"""An entry of the council's own diary, ready to be written by a server that invites people itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class DiaryEvent:
    """One state of an entry: `uid` stays the same while the entry moves, `key` is that of the effect that wants it so.

    No names or facts of a case in `subject` and `text`: everybody who may look into the diary sees them.
    """

    key: str
    uid: str
    sequence: int  # as in RFC 5545
    subject: str
    text: str
    starts_at: datetime  # aware
    ends_at: datetime
    attendees: tuple[str, ...]
    remind_before: timedelta | None = timedelta(hours=1)
    over: bool = False  # the state in which it stands no more
