"""Whether files have changed: by size and times at each look, by their octets where those moved. Reads only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

Stamp = tuple[int, int, int, int]


class Watch:
    """Remembers what it has read, so that a look at files that rest costs no reading."""

    def __init__(self) -> None:
        self._read: dict[Path, tuple[Stamp, str]] = {}

    def forget(self) -> None:
        """The next look reads every file again."""
        self._read.clear()

    def version(self, places: Iterable[Path]) -> str:
        """One digest over all files of these places; a folder stands for whatever lies in it. Two looks that find the
        same files with the same octets answer the same.
        """
        seen: dict[Path, tuple[Stamp, str]] = {}
        whole = hashlib.sha256()
        for path in sorted({file for place in places for file in _files(place)}):
            digest = self._digest(path, seen)
            whole.update(f"{path}\0{digest}\0".encode("utf-8", "surrogatepass"))
        self._read = seen
        return whole.hexdigest()

    def _digest(self, path: Path, seen: dict[Path, tuple[Stamp, str]]) -> str:
        """What cannot be read is a version of its own: it is noticed when that changes."""
        try:
            found = path.stat()
            stamp = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
            known = self._read.get(path)
            digest = known[1] if known and known[0] == stamp else hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            return f"errno {error.errno}"
        seen[path] = (stamp, digest)
        return digest


def _files(place: Path) -> Iterator[Path]:
    """Editors' side files (hidden, or with a tilde) and whatever Python leaves are nobody's rules."""
    if not place.is_dir():
        yield place
        return
    for path in place.rglob("*"):
        if path.is_file() and not path.name.startswith((".", "#")) and not path.name.endswith("~"):
            yield path
