"""A watched folder as a mailbox: what people drop there is that ombudsman's letter, by their word and nobody else's.

One mailbox for each ombudsman, over its folder. A letter is taken once nothing of it has changed for a while, and moved
below `read/` when all that follows from it is stored. Nothing inside a file can say whose letter it is.
"""

from __future__ import annotations

import errno
import os
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from linkbot.mailsystems.covered import fingerprint
from linkbot.mailsystems.file_pages import Candidate, Listing, page
from linkbot.mailsystems.intake_files import READ, README, Dropped, dropped_in
from linkbot.mailsystems.intake_message import as_message, digest_of
from linkbot.ports import Fetched, Permanent, Receipt, Transient
from linkbot.whole_file import disk_fault, make_folder, readable_name, sync_folder, write_private

MOST_OCTETS = 100_000_000
"""Of one letter; a file beyond it is named in the message and left for a person."""
_HANDLE = re.compile(r"(?P<name>.*)#(?P<digest>[0-9a-f]{16})(?:#\d+)?", re.DOTALL)
_HOW = """Letters that do not come by mail: from the Portal, from secure mail, or scanned from the post.

Put each letter into the folder of the Ombudsman it came from. One file is one letter. A letter of several files goes
into a folder of its own, all its files together. PDF, Word, RTF and text files and saved mails (.eml, .msg) are
read; of any other file linkbot asks what it is.

linkbot takes a letter when it has lain unchanged for a moment, says how it understood it, and asks you before anything
is done. What it has taken is moved into the folder "read". What lies directly beside this file is not taken.
"""


def prepare(root: Path, ombudsmen: tuple[str, ...]) -> None:
    """Make the folders that are missing, and the note that says how; not those above. Raises OSError.

    A share that is not mounted must not be made anew on the local disk, where nobody would look.
    """
    if not root.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(root.parent))
    for ombudsman in ombudsmen:
        make_folder(root / ombudsman)
    if not (root / README).exists():
        write_private(root / README, _HOW)


class IntakeMailbox:
    """Implements `ports.Mailbox` and `ports.Vouching`. The handle is the name, and a digest of what lay under it."""

    def __init__(
        self,
        root: Path,
        ombudsman: str,
        *,
        settle_seconds: float,
        most_octets: int = MOST_OCTETS,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._folder, self._ombudsman = root / ombudsman, ombudsman
        self._settle, self._most, self._now = settle_seconds, most_octets, now

    @property
    def name(self) -> str:
        return f"intake:{self._ombudsman}"

    @property
    def vouches_for(self) -> str:
        return self._ombudsman

    def fetch(self, cursor: str | None, limit: int) -> Fetched:
        """Letters count as received when they are found: a file keeps its old time when it is copied."""
        there = {one.shown: one for one in self._settled()}
        names: dict[str, str] = {}

        def read(candidate: Candidate) -> bytes | None:
            papers = self._papers(there[candidate.handle])
            if papers is None:
                return None
            digest = digest_of(self._ombudsman, papers)
            names[candidate.handle] = f"{candidate.handle}#{digest[:16]}"
            return as_message(candidate.handle, papers, digest=digest)

        return page(
            mailbox=self.name,
            listed=Listing([_candidate(one) for one in there.values()]),
            cursor=cursor,
            limit=limit,
            read=read,
            handle_of=lambda candidate: names[candidate.handle],
            at=datetime.fromtimestamp(self._now(), UTC),
        )

    def file(self, handle: str, folder: str, key: str) -> Receipt:
        """Moved to `read/`, or the folder named below it; what has been put in its place meanwhile stays to be read."""
        found = _HANDLE.fullmatch(handle)
        levels = [] if folder == READ else folder.split("/")
        if found is None or any(readable_name(level) != level for level in levels):
            raise Permanent(f"{handle!r} in {folder!r}: linkbot knows no such letter or folder here.")
        target = self._folder.joinpath(READ, *levels)
        try:
            letter = next((one for one in dropped_in(self._folder) if one.shown == found["name"]), None)
            if letter is None or not self._is(letter, found["digest"]):
                return Receipt(f"gone:{handle}")  # moved before, or staff took or replaced it
            make_folder(target)
            place = target / letter.path.name
            if place.exists():
                place = target / f"{letter.path.stem}-{found['digest'][:8]}{letter.path.suffix}"
            count = 1
            while place.exists():
                count += 1
                place = target / f"{letter.path.stem}-{found['digest'][:8]}-{count}{letter.path.suffix}"
            letter.path.rename(place)
            sync_folder(target)
        except OSError as error:
            raise disk_fault(error, f"Moving a letter of {self.name} to {READ!r}") from error
        return Receipt(place.relative_to(self._folder).as_posix().encode("utf-8", "replace").decode())

    def _is(self, letter: Dropped, digest: str) -> bool:
        papers = self._papers(letter)
        return papers is not None and digest_of(self._ombudsman, papers).startswith(digest)

    def _settled(self) -> list[Dropped]:
        try:
            found = list(dropped_in(self._folder))
        except FileNotFoundError as error:
            raise Transient(
                f"The intake folder {self._folder} is not there. If it lies on a share, see whether the share can be "
                "reached; linkbot makes it anew when it starts."
            ) from error
        except OSError as error:
            raise disk_fault(error, f"Listing the intake folder {self._folder}") from error
        return [one for one in found if abs(self._now() - one.changed) >= self._settle]

    def _papers(self, letter: Dropped) -> list[tuple[str, bytes]] | None:
        """Every file's name and octets, None when one has changed meanwhile. Raises OSError."""
        papers: list[tuple[str, bytes]] = []
        room = self._most
        for paper in letter.papers:
            if paper.size > room:
                mark = f"{paper.written:x}"
                papers.append((f"{paper.shown} - {paper.size // 1_000_000} MB, too large to be taken up {mark}", b""))
                continue
            octets = paper.read()
            if octets is None:
                return None
            room -= paper.size
            papers.append((paper.shown, octets))
        return papers


def _candidate(letter: Dropped) -> Candidate:
    facts: list[str | int] = [letter.shown]
    for paper in letter.papers:
        facts += [paper.shown, paper.size, paper.written]
    return Candidate(letter.shown, str(letter.path), fingerprint(*facts), letter.changed)
