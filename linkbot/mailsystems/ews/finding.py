"""Finding messages by what they bear, in many folders at once: linkbot's own by their mark, else by the Message-ID made
from the effect's key. Asked before any repeat; a draft that is half made is told from one that is whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

from linkbot.mailsystems.ews.folders import Folders
from linkbot.mailsystems.ews.line import Line, Request
from linkbot.mailsystems.ews.marks import KEY, WHOLE, bears, mark_of, mark_uri
from linkbot.mailsystems.ews.words import Element, every, field, first, id_of, item_id, m, shape, t, text, truth
from linkbot.mailsystems.exchange.faults import Gone
from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Transient

_WHAT = "Looking for what linkbot wrote"
_PAGE = 100
_LOOKS = 4


@dataclass(frozen=True)
class Known:
    """`unsent`: nobody has told it to go; one that waits to be carried away has been. `whole`: the look of the draft
    when nothing was missing any more, None before that.
    """

    id: str
    change: str
    unsent: bool
    folder: str
    key: str | None
    whole: str | None
    created: str = ""

    @classmethod
    def of(cls, item: Element) -> Known:
        return cls(
            *id_of(item),
            truth(item, "t:IsDraft") and not truth(item, "t:IsSubmitted"),
            id_of(item, "t:ParentFolderId")[0],
            mark_of(item, KEY),
            mark_of(item, WHOLE),
            text(item, "t:DateTimeCreated"),
        )


def fields() -> tuple[Element, ...]:
    names = ("IsDraft", "IsSubmitted", "ParentFolderId", "DateTimeCreated")
    return (*(field(f"item:{name}") for name in names), mark_uri(KEY), mark_uri(WHOLE))


def known(line: Line, mail: OutgoingMail, *, folders: Sequence[str] = ()) -> tuple[Known, ...]:
    """In all folders that hold mail, or in these; sent ones first, then the oldest."""
    either = t("Or", bears(mark_uri(KEY), mail.key), has_id(mail.message_id))
    found = by(line, either, folders or Folders(line).ids())
    sure = [one for one in found if one.key == mail.key] or found
    return tuple(sorted(sure, key=lambda one: (one.unsent, one.created, one.id)))


def looks(line: Line) -> Iterator[None]:
    """A few, with time between them: what was sent, by linkbot or by staff, may show a little later in Sent Items."""
    for look in range(_LOOKS):
        yield
        if look < _LOOKS - 1:
            line.waits.sleep(line.waits.before(look + 1, None))


def by(line: Line, condition: Element, folders: Sequence[str]) -> tuple[Known, ...]:
    return tuple(Known.of(item) for item in search(line, condition, folders, fields(), what=_WHAT))


def has_id(message_id: str) -> Element:
    return bears(field("message:InternetMessageId"), f"<{message_id}>")


def got(line: Line, id: str, *wanted: Element, what: str) -> Element:
    """One item with these fields. Raises as `Line.ask`."""
    payload = m("GetItem", shape(*wanted), m("ItemIds", item_id(id)))
    item = first(line.ask(Request("GetItem", payload, what)).replies[0].element, "m:Items/*")
    if item is None:
        raise Gone(f"{what}: it is not there any more.")
    return item


def search(
    line: Line,
    condition: Element,
    folders: Sequence[str],
    wanted: Sequence[Element],
    *,
    what: str,
    at_once: int = 50,
) -> Iterator[Element]:
    """Items with these fields, each once. A folder that was taken away meanwhile holds none. Raises as `Line.ask`.

    `at_once`: folders of one request. Exchange hands out a thousand items at most for each.
    """
    seen: set[str] = set()
    for at in range(0, len(folders), at_once):
        for item in _searched(line, condition, folders[at : at + at_once], wanted, what):
            id = id_of(item)[0]
            if id not in seen:
                seen.add(id)
                yield item


def _searched(
    line: Line, condition: Element, folders: Sequence[str], wanted: Sequence[Element], what: str
) -> Iterator[Element]:
    """All folders of one request go on at the same offset, that of the slowest: what is told again does no harm."""
    offset = 0
    while True:
        view = m("IndexedPageItemView", MaxEntriesReturned=str(_PAGE), Offset=str(offset), BasePoint="Beginning")
        payload = m("FindItem", shape(*_copies(wanted)), view, Traversal="Shallow")
        payload.append(m("Restriction", *_copies((condition,))))
        payload.append(m("ParentFolderIds", *(t("FolderId", Id=id) for id in folders)))
        following: list[int] = []
        for part in line.found(Request("FindItem", payload, what)):
            root = first(part, "m:RootFolder")
            if root is None:
                continue
            yield from every(root, "t:Items/*")
            if root.get("IncludesLastItemInRange", "true") != "true":
                next_at = root.get("IndexedPagingOffset", "")
                following.append(int(next_at) if next_at.isdecimal() else offset + _PAGE)
        if not following:
            return
        if min(following) <= offset:
            raise Transient(f"{what}: Exchange's list leads no further.")
        offset = min(following)


def _copies(elements: Sequence[Element]) -> Iterator[Element]:
    """An element has one place only."""
    return (deepcopy(one) for one in elements)
