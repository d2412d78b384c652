"""What a mailbox made of files shows of the past: our own mail in any folder, and letters moved out of the inbox.

Asked only after a restore, so it may be slow: it looks into every file that was written since. Nothing is changed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from linkbot.mailsystems.received_at import message_id
from linkbot.ports import Traces
from linkbot.whole_file import disk_fault

_OURS = re.compile(rb"[0-9a-f]{32}@linkbot\.[A-Za-z0-9.-]+")
_LOOKED_AT = 1_048_576
_EARLIER = timedelta(days=2)  # clocks of servers differ, and a copy may keep the time of its letter
_NOT_LETTERS = re.compile(r"\.?(sent\b.*|drafts?|trash|deleted\b.*|junk\b.*|spam|outbox|withdrawn|templates)", re.I)


class FilesOfThePast:
    """Implements `ports.Past` for a Maildir with its sub-folders, or a folder of .eml files with its sub-folders."""

    def __init__(self, path: Path, *, maildir: bool) -> None:
        self._path, self._maildir = path, maildir

    def traces(self, message_ids: frozenset[str], since: datetime) -> Traces:
        """An id counts where a message bears it, answers it, or (a bounce) holds the mail that bore it."""
        ours: set[str] = set()
        moved: dict[tuple[str, str], None] = {}
        wanted = {id.encode(): id for id in message_ids}
        try:
            for folder, path in self._files((since - _EARLIER).timestamp()):
                try:
                    with path.open("rb") as file:
                        octets = file.read(_LOOKED_AT)
                except FileNotFoundError:
                    continue  # moved on while we looked: its folder shows it, or the next look does
                named = set(_OURS.findall(octets.replace(b"=\r\n", b"").replace(b"=\n", b"")))
                ours.update(wanted[id] for id in named & wanted.keys())
                own = message_id(octets)
                if folder and own and not _NOT_LETTERS.fullmatch(folder) and own.encode() not in named:
                    moved[(folder, own)] = None
        except OSError as error:
            raise disk_fault(error, f"Looking back into the mailbox {self._path}") from error
        return Traces(frozenset(ours), tuple(sorted(moved)))

    def _files(self, since: float) -> Iterator[tuple[str, Path]]:
        """Each message file written since, with the folder it lies in (empty: the inbox)."""
        if not self._path.is_dir():
            raise FileNotFoundError(2, os.strerror(2), str(self._path))
        for place, folders, names in os.walk(self._path, onerror=_raised):
            folder = Path(place).relative_to(self._path)
            if self._maildir:
                folders[:] = sorted(name for name in folders if name != "tmp")
                wanted = names if folder.name in ("new", "cur") else []
                shown = folder.parent.as_posix()
            else:
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                wanted = [name for name in names if name.lower().endswith(".eml")]
                shown = folder.as_posix()
            for name in sorted(wanted):
                path = Path(place) / name
                try:
                    if path.stat().st_mtime >= since:
                        yield "" if shown == "." else shown.removeprefix("."), path
                except FileNotFoundError:
                    continue


def _raised(error: OSError) -> None:
    raise error
