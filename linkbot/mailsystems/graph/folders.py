"""The folders of the mailbox, as Graph tells them, and the one that something is to be moved to."""

from __future__ import annotations

from linkbot.mailsystems.exchange.faults import Gone, Refused
from linkbot.mailsystems.exchange.folder import NEVER, PLACES, Folder, folder_in, shown_name
from linkbot.mailsystems.graph.line import Json, Line, Request, encoded
from linkbot.mailsystems.graph.paging import items, text
from linkbot.ports import Permanent

_FIELDS = "id,displayName,parentFolderId,childFolderCount"
_DEEPEST = 20


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
            id, name = text(item, "id"), shown_name(text(item, "displayName"))
            if not id or text(item, "@odata.type") == "#microsoft.graph.mailSearchFolder":
                continue
            folder = folder_in(id, name, parent, known.get(id))
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
        return folder_in(text(found, "id"), name, parent, None) if found else None

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
        return folder_in(text(made, "id"), name, parent, None)


def children(parent: str | None) -> Request:
    path = f"/mailFolders/{encoded(parent)}/childFolders" if parent else "/mailFolders"
    return Request("GET", path, "Listing the folders", (("$top", "250"), ("$select", _FIELDS)))
