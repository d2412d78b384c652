"""One page of one folder's changes, through its delta link. Replays, any order, the same item twice, `@removed` and a
link that Graph has forgotten are the ordinary course of things here.

Filters by kind of change are not used: a message moved into a folder must not depend on what Graph calls that.
"""

from __future__ import annotations

from dataclasses import replace

from linkbot.mailsystems.exchange.cursor import Spot
from linkbot.mailsystems.exchange.faults import StateLost
from linkbot.mailsystems.exchange.listed import Listed, Page, is_wanted, read_to_its_end
from linkbot.mailsystems.graph.line import Json, Line, Request, encoded
from linkbot.mailsystems.graph.paging import DELTA, NEXT, objects, text
from linkbot.ports import Transient

PAGE = 50
_SELECT = "id,receivedDateTime,lastModifiedDateTime,isDraft"


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
        return read_to_its_end(listed, spot, final, answer.headers.get("date", ""))
    if isinstance(following, str):
        return Page(listed, replace(spot, link=following), last=False)
    raise Transient(f"{what}: Graph's answer leads no further.")


def _is_wanted(item: Json, bound: str | None) -> bool:
    return is_wanted(text(item, "receivedDateTime"), text(item, "lastModifiedDateTime"), bound)
