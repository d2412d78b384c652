"""What changed in one folder since (SyncFolderItems). Replays, any order and a state that Exchange has forgotten are
the ordinary course of things here.

The id of a message changes when it is moved, its search key does not: that is what it is known by.
"""

from __future__ import annotations

from linkbot.mailsystems.ews.line import Line, Request
from linkbot.mailsystems.ews.marks import search_key, search_key_uri
from linkbot.mailsystems.ews.words import Element, every, field, first, id_of, local, m, shape, t, text, truth
from linkbot.mailsystems.exchange.cursor import Spot
from linkbot.mailsystems.exchange.faults import StateLost
from linkbot.mailsystems.exchange.listed import Listed, Page, is_wanted, read_to_its_end
from linkbot.ports import Transient

PAGE = 50
_WHAT = "Reading a folder"
_FIELDS = ("Size", "DateTimeReceived", "IsDraft", "LastModifiedTime")
_NO_MAIL = ("CalendarItem", "Contact", "DistributionList", "Task", "Booking", "Network", "Person", "RoleMember")
NO_KEY = "id:"
"""Before an item's id, where it has no search key."""


def page(line: Line, folder: str, spot: Spot) -> Page:
    """Raises as `Line.ask`. After a forgotten state: the folder from its start, but for what is old and unchanged."""
    payload = m("SyncFolderItems", _shape(), m("SyncFolderId", t("FolderId", Id=folder)))
    if spot.link is not None:
        payload.append(m("SyncState", spot.link))
    payload.append(m("MaxChangesReturned", str(PAGE)))
    try:
        answer = line.ask(Request("SyncFolderItems", payload, _WHAT))
    except StateLost:
        if spot.link is None:
            raise Transient(f"{_WHAT}: Exchange cannot list it just now.") from None
        return page(line, folder, Spot(None, spot.since, spot.since))
    said = answer.replies[0].element
    state = text(said, "m:SyncState")
    if not state:
        raise Transient(f"{_WHAT}: Exchange's answer leads no further.")
    found: dict[str, Listed] = {}
    for change in every(said, "m:Changes/*"):
        if local(change) in ("Create", "Update") and len(change) and _is_mail(change[0], spot.bound):
            one = _listed(change[0])
            found[one.id] = one
    listed = tuple(sorted(found.values(), key=lambda one: (one.received, one.id)))
    if truth(said, "m:IncludesLastItemInRange"):
        return read_to_its_end(listed, spot, state, answer.date)
    return Page(listed, Spot(state, spot.since, spot.bound), last=False)


def _shape() -> Element:
    return shape(*(field(f"item:{name}") for name in _FIELDS), search_key_uri())


def _is_mail(item: Element, bound: str | None) -> bool:
    if local(item) in _NO_MAIL or truth(item, "t:IsDraft") or first(item, "t:ItemId") is None:
        return False
    return is_wanted(text(item, "t:DateTimeReceived"), text(item, "t:LastModifiedTime"), bound)


def _listed(item: Element) -> Listed:
    id = id_of(item)[0]
    size = text(item, "t:Size")
    return Listed(handle_of(item), text(item, "t:DateTimeReceived"), f"{size if size.isdecimal() else 0}:{id}")


def handle_of(item: Element) -> str:
    return search_key(item) or f"{NO_KEY}{id_of(item)[0]}"
