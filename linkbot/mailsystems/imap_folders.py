"""Which folders an IMAP account has, and what each is: by special use (RFC 6154), else by the names programs give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from imapclient.imap_utf7 import decode, encode

from linkbot.mailsystems.folder_roles import NAMES, NEVER_READ, PLACES, Role, place_within_inbox
from linkbot.mailsystems.imap_line import Line, Listed

UNSELECTABLE = frozenset({"\\noselect", "\\nonexistent"})
VIRTUAL = frozenset({"\\all", "\\flagged", "\\important"})
"""Special uses of folders that show once more what lies in others."""


@dataclass(frozen=True)
class Folder:
    """`name` is the server's own spelling, `shown` what people see: "/" between levels, no prefix of the account."""

    name: str
    shown: str
    role: Role | None  # also of what lies in a folder of that use
    place: str
    own: bool = True  # of this account, not of another that is shared with it


@dataclass(frozen=True)
class Folders:
    all: tuple[Folder, ...]
    delimiter: str
    prefix: str  # of the account's own folders, in the server's spelling

    def of(self, role: Role) -> Folder | None:
        """The folder itself, never one inside it."""
        return min((one for one in self.all if one.role is role), key=lambda one: one.shown.count("/"), default=None)

    def named(self, shown: str) -> Folder | None:
        return next((one for one in self.all if one.shown.casefold() in self._spellings(shown)), None)

    def spelt(self, shown: str) -> str:
        """The server's name for a new folder of the account."""
        return self.prefix + bytes(encode(shown.replace("/", self.delimiter))).decode("ascii")

    def watched(self, *, watch: Sequence[str] = (), leave: Sequence[str] = ()) -> tuple[Folder, ...]:
        """What linkbot reads, INBOX first: all of the account's own but drafts, outbox and virtual ones. `watch` names
        the only ones instead, with what lies in them; `leave` takes some away, with what lies in them.
        """
        chosen = [
            one
            for one in self.all
            if (self._within(one, watch) if watch else one.own and one.role not in NEVER_READ)
            and not self._within(one, leave)
        ]
        return tuple(sorted(chosen, key=lambda one: one.role is not Role.INBOX))

    def _within(self, folder: Folder, names: Sequence[str]) -> bool:
        shown = folder.shown.casefold()
        return any(shown == one or shown.startswith(f"{one}/") for name in names for one in self._spellings(name))

    def _spellings(self, shown: str) -> tuple[str, ...]:
        """As a person may name a folder: with the prefix of the account's own folders, or without."""
        return shown.casefold(), (shown_name(self.prefix, self.delimiter) + shown).casefold()


def folders_of(line: Line) -> Folders:
    own, others = line.namespaces()
    listed = [one for one in line.folders() if not one.flags & UNSELECTABLE]
    prefix = own[0] if own else ""
    strange = tuple(one for one in others if one and one != prefix)
    delimiter = next((one.delimiter for one in listed if one.delimiter), "/")
    mine = [one for one in listed if not one.name.startswith(strange)] if strange else listed
    roles = _roles(mine, prefix)
    all_of_them = (_folder(one, roles, delimiter, prefix, own=one in mine) for one in listed)
    return Folders(tuple(sorted(all_of_them, key=lambda one: one.shown)), delimiter, prefix)


def shown_name(name: str, delimiter: str) -> str:
    try:
        plain = decode(name.encode("latin-1"))
    except UnicodeError:  # not modified UTF-7: shown as it came
        plain = name
    return "/".join(level.replace("/", "-") for level in plain.split(delimiter)) if delimiter != "/" else plain


def _folder(listed: Listed, roles: dict[str, Role], delimiter: str, prefix: str, *, own: bool) -> Folder:
    shown = shown_name(listed.name.removeprefix(prefix), delimiter)
    uses = {name for name, role in roles.items() if role is not Role.INBOX} if own else set()
    holder = max(
        (name for name in uses if listed.name == name or listed.name.startswith(name + delimiter)), key=len, default=""
    )
    role = roles.get(holder or listed.name) if own else None
    if role in PLACES:
        place = PLACES[role] + shown_name(listed.name[len(holder) :], delimiter)
    else:
        place = place_within_inbox(shown)
    return Folder(listed.name, shown, role, place, own)


def _roles(listed: Sequence[Listed], prefix: str) -> dict[str, Role]:
    """By the server's spelling. A name counts only for a use that no folder bears as a flag."""
    found: dict[str, Role] = {}
    for one in listed:
        if one.name.upper() == "INBOX":
            found[one.name] = Role.INBOX
        elif one.flags & VIRTUAL:
            found[one.name] = Role.VIRTUAL
        else:
            use = next((role for role in (*PLACES, Role.DRAFTS) if role.value in one.flags), None)
            if use:
                found[one.name] = use
    for role, names in NAMES.items():
        if role not in found.values():
            for one in listed:
                top = one.name.removeprefix(prefix).casefold() in names
                under = one.delimiter and one.name.casefold() in {f"inbox{one.delimiter}{name}" for name in names}
                if (top or under) and one.name not in found:
                    found[one.name] = role
    return found
