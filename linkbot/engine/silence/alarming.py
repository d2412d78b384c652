"""Which alarms begin and which are over: each told once when it begins and once when it ends.

An alarm that begins is always told, and one never ends while there is trouble: nobody is left in the belief that all is
well. What flickers is kept from writing a mail a minute at the other end: an alarm that comes back within a working day
is over only when all has been well for an hour on end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from linkbot.engine.dates.working_hours import WORKING_DAY, working_time
from linkbot.engine.silence.troubles import Trouble
from linkbot.model.alarm import Alarm, AlarmKind
from linkbot.model.calendar import WorkingCalendar

What = tuple[AlarmKind, str]
"""What an alarm is about: its kind and scope."""

STEADY = timedelta(hours=1)


@dataclass(frozen=True)
class Verdict:
    """`well_since`: open alarms whose trouble has gone, but not yet for long enough to call them over."""

    raised: tuple[tuple[Alarm, Trouble], ...]
    ended: tuple[Alarm, ...]
    well_since: Mapping[What, datetime]


def judge(
    troubles: Sequence[Trouble],
    *,
    alarms: Sequence[Alarm],
    well_since: Mapping[What, datetime],
    now: datetime,
    calendar: WorkingCalendar,
) -> Verdict:
    """`alarms`: all that were ever raised; `well_since` as the last verdict left it."""
    still = {(alarm.kind, alarm.scope): alarm for alarm in alarms if alarm.ended_at is None}
    present = {(trouble.kind, trouble.scope) for trouble in troubles}
    raised = tuple(
        (Alarm(trouble.kind, trouble.scope, _since(trouble, alarms), raised_at=now), trouble)
        for trouble in troubles
        if trouble.alarming and (trouble.kind, trouble.scope) not in still
    )
    ended, well = [], {}
    for what, alarm in still.items():
        if what in present:
            continue
        since = well_since.get(what, now)
        if not _came_back(alarm, alarms, now, calendar) or now - since >= STEADY:
            ended.append(replace(alarm, ended_at=since))
        else:
            well[what] = since
    return Verdict(raised, tuple(ended), well)


def _before(alarm: Alarm | Trouble, alarms: Sequence[Alarm]) -> list[datetime]:
    return [a.ended_at for a in alarms if (a.kind, a.scope) == (alarm.kind, alarm.scope) and a.ended_at is not None]


def _since(trouble: Trouble, alarms: Sequence[Alarm]) -> datetime:
    """Not before the last alarm of the kind ended: `since` tells the two apart."""
    return max((trouble.since, *_before(trouble, alarms)))


def _came_back(alarm: Alarm, alarms: Sequence[Alarm], now: datetime, calendar: WorkingCalendar) -> bool:
    raised_at = alarm.raised_at.astimezone(now.tzinfo)
    return any(working_time(end, raised_at, calendar) < WORKING_DAY for end in _before(alarm, alarms))
