"""The .eml files of a folder and its sub-folders, as people and exports leave them: which are finished, where they lie.

Opens nothing. A file's identity is its name, size and time; where among the inbox's sub-folders it lies adds nothing.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from linkbot.mailsystems.covered import fingerprint
from linkbot.mailsystems.file_pages import Candidate, Listing, mark
from linkbot.mailsystems.folder_roles import NEVER_READ, by_name, is_within
from linkbot.model.place import Place

_DEEPEST = 8
_FILED = re.compile(r"~[0-9a-f]{12}(?=\.[^.]*$)")


@dataclass(frozen=True)
class EmlFiles:
    """`leave`: folders that are not read, with what lies in them; nor are linkbot's `own`."""

    path: Path
    leave: tuple[str, ...] = ()
    own: Collection[Path] = ()

    def listing(self) -> Listing:
        """Raises OSError when the folder itself cannot be looked into."""
        found: list[Candidate] = []
        closed: list[str] = []
        whole = True
        for shown, folder in self._folders():
            place = by_name(shown)[1] if shown else Place.INBOX.value
            try:
                found += _files(folder, shown, place)
            except FileNotFoundError:
                if not shown:
                    raise
                whole = False  # it has just gone, or got another name: looked for next time
            except OSError as error:
                if not shown:
                    raise
                closed.append(f"{shown} ({error.strerror or error})")
        return Listing(tuple(_told_apart(found)), tuple(closed), whole and not closed)

    def _folders(self) -> Iterator[tuple[str, Path]]:
        yield "", self.path
        yield from self._below(self.path, "", deep=_DEEPEST)

    def _below(self, folder: Path, above: str, *, deep: int) -> Iterator[tuple[str, Path]]:
        try:
            with os.scandir(folder) as entries:
                names = sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
        except OSError:
            return  # told where its files are listed
        for name in names:
            shown, path = f"{above}{name}", folder / name
            role, _ = by_name(shown)
            skipped = name.startswith((".", "~")) or role in NEVER_READ or is_within(shown, self.leave)
            if not skipped and path not in self.own:
                yield shown, path
                if deep:
                    yield from self._below(path, f"{shown}/", deep=deep - 1)


def filed_name(name: str, key: str) -> str:
    """Another name for a file that is moved to where its own is taken; its identity stays."""
    path = Path(name)
    return f"{path.stem}~{hashlib.sha256(key.encode()).hexdigest()[:12]}{path.suffix}"


def _files(folder: Path, shown: str, place: str) -> Iterator[Candidate]:
    with os.scandir(folder) as listing:
        for entry in listing:
            candidate = _candidate(entry, shown, place)
            if candidate is not None:
                yield candidate


def _candidate(entry: os.DirEntry[str], shown: str, place: str) -> Candidate | None:
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
    known = mark(place, _FILED.sub("", entry.name), facts.st_size, facts.st_mtime_ns)
    return Candidate(f"{shown}/{entry.name}" if shown else entry.name, entry.path, known, facts.st_mtime, place)


def _told_apart(found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Two files that agree in all this and lie in two folders are two: an export names and dates as it pleases."""
    seen: set[bytes] = set()
    for one in sorted(found, key=lambda one: one.handle):
        if one.fingerprint in seen:
            one = replace(one, fingerprint=fingerprint(one.handle, one.fingerprint.hex()))
        seen.add(one.fingerprint)
        yield one
