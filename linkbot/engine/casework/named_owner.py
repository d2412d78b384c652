"""Who a spreadsheet's words mean: an address, a person of the configuration, a service's officer, or the link officer.

A name that fits two people or nobody is not guessed at: the service's own officer gets the task, or the link officer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from linkbot.engine.casework.recipients import link_officer
from linkbot.model.desk import Desk
from linkbot.model.open_item import OpenItem
from linkbot.model.people import SERVICE_ROLES

_ADDRESS = re.compile(r"[\w.!#$&'*+/=?^{|}~-]+@[\w-]+(?:\.[\w-]+)+")
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof"})


def owner_named(item: OpenItem, *, desk: Desk) -> tuple[str, str | None]:
    """The address, and a sentence when it is not simply what the row says. Raises ValueError for an outsider."""
    said = item.owner or ""
    if item.confidential:
        return link_officer(desk, None), "it speaks of papers that are not public: it stays with the link officer"
    if "@" in said:
        return _by_address(said, desk)
    if not said or said.casefold() in ("-", "n/a", "none", "tbc", "tba", "?"):
        return _fallback(item, desk, "it names no owner")
    person = desk.directory.person(said.replace(" ", "_")) or desk.directory.person(said)
    if person is not None:
        return person.email, None
    if desk.directory.service(_id(said)) is not None:
        return desk.directory.of_service("owner", _id(said), None), None
    meant = {address for name, address in _known_names(desk) if _same_person(said, name)}
    if len(meant) == 1:
        return meant.pop(), None
    why = f"{said[:60]!r} may be several people" if meant else f"nobody known is called {said[:60]!r}"
    return _fallback(item, desk, why)


def _by_address(said: str, desk: Desk) -> tuple[str, str | None]:
    found = list(dict.fromkeys(address.casefold().rstrip(".") for address in _ADDRESS.findall(said)))
    if not found:
        raise ValueError(f"the owner is {said[:60]!r}, which is no address")
    outside = [address for address in found if not desk.organisation.owns(address)]
    if outside:
        domains = ", ".join(desk.organisation.domains)
        raise ValueError(f"the owner {outside[0]} is outside {domains}: tasks go to colleagues only")
    if len(found) > 1:
        return link_officer(desk, None), f"it names {len(found)} owners and a task has one: the link officer says whose"
    if found[0] in desk.organisation.mailboxes:
        return link_officer(desk, None), "its owner is the Ombudsman mailbox itself: it is with the link officer"
    return desk.directory.address(found[0], None), None


def _fallback(item: OpenItem, desk: Desk, why: str) -> tuple[str, str | None]:
    if item.service is not None and item.service_certain:
        owner = desk.directory.of_service("owner", item.service, None)
        if owner != link_officer(desk, None):
            return owner, f"{why}: it is with the officer of {item.service.replace('_', ' ')}"
    return link_officer(desk, None), f"{why}: it is with the link officer"


def _known_names(desk: Desk) -> Iterator[tuple[str, str]]:
    """Each name that is known with its address: as configured, as the id says it, as the address says it."""
    addresses: dict[str, None] = {}
    for person in desk.directory.people:
        if person.name:
            yield person.name, person.email
        yield person.id.replace("_", " "), person.email
        addresses[person.email] = None
    for service in (*desk.directory.services, desk.directory.default):
        for role in SERVICE_ROLES:
            if who := getattr(service, role):
                addresses[desk.directory.address(who, None)] = None
    for address in addresses:
        local = re.split(r"[._-]+", address.partition("@")[0])
        if len(local) > 1:
            yield " ".join(local), address


def _same_person(said: str, name: str) -> bool:
    """`Whitlock, Nadia`, `Nadia Whitlock`, `N. Whitlock`; a first or a last name alone is nobody."""
    one, other = _words(said), _words(name)
    if len(one) < 2 or len(other) < 2:
        return False
    if sorted(one) == sorted(other):
        return True
    if "," in said:
        one = [*one[1:], one[0]]
    return one[-1] == other[-1] and len(one[0]) == 1 and one[0] == other[0][0]


def _words(name: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", name.casefold()) if word not in _TITLES]


def _id(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")
