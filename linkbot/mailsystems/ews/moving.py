"""Moving a message to a folder of its own mailbox, with a category that is added to those people gave it.

A move gives the message another id; it is found again by its search key, wherever people have put it meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence

from linkbot.mailsystems.ews.finding import got, search
from linkbot.mailsystems.ews.folders import Folders
from linkbot.mailsystems.ews.line import Line, Request
from linkbot.mailsystems.ews.marks import bears, search_key, search_key_uri
from linkbot.mailsystems.ews.sync import NO_KEY
from linkbot.mailsystems.ews.words import Element, every, field, id_of, item_id, local, m, set_field, t
from linkbot.mailsystems.exchange.faults import Changed, Gone, Unsure
from linkbot.ports import Receipt

_WHAT = "Filing a message"
_TRIES = 4


def file(
    line: Line, folders: Folders, handle: str, shown: str, *, out_of: Sequence[str], guess: str, category: str | None
) -> Receipt:
    """A message that is gone, or does not lie in one of `out_of` any more, is a receipt too. `guess`: the item it was
    when it was last seen. Raises as `Line.ask`.
    """
    receipt = Receipt(f"{shown}/{handle}")
    fault: Unsure | None = None
    for _ in range(_TRIES):
        there = folders.at(shown)
        item = _item(line, handle, out_of, guess, target=there.id if there else "")
        if item is None:
            return receipt
        try:
            if category is not None:
                add_category(line, id_of(item)[0], category)
            _moved(line, id_of(item)[0], folders.target(shown).id)
            return receipt
        except Gone:
            guess = ""  # it has another id by now
        except Unsure as error:
            fault, guess = error, ""
    if fault is not None:
        raise fault
    return receipt


def _item(line: Line, handle: str, out_of: Sequence[str], guess: str, *, target: str) -> Element | None:
    """Where it lies now, among `out_of`; None when it, or a copy of it, lies in the target already."""
    wanted = (field("item:ParentFolderId"), search_key_uri())
    id = guess or handle.removeprefix(NO_KEY) if handle.startswith(NO_KEY) else guess
    if id:
        try:
            item = got(line, id, *wanted, what=_WHAT)
            same = handle.startswith(NO_KEY) or search_key(item) == handle
            place = id_of(item, "t:ParentFolderId")[0]
            if same and place in out_of:
                return item if place != target else None
        except Gone:
            pass
    if handle.startswith(NO_KEY):
        return None
    places = [place for place in dict.fromkeys((*out_of, target)) if place]
    found = list(search(line, bears(search_key_uri(), handle), places, wanted, what=_WHAT))
    if any(id_of(one, "t:ParentFolderId")[0] == target for one in found):
        return None
    return found[0] if found else None


def _moved(line: Line, id: str, target: str) -> None:
    payload = m("MoveItem", m("ToFolderId", t("FolderId", Id=target)), m("ItemIds", item_id(id)))
    line.ask(Request("MoveItem", payload, _WHAT))


def add_category(line: Line, id: str, category: str) -> None:
    """The list is written whole, so it is read first, and written only if nobody has changed the message since."""
    for attempt in range(_TRIES):
        item = got(line, id, field("item:Categories"), what="Reading categories")
        names = [one.text or "" for one in every(item, "t:Categories/t:String")]
        if category.casefold() in (name.casefold() for name in names):
            return
        value = t("Categories", *(t("String", name) for name in (*names, category)))
        try:
            line.ask(updated(item, set_field(field("item:Categories"), local(item), value), what="Adding a category"))
            return
        except (Changed, Unsure):
            if attempt == _TRIES - 1:
                raise


def updated(item: Element, *changes: Element, what: str, invitations: str = "SendToNone") -> Request:
    """Refused when somebody has changed the item since it was read."""
    change = t("ItemChange", item_id(*id_of(item)), t("Updates", *changes))
    payload = m(
        "UpdateItem",
        m("ItemChanges", change),
        ConflictResolution="NeverOverwrite",
        MessageDisposition="SaveOnly",
        SendMeetingInvitationsOrCancellations=invitations,
        SuppressReadReceipts="true",
    )
    return Request("UpdateItem", payload, what)
