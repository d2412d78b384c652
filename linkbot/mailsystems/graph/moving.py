"""Moving a message to a folder of its own mailbox, with a category that is added to those people gave it."""

from __future__ import annotations

from linkbot.mailsystems.exchange.faults import Changed, Gone, Unsure
from linkbot.mailsystems.graph.folders import Folders
from linkbot.mailsystems.graph.line import Json, Line, Request, encoded
from linkbot.mailsystems.graph.paging import text
from linkbot.ports import Receipt

_TRIES = 4


def file(line: Line, folders: Folders, id: str, shown: str, *, out_of: frozenset[str], category: str | None) -> Receipt:
    """A message that is gone, or does not lie in one of `out_of` any more, is a receipt too. Raises as `Line.ask`."""
    receipt = Receipt(f"{shown}/{id}")
    try:
        if _where(line, id) in out_of:
            if category is not None:
                add_category(line, id, category)
            _moved(line, id, folders.target(shown).id)
    except Gone:
        pass
    return receipt


def _moved(line: Line, id: str, target: str) -> None:
    """The immutable id stays. An answer that got lost is found out by looking where the message lies."""
    body: Json = {"destinationId": target}
    for attempt in range(_TRIES):
        if _where(line, id) == target:
            return
        try:
            line.ask(Request("POST", f"/messages/{encoded(id)}/move", "Filing a message", json=body))
        except Unsure:
            if attempt == _TRIES - 1:
                raise


def _where(line: Line, id: str) -> str:
    query = (("$select", "parentFolderId"),)
    return text(line.ask(Request("GET", f"/messages/{encoded(id)}", "Filing a message", query)).body, "parentFolderId")


def add_category(line: Line, id: str, category: str) -> None:
    """The list is written whole, so it is read first, and written only if nobody has changed the message since."""
    for attempt in range(_TRIES):
        query = (("$select", "categories"),)
        item = line.ask(Request("GET", f"/messages/{encoded(id)}", "Reading categories", query)).body
        listed = item.get("categories")
        names = [str(name) for name in listed] if isinstance(listed, list) else []
        if category.casefold() in (name.casefold() for name in names):
            return
        body: Json = {"categories": [*names, category]}
        etag = text(item, "@odata.etag") or None
        try:
            line.ask(Request("PATCH", f"/messages/{encoded(id)}", "Adding a category", json=body, if_match=etag))
            return
        except (Changed, Unsure):
            if attempt == _TRIES - 1:
                raise
