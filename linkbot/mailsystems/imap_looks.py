"""Which UIDs the watched folders hold: asked anew only of a folder whose status is another one than last time.

Kept in memory: a worker that starts asks every folder once. Now and then every folder is asked anyway, for servers that
forget to count.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from linkbot.mailsystems.imap_cursor import Covered
from linkbot.mailsystems.imap_faults import Refused
from linkbot.mailsystems.imap_folders import Folder
from linkbot.mailsystems.imap_line import Line, Status
from linkbot.mailsystems.imap_moving import FILED

LONGEST_SECONDS = 600.0


@dataclass(frozen=True)
class Look:
    status: Status
    uids: frozenset[int]
    at: float


@dataclass(frozen=True)
class Round:
    """One look at everything. `closed`: folders that cannot be read, with what the server said."""

    looks: dict[Folder, Look]
    closed: dict[Folder, str] = field(default_factory=dict)

    def same_as(self, other: Round) -> bool:
        """A look that was not made anew is the same object, which makes this cheap."""
        ours, theirs = ({one: (look.status, look.uids) for one, look in each.looks.items()} for each in (self, other))
        return ours == theirs and self.closed == other.closed

    def waiting(self, covered: Covered) -> dict[Folder, frozenset[int]]:
        """The UIDs that the cursor does not cover, of folders that hold any."""
        left = {one: look.uids - covered.of(one.name, look.status.uidvalidity) for one, look in self.looks.items()}
        return {one: uids for one, uids in left.items() if uids}


class Looks:
    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._known: dict[str, Look] = {}

    def round(self, line: Line, folders: Sequence[Folder]) -> Round:
        """Raises LineLost, and Refused when the inbox itself may not be read."""
        looks: dict[Folder, Look] = {}
        closed: dict[Folder, str] = {}
        for folder in folders:
            try:
                looks[folder] = self._look(line, folder.name)
            except Refused as refused:
                if folder.name.upper() == "INBOX":
                    raise
                closed[folder] = str(refused)
        self._known = {one.name: look for one, look in looks.items()}
        return Round(looks, closed)

    def forget(self, name: str) -> None:
        """What was listed of this folder is not so any more: it is asked anew next time."""
        self._known.pop(name, None)

    def _look(self, line: Line, name: str) -> Look:
        status, now, known = line.status(name), self._ticks(), self._known.get(name)
        if known and known.status == status and now - known.at < LONGEST_SECONDS:
            return known
        if not status.messages:
            return Look(status, frozenset(), now)
        opened = line.open(name)
        kept_back = () if line.offers("MOVE") or line.offers("UIDPLUS") else ("UNKEYWORD", FILED)
        # should it have been counted anew in between, the next status differs from this one
        return Look(status, line.all_uids(opened, *kept_back), now)
