"""Finding again what linkbot wrote: by its mark, else by the Message-ID made from the effect's key. Asked before any
repeat; a draft that is half made is told from one that is whole.
"""

from __future__ import annotations

from dataclasses import dataclass

from linkbot.mailsystems.exchange.faults import Gone
from linkbot.mailsystems.graph.line import Json, Line, Request, encoded
from linkbot.mailsystems.graph.marks import KEY, WHOLE, bears, mark_of, quoted, with_marks
from linkbot.mailsystems.graph.paging import items, text
from linkbot.model.outgoing import OutgoingMail

_SELECT = "id,isDraft,parentFolderId,internetMessageId,createdDateTime"
_WHAT = "Looking for what linkbot wrote"


@dataclass(frozen=True)
class Known:
    """`whole`: the look of the draft when nothing was missing any more, None before that."""

    id: str
    unsent: bool
    folder: str
    key: str | None
    whole: str | None
    created: str = ""

    @classmethod
    def of(cls, item: Json) -> Known:
        return cls(
            text(item, "id"),
            item.get("isDraft") is True,
            text(item, "parentFolderId"),
            mark_of(item, KEY),
            mark_of(item, WHOLE),
            text(item, "createdDateTime"),
        )


def known(line: Line, mail: OutgoingMail, *, place: str = "") -> tuple[Known, ...]:
    """In the whole mailbox, or in the folder of Graph's `place`; sent ones first, then the oldest."""
    found = by(line, bears(KEY, mail.key), place=place) or by(line, has_id(mail.message_id), place=place)
    return tuple(sorted(found, key=lambda one: (one.unsent, one.created, one.id)))


def by(line: Line, condition: str, *, place: str = "") -> tuple[Known, ...]:
    query = (("$filter", condition), ("$select", _SELECT), ("$expand", with_marks(KEY, WHOLE)), ("$top", "50"))
    path = f"/mailFolders/{place}/messages" if place else "/messages"
    return tuple(Known.of(item) for item in items(line, Request("GET", path, _WHAT, query)))


def has_id(message_id: str) -> str:
    return f"internetMessageId eq {quoted(f'<{message_id}>')}"


def looked_at(line: Line, id: str) -> Known | None:
    """None when it is nowhere to be seen."""
    query = (("$select", _SELECT), ("$expand", with_marks(KEY, WHOLE)))
    try:
        return Known.of(line.ask(Request("GET", f"/messages/{encoded(id)}", _WHAT, query)).body)
    except Gone:
        return None
