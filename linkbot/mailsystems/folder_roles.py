"""What a mail folder is for, by the names that mail programs give it; the same on a server and in a mailbox of files.

A folder's `place` is the same everywhere and in every language (`model.place`): `Deleted/2026` even where the server
says "Gelöschte Elemente/2026".
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from linkbot.model.place import Place, place_of


class Role(Enum):
    INBOX = "inbox"
    DRAFTS = "\\drafts"
    SENT = "\\sent"
    JUNK = "\\junk"
    DELETED = "\\trash"
    OUTBOX = "outbox"
    VIRTUAL = "virtual"


NAMES = {
    Role.DRAFTS: {"drafts", "draft"},
    Role.SENT: {"sent", "sent items", "sent messages", "sent mail"},
    Role.JUNK: {"junk", "junk e-mail", "junk email", "junk mail", "spam", "bulk mail"},
    Role.DELETED: {"trash", "deleted items", "deleted messages", "deleted", "bin"},
    Role.OUTBOX: {"outbox"},
}
PLACES = {Role.SENT: Place.SENT, Role.JUNK: Place.JUNK, Role.DELETED: Place.DELETED}
NEVER_READ = frozenset({Role.DRAFTS, Role.OUTBOX, Role.VIRTUAL})


def place_within_inbox(shown: str) -> str:
    """The place of a folder that is for nothing special: people sort their mail into it."""
    if shown.casefold() == "inbox" or shown.casefold().startswith("inbox/"):
        return Place.INBOX + shown[len(Place.INBOX) :]
    return shown if place_of(shown) is Place.INBOX else f"{Place.INBOX}/{shown}"


def by_name(shown: str) -> tuple[Role | None, str]:
    """Role and place of a folder of which nothing but its path is known ("/" between levels)."""
    levels = shown.split("/")
    top = levels[1:] if levels[0].casefold() == "inbox" and len(levels) > 1 else levels
    role = next((role for role, names in NAMES.items() if top[0].casefold() in names), None)
    if role in PLACES:
        return role, "/".join((PLACES[role], *top[1:]))
    return role, place_within_inbox(shown)


def is_within(shown: str, names: Sequence[str]) -> bool:
    """Whether it is one of these folders, or lies in one; case does not count."""
    return any(shown.casefold() == name or shown.casefold().startswith(f"{name}/") for name in map(str.casefold, names))
