"""An entry of the council's own diary, for a server that invites people itself; and what one answers to an entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from linkbot.model.casework import Attendance


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


@dataclass(frozen=True)
class DiaryAnswer:
    """What a calendar part says that answers an invitation (RFC 5546: REPLY, COUNTER). Who sent it is another matter.

    `attendance` None: neither yes nor no. `day` is that of the entry as whoever answered saw it, where it says.
    """

    uid: str
    attendance: Attendance | None
    attendee: str | None = None  # address in lower case; None when it names nobody by an address
    sequence: int | None = None
    day: date | None = None
    delegate: str | None = None  # to whom it was delegated
