"""The folders of the mailbox and what each is: by Graph's well-known names, never by what people call them.

A folder's `place` is the same in every language (`model.place`): `Junk`, `Deleted/2026`, `INBOX/Repairs`; the mailbox's
own other folders count as its inbox, because staff sort mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linkbot.mailsystems.graph.faults import Gone, Refused
from linkbot.mailsystems.graph.line import Json, Line, Request, encoded
from linkbot.mailsystems.graph.paging import items, text
from linkbot.model.place import Place, place_of
from linkbot.ports import Permanent

PLACES = {"inbox": Place.INBOX, "junkemail": Place.JUNK, "deleteditems": Place.DELETED, "sentitems": Place.SENT}
NEVER = ("drafts", "outbox", "conversationhistory", "syncissues", "scheduled")
"""No mail that came, or copies of what lies elsewhere."""
_FIELDS = "id,displayName,parentFolderId,childFolderCount"
_DEEPEST = 20


@dataclass(frozen=True)
class Folder:
    """`shown` is what people see, with "/" between levels. `known`: its own well-known name, or that of the folder it
    lies in."""

    id: str
    shown: str
    place: str
    known: str | None = None
    level: int = 1

    @property
    def is_root(self) -> bool:
        return self.level == 1


class Folders:
    """Asked anew each round; the ids of the well-known ones never change and are kept."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def all(self) -> tuple[Folder, ...]:
        known = {id: name for name, id in self.well_known().items()}
        found: list[Folder] = []
        self._below(None, found, known)
        return tuple(found)

    def well_known(self) -> dict[str, str]:
        """Those the mailbox has. Raises Permanent when it has no inbox."""
        if not self._line.well_known:
            ids: dict[str, str] = {}
            for name in (*PLACES, *NEVER):
                try:
                    ids[name] = text(self._line.ask(self._one(name)).body, "id")
                except (Gone, Refused) as error:
                    if name == "inbox" or (isinstance(error, Refused) and error.status in (401, 403)):
                        raise
            self._line.well_known.update(ids)
        return self._line.well_known

    def _one(self, name: str) -> Request:
        path = f"/mailFolders/{name}"
        return Request("GET", path, f"Looking for the folder {name}", (("$select", "id"),))

    def _below(self, parent: Folder | None, found: list[Folder], known: dict[str, str]) -> None:
        for item in items(self._line, children(parent.id if parent else None)):
            id, name = text(item, "id"), text(item, "displayName").replace("/", "-") or "?"
            if not id or text(item, "@odata.type") == "#microsoft.graph.mailSearchFolder":
                continue
            folder = _folder(id, name, parent, known.get(id))
            found.append(folder)
            if item.get("childFolderCount") and folder.level < _DEEPEST:
                self._below(folder, found, known)

    def target(self, shown: str) -> Folder:
        """The folder with this path, made where it is missing; twice is once. Raises as `Line.ask`."""
        levels = [level for level in shown.split("/") if level.strip()]
        if not levels:
            raise Permanent(f"{shown!r} is no name of a folder.")
        here: Folder | None = None
        for name in levels:
            here = self._child(here, name) or self._made(here, name)
        assert here is not None
        return here

    def _child(self, parent: Folder | None, name: str) -> Folder | None:
        listed = items(self._line, children(parent.id if parent else None))
        found = next((one for one in listed if text(one, "displayName").casefold() == name.casefold()), None)
        return _folder(text(found, "id"), name, parent, None) if found else None

    def _made(self, parent: Folder | None, name: str) -> Folder:
        path = f"/mailFolders/{encoded(parent.id)}/childFolders" if parent else "/mailFolders"
        body: Json = {"displayName": name}
        try:
            made = self._line.ask(Request("POST", path, "Making a folder", json=body)).body
        except Refused as error:
            if error.code != "errorfolderexists":
                raise
            again = self._child(parent, name)  # somebody else was first
            if again is None:
                raise
            return again
        return _folder(text(made, "id"), name, parent, None)


def children(parent: str | None) -> Request:
    path = f"/mailFolders/{encoded(parent)}/childFolders" if parent else "/mailFolders"
    return Request("GET", path, "Listing the folders", (("$top", "250"), ("$select", _FIELDS)))


def _folder(id: str, name: str, parent: Folder | None, known: str | None) -> Folder:
    shown = f"{parent.shown}/{name}" if parent else name
    known = known or (parent.known if parent else None)
    level = parent.level + 1 if parent else 1
    if known in PLACES:
        own = PLACES[known].value
        place = f"{parent.place}/{name}" if parent else own
    else:
        place = shown if place_of(shown) is Place.INBOX else f"{Place.INBOX.value}/{shown}"
    return Folder(id, shown, place, known, level)


def watched(folders: Iterable[Folder], *, watch: Sequence[str], leave: Sequence[str]) -> tuple[Folder, ...]:
    """What linkbot reads, the inbox first. `watch` names the only ones instead, with what lies in them; `leave` takes
    some away, with what lies in them.
    """
    chosen = [
        one for one in folders if (within(one, watch) if watch else one.known not in NEVER) and not within(one, leave)
    ]
    return tuple(sorted(chosen, key=lambda one: (_ORDER.get(one.known or "", 1), one.level)))


_ORDER = {"inbox": 0, "junkemail": 2, "deleteditems": 3, "sentitems": 4}


def within(folder: Folder, names: Sequence[str]) -> bool:
    """By the path people see, the place, or Graph's own name of the folder."""
    paths = (folder.shown.casefold(), folder.place.casefold(), (folder.known or "").casefold())
    return any(path == name.casefold() or path.startswith(f"{name.casefold()}/") for name in names for path in paths)
