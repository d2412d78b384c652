"""A Maildir as a mailbox: reads `new` and `cur`, changes no flag, and files messages into Maildir++ sub-folders.

Only where a colon may stand in a file name: on Windows the mailbox is a folder of .eml (`folder.py`).
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

from linkbot.mailsystems.calm import Calm
from linkbot.mailsystems.covered import fingerprint
from linkbot.mailsystems.file_pages import Candidate, page
from linkbot.mailsystems.maildir_names import folder_path, make_maildir, unique_part
from linkbot.ports import Fetched, Permanent, Receipt, Transient
from linkbot.whole_file import disk_fault, sync_folder

_PLACES = ("new", "cur")  # in this order: a message that moves on while we list is seen twice, never not at all
_TRIES = 4  # how often a file that is renamed under our hands is looked for before filing it waits


class MaildirMailbox:
    """Implements `ports.Mailbox`. The handle is the unique part of the file name, which no flag or move changes."""

    def __init__(self, path: Path, name: str, *, ticks: Callable[[], float] = time.monotonic) -> None:
        if os.name == "nt":
            raise Permanent("A Maildir needs ':' in file names, which Windows forbids: use a folder of .eml files.")
        self._path = path
        self._name = name
        self._calm = Calm(ticks)

    @property
    def name(self) -> str:
        return self._name

    def fetch(self, cursor: str | None, limit: int) -> Fetched:
        """While nothing has come, gone or got another name since everything was covered, nothing is listed either."""
        if self._calm.holds(cursor, self._stamp()) and cursor is not None:
            return Fetched((), cursor, more=False)
        fetched = page(mailbox=self._name, listed=self._listed(), cursor=cursor, limit=limit, read=self._read)
        self._calm.listed(fetched)
        return fetched

    def _stamp(self) -> tuple[int, ...]:
        """When a name in either folder last changed: a file system notes that with the folder."""
        try:
            return tuple((self._path / place).stat().st_mtime_ns for place in _PLACES)
        except OSError:
            return ()  # listing says what is wrong

    def file(self, handle: str, folder: str, key: str) -> Receipt:
        """Moved with its flags as they are. Done before, or moved by staff: a receipt all the same."""
        target = folder_path(self._path, folder)
        try:
            for _ in range(_TRIES):
                source = self._find(handle)
                if source is None:
                    break
                make_maildir(target)
                try:
                    source.rename(target / "cur" / (source.name if ":" in source.name else f"{source.name}:2,"))
                except FileNotFoundError:
                    continue  # renamed by a mail program under our hands: look again
                sync_folder(target / "cur")
                break
            else:
                raise Transient(f"The message {handle} in {self._name} keeps moving. It is tried again.")
        except OSError as error:
            raise disk_fault(error, f"Filing a message of {self._name} in {folder!r}") from error
        return Receipt(f"{folder}/{handle}")

    def _listed(self) -> list[Candidate]:
        found: dict[str, Candidate] = {}
        for entry in self._entries():
            try:
                facts = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue  # moved or gone since it was listed: seen at its new place, or at the next fetch
            if stat.S_ISREG(facts.st_mode):
                unique = unique_part(entry.name)
                found[unique] = Candidate(unique, entry.path, fingerprint(unique, facts.st_size), facts.st_mtime)
        return list(found.values())

    def _entries(self) -> list[os.DirEntry[str]]:
        entries: list[os.DirEntry[str]] = []
        try:
            for place in _PLACES:
                with os.scandir(self._path / place) as listing:
                    entries += [entry for entry in listing if not entry.name.startswith(".")]
        except FileNotFoundError as error:
            raise Transient(
                f"{self._path} is not a Maildir now: there is no '{Path(error.filename or '').name}' in it. If it lies "
                "on a share, see whether the share is mounted; else correct the path of the mailbox."
            ) from error
        except OSError as error:
            raise disk_fault(error, f"Listing the mailbox {self._name}") from error
        return entries

    def _find(self, handle: str) -> Path | None:
        return next((Path(entry.path) for entry in self._entries() if unique_part(entry.name) == handle), None)

    @staticmethod
    def _read(candidate: Candidate) -> bytes | None:
        """None when it got another flag or was moved since it was listed: then the next fetch finds it where it is."""
        try:
            return candidate.path.read_bytes()
        except FileNotFoundError:
            return None
