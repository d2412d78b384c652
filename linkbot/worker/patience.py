"""How much of one turn may be lost to a mail server that does not answer, before the other mail waits for the next.

Without it a backlog behind a server that takes the connection and says nothing (a minute a mail) would keep the worker
from its mailbox for hours, and from telling anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

LONGEST = timedelta(minutes=2)


@dataclass
class Patience:
    """Counts time, not failures: a server that says "later" at once loses us nothing."""

    lost: timedelta = timedelta()

    def tried(self, took: timedelta, *, went: bool) -> None:
        self.lost = timedelta() if went else self.lost + took

    @property
    def is_spent(self) -> bool:
        return self.lost >= LONGEST
