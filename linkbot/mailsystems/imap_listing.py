"""What waits in a folder, with the dates and sizes that the order and the bounds of pages need.

Some servers hang up when asked about a damaged message. Those asked about when the line broke are asked about in
smaller lots, at last one by one, until it is plain which one it is; that one comes last, unlisted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from math import inf
from typing import NamedTuple

from linkbot.mailsystems.imap_faults import LineLost
from linkbot.mailsystems.imap_folders import Folder
from linkbot.mailsystems.imap_line import Line, in_chunks

LOTS = (1_000, 30, 1)
"""How many are asked about at once, by how often the line has broken over them."""


class Waiting(NamedTuple):
    """A message not yet handed over. `at` is its INTERNALDATE in seconds, 0 when the server gave none. `unlisted`: the
    line breaks when its date and size are asked for.
    """

    at: float
    folder: Folder
    uidvalidity: int
    uid: int
    size: int
    unlisted: bool = False

    @property
    def told(self) -> str:
        return f"UID {self.uid} in {self.folder.shown}"


class Lister:
    def __init__(self) -> None:
        self._broke: Counter[tuple[str, int, int]] = Counter()

    def listed(self, line: Line, folder: Folder, uidvalidity: int, uids: Sequence[int]) -> list[Waiting]:
        """Of those still there. Raises LineLost, Refused."""
        line.stay(folder.name)
        found: list[Waiting] = []
        for times, lot in enumerate((*LOTS, 0)):
            mine = [uid for uid in uids if min(self._broke[folder.name, uidvalidity, uid], len(LOTS)) == times]
            if not lot:
                found += [Waiting(inf, folder, uidvalidity, uid, 0, True) for uid in mine]
                continue
            for some in in_chunks(mine, lot):
                found += self._asked(line, folder, uidvalidity, some)
        return found

    def _asked(self, line: Line, folder: Folder, uidvalidity: int, uids: Sequence[int]) -> list[Waiting]:
        keys = [(folder.name, uidvalidity, uid) for uid in uids]
        try:
            facts = line.facts(uids)
        except LineLost:
            self._broke.update(keys)
            raise
        for key in keys:
            del self._broke[key]
        return [Waiting(_seconds(one.at), folder, uidvalidity, uid, one.size) for uid, one in facts.items()]


def _seconds(at: datetime | None) -> float:
    if at is None:
        return 0.0
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
