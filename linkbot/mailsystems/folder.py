"""A folder of .eml files as a mailbox: the embedded one on Windows, and a drop folder anywhere.

Reads the files at the top of the folder, leaves everything that is not a finished .eml alone, and files messages into
sub-folders. A file whose name, size or time changes is another message: it is offered again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from linkbot.mailsystems.covered import fingerprint
from linkbot.mailsystems.file_pages import Candidate, page
from linkbot.ports import Fetched, Permanent, Receipt, Transient
from linkbot.whole_file import disk_fault, make_folder, name_for, readable_name, sync_folder

_FRESH_SECONDS = 2.0  # a file touched this lately may still be growing
_LOOK_AGAIN_SECONDS = 0.3


class FolderMailbox:
    """Implements `ports.Mailbox`. The handle is the file name."""

    def __init__(
        self,
        path: Path,
        name: str,
        *,
        now: Callable[[], float] = time.time,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._path = path
        self._name = name
        self._now = now
        self._pause = pause

    @property
    def name(self) -> str:
        return self._name

    def fetch(self, cursor: str | None, limit: int) -> Fetched:
        """Files just written are looked at twice, a moment apart; one that grows meanwhile waits for the next fetch."""
        listed = self._finished()
        return page(mailbox=self._name, listed=listed, cursor=cursor, limit=limit, read=self._read)

    def file(self, handle: str, folder: str, key: str) -> Receipt:
        """Moved under its own name, or with the key added when the sub-folder holds another file of that name."""
        levels = folder.split("/")
        if any(readable_name(level) != level for level in levels) or Path(handle).name != handle:
            raise Permanent(
                f"{folder!r} cannot be a folder here: it holds signs that Windows forbids, or an empty level."
            )
        target = self._path.joinpath(*levels)
        try:
            make_folder(target)
            place = target / handle
            if place.exists():
                place = target / f"{place.stem}-{name_for(key)[:12]}{place.suffix}"
            try:
                (self._path / handle).rename(place)
            except FileNotFoundError:
                return Receipt(f"{folder}/{handle}")  # done before, or taken away by staff
            sync_folder(target)
        except OSError as error:
            raise disk_fault(error, f"Filing a message of {self._name} in {folder!r}") from error
        return Receipt(f"{folder}/{place.name}")

    def _finished(self) -> list[Candidate]:
        first = self._listed()
        if not any(abs(self._now() - one.time) < _FRESH_SECONDS for one in first.values()):
            return list(first.values())
        self._pause(_LOOK_AGAIN_SECONDS)
        again = self._listed()
        return [one for name, one in again.items() if one == first.get(name)]

    def _listed(self) -> dict[str, Candidate]:
        found: dict[str, Candidate] = {}
        try:
            with os.scandir(self._path) as listing:
                for entry in listing:
                    candidate = self._candidate(entry)
                    if candidate is not None:
                        found[entry.name] = candidate
        except FileNotFoundError as error:
            raise Transient(
                f"The mailbox folder {self._path} is not there. If it lies on a share, see whether the share can be "
                "reached; else correct the path of the mailbox."
            ) from error
        except OSError as error:
            raise disk_fault(error, f"Listing the mailbox folder {self._path}") from error
        return found

    @staticmethod
    def _candidate(entry: os.DirEntry[str]) -> Candidate | None:
        if entry.name.startswith((".", "~")) or not entry.name.lower().endswith(".eml"):
            return None
        try:
            if not entry.is_file():
                return None
            # Windows fills DirEntry.stat from the listing, which lags behind a file still being written
            facts = Path(entry.path).stat()
        except FileNotFoundError:
            return None
        if facts.st_size == 0:
            return None  # a name made before the content
        mark = fingerprint(entry.name, facts.st_size, facts.st_mtime_ns)
        return Candidate(entry.name, entry.path, mark, facts.st_mtime)

    @staticmethod
    def _read(candidate: Candidate) -> bytes | None:
        """None as well when the file is no longer the one that was listed: it is offered as the new one next time."""
        try:
            octets = candidate.path.read_bytes()
            facts = candidate.path.stat()
        except FileNotFoundError:
            return None
        same = fingerprint(candidate.handle, facts.st_size, facts.st_mtime_ns) == candidate.fingerprint
        return octets if same and len(octets) == facts.st_size else None
