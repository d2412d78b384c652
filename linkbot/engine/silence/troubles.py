"""What is wrong with linkbot's own ears and voice just now, and whether for long enough to be told.

Each thing is looked at by itself; what of it is new, and what is over, is `alarming`'s to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from linkbot.engine.dates.working_hours import WORKING_DAY, working_time
from linkbot.engine.silence.usual_gap import Usual, usual_gap
from linkbot.model.alarm import Alarm, AlarmKind
from linkbot.model.calendar import WorkingCalendar

SENDING, WAITING = "sending", "waiting"
"""What an outbox alarm is about: no mail gets out at all, or one thing does not while others do."""

TRIES = 3  # so that one bad moment on Friday and one on Monday are no outage of a weekend
ADDRESSEES = 2  # one alone may have a full mailbox
FOR_GOOD = 3  # refusals in a row that no time will mend: a password that was changed
STUCK_TRIES = 7  # tries with growing pauses: an hour at least, whenever it was decided
STUCK = timedelta(hours=2)  # of working time, while other things get out


@dataclass(frozen=True)
class Look:
    """A mailbox: why the last look failed (None: it did not), and when one last went well, else the first one was."""

    mailbox: str
    since: datetime
    fault: str | None


@dataclass(frozen=True)
class Streak:
    """Tries to send in a row that failed, of whatever mail, none that went well between them."""

    since: datetime
    tries: int
    for_good: int  # of these, how many ended for good or in doubt
    addressees: int  # to how many different people, as far as it matters here
    words: str  # what was said last


@dataclass(frozen=True)
class Stuck:
    """An effect that has been tried and waits to be tried again."""

    key: str
    effect: str
    since: datetime
    tries: int
    words: str
    alone: bool = False  # nothing else got out meanwhile, either


@dataclass(frozen=True)
class Heard:
    """All there is to judge by. `letters`: those since `LOOKED_BACK` before the latest, in order."""

    looks: tuple[Look, ...]
    streak: Streak | None = None
    stuck: tuple[Stuck, ...] = ()
    letters: tuple[datetime, ...] = ()
    undecided: int = 0  # messages that came and have not been read yet


@dataclass(frozen=True)
class Trouble:
    """Something that is not well. `alarming`: it has gone on for long enough for people to be told."""

    kind: AlarmKind
    scope: str
    since: datetime
    alarming: bool
    cause: Look | Streak | Stuck | Usual | None = None
    more: int = 0  # how many others are in the same case


def troubles(
    heard: Heard, *, alarms: Sequence[Alarm], now: datetime, minutes: int, calendar: WorkingCalendar
) -> tuple[Trouble, ...]:
    """Everything that is not well, known alarms (open and ended) being taken into account. `now` in local time."""
    limit = timedelta(minutes=minutes)
    looks = [_mailbox(look, now, limit, calendar) for look in heard.looks if look.fault is not None]
    sending = [_sending(heard.streak, now, limit, calendar)] if heard.streak else []
    dumb = any(trouble.alarming for trouble in sending) or _open(alarms, AlarmKind.OUTBOX, SENDING) is not None
    waiting = (
        replace(one, alarming=one.alarming and not dumb) for one in _waiting(heard, alarms, now, limit, calendar)
    )
    deaf = bool(looks) or bool(heard.undecided)
    return (*looks, *sending, *waiting, *_no_mail(heard.letters, alarms, now, calendar, deaf=deaf))


def _mailbox(look: Look, now: datetime, limit: timedelta, calendar: WorkingCalendar) -> Trouble:
    alarming = working_time(look.since, now, calendar) >= limit
    return Trouble(AlarmKind.NO_POLL, look.mailbox, look.since, alarming, look)


def _sending(streak: Streak, now: datetime, limit: timedelta, calendar: WorkingCalendar) -> Trouble:
    wide = streak.tries >= TRIES and streak.addressees >= ADDRESSEES
    long = wide and working_time(streak.since, now, calendar) >= limit
    return Trouble(AlarmKind.OUTBOX, SENDING, streak.since, long or streak.for_good >= FOR_GOOD, streak)


def _waiting(
    heard: Heard, alarms: Sequence[Alarm], now: datetime, limit: timedelta, calendar: WorkingCalendar
) -> Iterator[Trouble]:
    """What waited out an outage is given as long again after it: its next try may be an hour off. What has been told of
    is in trouble until it does not wait any more, even if by now others get out.
    """
    over = [a.ended_at for a in alarms if (a.kind, a.scope) == (AlarmKind.OUTBOX, SENDING) and a.ended_at]
    alone = heard.streak is not None and _alone(heard.streak, now, limit, calendar)
    known = _open(alarms, AlarmKind.OUTBOX, WAITING) is not None
    tries = TRIES if alone or known else STUCK_TRIES
    tried = sorted((one for one in heard.stuck if one.tries >= tries), key=lambda one: (one.since, one.key))
    if tried:
        since = max((tried[0].since, *over))
        alarming = working_time(since, now, calendar) >= (limit if alone else STUCK)
        yield Trouble(AlarmKind.OUTBOX, WAITING, since, alarming, replace(tried[0], alone=alone), len(tried) - 1)


def _alone(streak: Streak, now: datetime, limit: timedelta, calendar: WorkingCalendar) -> bool:
    """Nothing else was there to prove that the server works."""
    lone = streak.addressees < ADDRESSEES and streak.tries >= TRIES
    return lone and working_time(streak.since, now, calendar) >= limit


def _no_mail(
    letters: Sequence[datetime], alarms: Sequence[Alarm], now: datetime, calendar: WorkingCalendar, *, deaf: bool
) -> Iterator[Trouble]:
    """Only a newer letter ends it. While the mailbox cannot be read, or is not read yet, silence proves nothing."""
    if not letters:
        return
    last, known = letters[-1], _open(alarms, AlarmKind.NO_MAIL, "")
    usual = None if deaf else usual_gap(letters, calendar=calendar, zone=now.tzinfo)
    alarming = usual is not None and working_time(last, now, calendar) >= usual.silence * WORKING_DAY
    if alarming or (known is not None and last <= known.since):
        yield Trouble(AlarmKind.NO_MAIL, "", last, alarming, usual)


def _open(alarms: Sequence[Alarm], kind: AlarmKind, scope: str) -> Alarm | None:
    return next((a for a in alarms if (a.kind, a.scope) == (kind, scope) and a.ended_at is None), None)
