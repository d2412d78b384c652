"""The folders of a Maildir: itself, Maildir++ sub-folders (`.Junk`, `.INBOX.Repairs`), and plain ones (`Junk/cur`).

Which of them are read, and what place each is. Nothing is opened but directories; what is behind a symbolic link is
somebody else's.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from linkbot.mailsystems.folder_roles import NEVER_READ, by_name, is_within
from linkbot.mailsystems.maildir_names import shown_name
from linkbot.model.place import Place

PARTS = ("new", "cur")  # in this order: a message that moves on while we list is seen twice, never not at all
_DEEPEST = 8


@dataclass(frozen=True)
class MaildirFolder:
    path: Path
    place: str

    @property
    def parts(self) -> tuple[Path, ...]:
        return tuple(self.path / part for part in PARTS)


def folders_of(maildir: Path, *, leave: Sequence[str] = (), own: Collection[Path] = ()) -> tuple[MaildirFolder, ...]:
    """The Maildir itself first. Left out: drafts and the outbox, by their names; what is linkbot's `own`; and `leave`,
    with what lies in them. Raises OSError when the Maildir itself cannot be looked into.
    """
    return (MaildirFolder(maildir, Place.INBOX), *_chosen(_below(maildir, "", deep=_DEEPEST), leave=leave, own=own))


def _chosen(
    found: Iterator[tuple[str, Path]], *, leave: Sequence[str], own: Collection[Path]
) -> Iterator[MaildirFolder]:
    for shown, path in sorted(found):
        role, place = by_name(shown)
        if role not in NEVER_READ and not is_within(shown, leave) and path not in own:
            yield MaildirFolder(path, place)


def _below(folder: Path, above: str, *, deep: int) -> Iterator[tuple[str, Path]]:
    with os.scandir(folder) as entries:
        inside = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
    for entry in inside:
        if entry.name in (*PARTS, "tmp") or (entry.name.startswith(".") and above):
            continue
        flat = entry.name.startswith(".")
        shown = shown_name(entry.name) if flat else f"{above}{entry.name}"
        path = folder / entry.name
        if (path / "cur").is_dir() or (path / "new").is_dir():
            yield shown, path
        if deep and not flat:
            try:
                yield from _below(path, f"{shown}/", deep=deep - 1)
            except OSError:
                continue  # no mail folder of ours: linkbot may not look into it, or it has gone
