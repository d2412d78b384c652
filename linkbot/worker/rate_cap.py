"""How many mails went within the last hour, for the rate cap: asked of the store now and then, counted in between.

Between two questions a mail that has left the hour still counts: the cap may hold one back a little early, never late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from linkbot.ports import Transaction

HOUR = timedelta(hours=1)
ASKED_EVERY = 50
"""Mails. The store looks through all that was ever sent: too long to be asked before each."""


@dataclass
class RateCap:
    """For one turn. `most`: an hour."""

    most: int
    _sent: int = 0
    _until_asked: int = 0

    def is_reached(self, tx: Transaction, now: datetime) -> bool:
        if self._until_asked == 0 or self._sent >= self.most:  # held back only on the store's own word
            self._sent, self._until_asked = tx.sent_since(now - HOUR), ASKED_EVERY
        return self._sent >= self.most

    def sent(self) -> None:
        self._sent += 1
        self._until_asked = max(0, self._until_asked - 1)
