"""A Maildir as a mailbox: reads its folders, changes no flag, and files messages into Maildir++ sub-folders.

A message keeps its identity wherever among the inbox and its sub-folders people move it. Only where a colon may stand
in a file name: on Windows the mailbox is a folder of .eml (`folder.py`).
"""

from __future__ import annotations

import os
import stat
import time
import zlib
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from linkbot.mailsystems.calm import Calm
from linkbot.mailsystems.file_backlog import FileBacklog
from linkbot.mailsystems.file_octets import octets_of
from linkbot.mailsystems.file_pages import Candidate, Listing, mark, page
from linkbot.mailsystems.maildir_folders import MaildirFolder, folders_of
from linkbot.mailsystems.maildir_names import folder_path, make_maildir, unique_part
from linkbot.model.place import Place
from linkbot.ports import Fetched, Permanent, Receipt, Transient
from linkbot.whole_file import disk_fault, sync_folder

_TRIES = 4  # how often a file that is renamed under our hands is looked for before filing it waits


class MaildirMailbox:
    """Implements `ports.Mailbox`. The handle is the unique part of the file name, which no flag or move changes."""

    def __init__(
        self,
        path: Path,
        name: str,
        *,
        leave: Sequence[str] = (),
        own: Collection[Path] = (),
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        """`leave`: folders that are not read, with what lies in them; nor are linkbot's `own`."""
        if os.name == "nt":
            raise Permanent("A Maildir needs ':' in file names, which Windows forbids: use a folder of .eml files.")
        self._path = path
        self._name = name
        self._leave = tuple(leave)
        self._own = frozenset(own)
        self._calm = Calm(ticks)
        self._backlog = FileBacklog()

    @property
    def name(self) -> str:
        return self._name

    def fetch(self, cursor: str | None, limit: int) -> Fetched:
        """While nothing has come, gone or got another name since everything was covered, nothing is listed either."""
        folders = self._folders()
        stamp = _stamp(folders)
        if self._calm.holds(cursor, stamp) and cursor is not None:
            return Fetched((), cursor, more=False)
        kept = self._backlog.listed(cursor, stamp)
        listed = kept or self._listed(folders)
        fetched = self._page(listed, cursor, limit)
        if kept is not None and not fetched.messages:  # that nothing is left only a new listing can say
            listed = self._listed(folders)
            fetched = self._page(listed, cursor, limit)
        self._backlog.after(fetched, listed, stamp)
        self._calm.listed(fetched)
        return fetched

    def _page(self, listed: Listing, cursor: str | None, limit: int) -> Fetched:
        return page(mailbox=self._name, listed=listed, cursor=cursor, limit=limit, read=self._read)

    def _folders(self) -> tuple[MaildirFolder, ...]:
        try:
            return folders_of(self._path, leave=self._leave, own=self._own)
        except OSError as error:
            raise self._gone(error) from error

    def file(self, handle: str, folder: str, key: str) -> Receipt:
        """Out of the inbox, with its flags as they are. Done before, or moved by staff: a receipt all the same."""
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

    def _listed(self, folders: Sequence[MaildirFolder]) -> Listing:
        """Of a sub-folder that may not be looked into, its name; one that has just gone is looked for next time."""
        found: dict[bytes, Candidate] = {}
        closed: list[str] = []
        whole = True
        for folder in folders:
            try:
                entries = _entries(folder)
            except FileNotFoundError as error:
                if folder.path == self._path:
                    raise self._gone(error) from error
                whole = False
            except OSError as error:
                if folder.path == self._path:
                    raise disk_fault(error, f"Listing the mailbox {self._name}") from error
                closed.append(f"{folder.place} ({error.strerror or error})")
            else:
                found.update((one.fingerprint, one) for entry in entries if (one := _candidate(entry, folder.place)))
        return Listing(tuple(found.values()), tuple(closed), whole and not closed)

    def _gone(self, error: OSError) -> Transient | Permanent:
        if not isinstance(error, FileNotFoundError):
            return disk_fault(error, f"Listing the mailbox {self._name}")
        return Transient(
            f"{self._path} is not a Maildir now: there is no '{Path(error.filename or '').name}' in it. If it lies "
            "on a share, see whether the share is mounted; else correct the path of the mailbox."
        )

    def _find(self, handle: str) -> Path | None:
        try:
            entries = _entries(MaildirFolder(self._path, Place.INBOX))
            return next((Path(entry.path) for entry in entries if unique_part(entry.name) == handle), None)
        except FileNotFoundError as error:
            raise self._gone(error) from error

    @staticmethod
    def _read(candidate: Candidate) -> bytes | None:
        """None when it got another flag or was moved since it was listed: then the next fetch finds it where it is."""
        try:
            return octets_of(candidate.path)
        except FileNotFoundError:
            return None


def _entries(folder: MaildirFolder) -> list[os.DirEntry[str]]:
    entries: list[os.DirEntry[str]] = []
    for part in folder.parts:
        with os.scandir(part) as listing:
            entries += [entry for entry in listing if not entry.name.startswith(".")]
    return entries


def _candidate(entry: os.DirEntry[str], place: str) -> Candidate | None:
    try:
        facts = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None  # moved or gone since it was listed: seen at its new place, or at the next fetch
    if not stat.S_ISREG(facts.st_mode):
        return None
    unique = unique_part(entry.name)
    return Candidate(unique, entry.path, mark(place, unique, facts.st_size), facts.st_mtime, place)


def _stamp(folders: Sequence[MaildirFolder]) -> tuple[int, ...]:
    """When a name in any of them last changed, which a file system notes with the folder; and which they are."""
    try:
        times = [part.stat().st_mtime_ns for folder in folders for part in folder.parts]
    except OSError:
        return ()  # listing says what is wrong
    return (zlib.crc32("\0".join(str(folder.path) for folder in folders).encode("utf-8", "surrogatepass")), *times)
