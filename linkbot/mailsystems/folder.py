"""A folder of .eml files as a mailbox: the embedded one on Windows, and a drop folder anywhere.

Reads the files in the folder and its sub-folders, leaves everything that is not a finished .eml alone, and files
messages into sub-folders. A file whose name, size or time changes is another message: it is offered again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from linkbot.mailsystems.eml_files import EmlFiles, filed_name
from linkbot.mailsystems.file_octets import octets_of
from linkbot.mailsystems.file_pages import Candidate, Listing, page
from linkbot.ports import Fetched, Permanent, Receipt, Transient
from linkbot.whole_file import disk_fault, make_folder, readable_name, sync_folder

_FRESH_SECONDS = 2.0  # a file touched this lately may still be growing
_LOOK_AGAIN_SECONDS = 0.3


class FolderMailbox:
    """Implements `ports.Mailbox`. The handle is the path within the folder, "/" between levels. `leave`, `own`: what
    is not read.
    """

    def __init__(
        self,
        path: Path,
        name: str,
        *,
        leave: Sequence[str] = (),
        own: Collection[Path] = (),
        now: Callable[[], float] = time.time,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._path = path
        self._name = name
        self._files = EmlFiles(path, tuple(leave), frozenset(own))
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
        if any(readable_name(level) != level for level in levels) or not _lies_within(handle):
            raise Permanent(
                f"{folder!r} cannot be a folder here: it holds signs that Windows forbids, or an empty level."
            )
        target = self._path.joinpath(*levels)
        try:
            make_folder(target)
            place = target / PurePosixPath(handle).name
            if place.exists():
                place = target / filed_name(place.name, key)
            try:
                (self._path / handle).rename(place)
            except FileNotFoundError:
                return Receipt(f"{folder}/{handle}")  # done before, or taken away by staff
            sync_folder(target)
        except OSError as error:
            raise disk_fault(error, f"Filing a message of {self._name} in {folder!r}") from error
        return Receipt(f"{folder}/{place.name}")

    def _finished(self) -> Listing:
        first = self._listing()
        if not any(abs(self._now() - one.time) < _FRESH_SECONDS for one in first.files):
            return first
        self._pause(_LOOK_AGAIN_SECONDS)
        before, again = {one.handle: one for one in first.files}, self._listing()
        same = tuple(one for one in again.files if one == before.get(one.handle))
        return replace(again, files=same)

    def _listing(self) -> Listing:
        try:
            return self._files.listing()
        except FileNotFoundError as error:
            raise Transient(
                f"The mailbox folder {self._path} is not there. If it lies on a share, see whether the share can be "
                "reached; else correct the path of the mailbox."
            ) from error
        except OSError as error:
            raise disk_fault(error, f"Listing the mailbox folder {self._path}") from error

    @staticmethod
    def _read(candidate: Candidate) -> bytes | None:
        """None as well when the file is no longer the one that was listed: it is offered as the new one next time."""
        path = candidate.path
        try:
            before, octets, facts = path.stat(), octets_of(path), path.stat()
        except FileNotFoundError:
            return None
        same = facts.st_mtime == candidate.time and (facts.st_size, facts.st_mtime_ns) == (
            before.st_size,
            before.st_mtime_ns,
        )
        return octets if same else None


def _lies_within(handle: str) -> bool:
    path = PurePosixPath(handle)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in handle and ":" not in handle
