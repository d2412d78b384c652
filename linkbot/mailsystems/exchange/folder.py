"""A folder of the mailbox and what it is: by Exchange's own well-known names, never by what people call it.

A folder's `place` is the same in every language (`model.place`): `Junk`, `Deleted/2026`, `INBOX/Repairs`; the mailbox's
own other folders count as its inbox, because staff sort mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linkbot.model.place import Place, place_of

PLACES = {"inbox": Place.INBOX, "junkemail": Place.JUNK, "deleteditems": Place.DELETED, "sentitems": Place.SENT}
NEVER = ("drafts", "outbox", "conversationhistory", "syncissues", "scheduled")
"""No mail that came, or copies of what lies elsewhere."""
_ORDER = {"inbox": 0, "junkemail": 2, "deleteditems": 3, "sentitems": 4}


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


def shown_name(name: str) -> str:
    return name.replace("/", "-") or "?"


def folder_in(id: str, name: str, parent: Folder | None, known: str | None) -> Folder:
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


def within(folder: Folder, names: Sequence[str]) -> bool:
    """By the path people see, the place, or Graph's own name of the folder."""
    paths = (folder.shown.casefold(), folder.place.casefold(), (folder.known or "").casefold())
    return any(path == name.casefold() or path.startswith(f"{name.casefold()}/") for name in names for path in paths)
