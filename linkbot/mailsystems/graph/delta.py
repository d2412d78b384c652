"""One page of one folder's changes, through its delta link. Replays, any order, the same item twice, `@removed` and a
link that Graph has forgotten are the ordinary course of things here.

Filters by kind of change are not used: a message moved into a folder must not depend on what Graph calls that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from linkbot.mailsystems.graph.cursor import Spot
from linkbot.mailsystems.graph.line import Json, Line, Request, StateLost, encoded
from linkbot.mailsystems.graph.paging import DELTA, NEXT, objects, text
from linkbot.mailsystems.graph.waiting import instant
from linkbot.ports import Transient

PAGE = 50
LOOK_BACK_RECEIVED = timedelta(days=35)
"""Longer than Exchange keeps mail in quarantine or junk."""
LOOK_BACK_CHANGED = timedelta(days=1)
_SELECT = "id,receivedDateTime,lastModifiedDateTime,isDraft"


@dataclass(frozen=True)
class Listed:
    id: str
    received: str  # as Graph writes it: sorts as text


@dataclass(frozen=True)
class Page:
    """`listed`: what lies in the folder as far as this page tells, oldest first. `after`: the spot behind it. `last`:
    nothing follows now."""

    listed: tuple[Listed, ...]
    after: Spot
    last: bool


def page(line: Line, folder: str, spot: Spot) -> Page:
    """Raises as `Line.ask`. After a forgotten link: the folder from its start, but for what is old and unchanged."""
    what = "Reading a folder"
    query = (("$select", _SELECT),) if spot.link is None else ()
    path = spot.link or f"/mailFolders/{encoded(folder)}/messages/delta"
    try:
        answer = line.ask(Request("GET", path, what, query, prefer=(f"odata.maxpagesize={PAGE}",)))
    except StateLost:
        if spot.link is None:
            raise Transient(f"{what}: Graph cannot list it just now.") from None
        return page(line, folder, Spot(None, spot.since, spot.since))
    body = answer.body
    following, final = body.get(NEXT), body.get(DELTA)
    found: dict[str, Listed] = {}
    for item in objects(body):
        id = text(item, "id")
        if id and "@removed" not in item and not item.get("isDraft") and _is_wanted(item, spot.bound):
            found[id] = Listed(id, text(item, "receivedDateTime"))
    listed = tuple(sorted(found.values(), key=lambda one: (one.received, one.id)))
    if isinstance(final, str):
        hour = _hour(answer.headers.get("date", "")) or spot.since
        if (
            final == spot.link
            and spot.bound is None
            and spot.since is not None
            and hour
            and hour[:10] == spot.since[:10]
        ):
            return Page(listed, spot, last=True)  # nothing new: the cursor need not be written again
        return Page(listed, Spot(final, hour, None), last=True)
    if isinstance(following, str):
        return Page(listed, replace(spot, link=following), last=False)
    raise Transient(f"{what}: Graph's answer leads no further.")


def _is_wanted(item: Json, bound: str | None) -> bool:
    """While a folder is read anew: what came or changed since it was last read, with a margin; doubt is wanted."""
    if bound is None:
        return True
    since = moment(bound)
    received, changed = moment(text(item, "receivedDateTime")), moment(text(item, "lastModifiedDateTime"))
    if since is None or received is None or changed is None:
        return True
    return received >= since - LOOK_BACK_RECEIVED or changed >= since - LOOK_BACK_CHANGED


def moment(text: str) -> datetime | None:
    try:
        when = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)


def _hour(date: str) -> str | None:
    """The far side's clock: ours may be wrong."""
    when = instant(date)
    return when.astimezone(UTC).replace(minute=0, second=0, microsecond=0).isoformat() if when else None
