"""What waits in an IMAP account, listed once and worked off page by page, and the cursor that each page leaves.

Of a long backlog some messages are fetched ahead: opening a folder of thousands is most of a server's work. What is
held in memory is bounded in octets, whatever the pages and however long the backlog.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from linkbot.mailsystems.imap_cursor import Covered, Taken
from linkbot.mailsystems.imap_listing import Waiting
from linkbot.mailsystems.imap_looks import Round
from linkbot.model.mail import RawMessage

PAGE_OCTETS = 32 * 1024 * 1024
"""Of a page with more than one message."""
AHEAD, AHEAD_OCTETS = 500, 8 * 1024 * 1024
"""Fetched at once, of a backlog that is longer than that."""

Got = tuple[Waiting, RawMessage]


@dataclass
class Backlog:
    """For whoever comes with this cursor. `waiting` is oldest first, `ready` has been fetched and not handed over.
    `stale`: something was not as it was listed; `whole`: nothing was left behind.
    """

    cursor: str | None
    covered: Covered
    round: Round
    waiting: deque[Waiting]
    ready: deque[Got] = field(default_factory=deque)
    stale: bool = False
    whole: bool = True

    @property
    def is_worked_off(self) -> bool:
        return not self.waiting and not self.ready

    def portion(self, limit: int) -> list[Waiting]:
        """What to fetch next, at least one."""
        count = AHEAD if len(self.waiting) > AHEAD else limit
        portion = [self.waiting.popleft()]
        octets = portion[0].size
        while self.waiting and len(portion) < count and octets + self.waiting[0].size <= AHEAD_OCTETS:
            octets += self.waiting[0].size
            portion.append(self.waiting.popleft())
        return portion

    def fill(self, page: list[Got], limit: int) -> None:
        """With what is ready and fits: one message always does."""
        octets = sum(len(message.octets) for _, message in page)
        while self.ready and len(page) < limit:
            octets += len(self.ready[0][1].octets)
            if page and octets > PAGE_OCTETS:
                return
            page.append(self.ready.popleft())

    def cover(self, handed_over: Iterable[Got]) -> str:
        """The next cursor: what was covered and is still there, and this. Folders that are gone leave it."""
        new: dict[str, set[int]] = {}
        for one, _ in handed_over:
            new.setdefault(one.folder.name, set()).add(one.uid)
        before = self.covered
        kept = {one.name: before.folders[one.name] for one in self.round.closed if one.name in before.folders}
        for folder, look in self.round.looks.items():
            known = before.of(folder.name, look.status.uidvalidity) & look.uids
            if taken := known | new.get(folder.name, set()):
                kept[folder.name] = Taken(look.status.uidvalidity, taken)
        self.covered = Covered(before.account, kept)
        self.cursor = self.covered.write()
        return self.cursor
