"""What lies in an intake folder: each file is a letter, each sub-folder a letter of several files.

Leaves alone what is hidden, half-written or a system's own, follows no link, and takes no file without content. It
lists and reads; it moves nothing.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

READ = "read"
"""Below it lies what has been taken; nothing there is ever taken again."""
README = "README.txt"
_DEPTH = 20
_ENDS = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".lock", ".lnk", ".url")
_NAMES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", README.casefold()})


@dataclass(frozen=True)
class Paper:
    """One file of a letter. `shown` is its name as it can be stored and read, from the letter's folder down."""

    path: Path
    shown: str
    size: int
    written: int  # nanoseconds

    def read(self) -> bytes | None:
        """None when it has gone, or is no longer the file that was listed. Raises OSError."""
        try:
            handle = os.open(self.path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        except FileNotFoundError:
            return None
        with os.fdopen(handle, "rb") as file:
            octets = file.read(self.size + 1)
            facts = os.fstat(file.fileno())
        same = (facts.st_size, facts.st_mtime_ns) == (self.size, self.written)
        return octets if same and len(octets) == self.size else None


@dataclass(frozen=True)
class Dropped:
    """One letter as it lies there; `changed` is when anything of it last did."""

    path: Path
    shown: str
    papers: tuple[Paper, ...]
    changed: float


def dropped_in(folder: Path) -> Iterator[Dropped]:
    """Every letter at the top of the folder. Raises OSError when it cannot be listed."""
    with os.scandir(folder) as listing:
        entries = sorted(listing, key=lambda entry: entry.name)
    for entry in entries:
        if _passed_over(entry.name) or entry.name.casefold() == READ:
            continue
        times: list[float] = []
        papers = tuple(_papers(Path(entry.path), shown(entry.name), times, _DEPTH))
        if papers:
            yield Dropped(Path(entry.path), shown(entry.name), papers, max(times))


def _papers(path: Path, name: str, times: list[float], depth: int) -> Iterator[Paper]:
    """The file itself, or the files below a folder; `times` gathers when each place last changed."""
    try:
        facts = path.lstat()  # a listing of Windows lags behind a file still being written
        if stat.S_ISREG(facts.st_mode) and facts.st_size:
            times.append(max(facts.st_mtime, facts.st_ctime))
            yield Paper(path, name, facts.st_size, facts.st_mtime_ns)
        elif stat.S_ISDIR(facts.st_mode) and depth:
            times.append(max(facts.st_mtime, facts.st_ctime))
            for inner in sorted(path.iterdir()):
                if not _passed_over(inner.name):
                    below = shown(inner.name) if depth == _DEPTH else f"{name} - {shown(inner.name)}"
                    yield from _papers(inner, below, times, depth - 1)
    except FileNotFoundError:
        return


def _passed_over(name: str) -> bool:
    plain = name.casefold()
    return plain.startswith((".", "~")) or plain.endswith(_ENDS) or plain in _NAMES


def shown(name: str) -> str:
    """A file's name where it can be stored and printed; any other with its odd octets spelt out."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return quote(os.fsencode(name), safe=" ()")
    return name if name.isprintable() else quote(name, safe=" ()")
