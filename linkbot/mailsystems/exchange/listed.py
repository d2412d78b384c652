"""What a look into one folder tells: the messages that came or changed there, and how far it was read by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from linkbot.mailsystems.exchange.cursor import Spot
from linkbot.mailsystems.exchange.waiting import instant

LOOK_BACK_RECEIVED = timedelta(days=35)
"""Longer than Exchange keeps mail in quarantine or junk."""
LOOK_BACK_CHANGED = timedelta(days=1)


@dataclass(frozen=True)
class Listed:
    """`id` stays when the message is moved; `item` is what it is fetched by, where that is something else."""

    id: str
    received: str  # ISO 8601 in UTC: sorts as text
    item: str = ""


@dataclass(frozen=True)
class Page:
    """`listed`: what lies in the folder as far as this page tells, oldest first. `after`: the spot behind it. `last`:
    nothing follows now."""

    listed: tuple[Listed, ...]
    after: Spot
    last: bool


def is_wanted(received: str, changed: str, bound: str | None) -> bool:
    """While a folder is read anew: what came or changed since it was last read, with a margin; doubt is wanted."""
    if bound is None:
        return True
    since, came, touched = moment(bound), moment(received), moment(changed)
    if since is None or came is None or touched is None:
        return True
    return came >= since - LOOK_BACK_RECEIVED or touched >= since - LOOK_BACK_CHANGED


def read_to_its_end(listed: tuple[Listed, ...], before: Spot, link: str, date: str) -> Page:
    """`date`: the far side's own clock, as HTTP tells it: ours may be wrong. Nothing new leaves the spot as it is:
    the cursor need not be written again then.
    """
    hour = _hour(date) or before.since
    same = link == before.link and before.bound is None and before.since is not None and hour is not None
    if same and hour and before.since and hour[:10] == before.since[:10]:
        return Page(listed, before, last=True)
    return Page(listed, Spot(link, hour, None), last=True)


def moment(text: str) -> datetime | None:
    try:
        when = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)


def _hour(date: str) -> str | None:
    when = instant(date)
    return when.astimezone(UTC).replace(minute=0, second=0, microsecond=0).isoformat() if when else None
