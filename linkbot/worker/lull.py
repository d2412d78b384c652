"""Until when nothing can fall due if nothing changes, so that an idle worker need not look through every case.

Kept in memory: a worker that starts looks at everything once. What changes elsewhere (a person's act, another
configuration) ends it at once, an hour ends it in any case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from linkbot.model.desk import Desk
from linkbot.model.due import Times
from linkbot.model.mode import Mode

LONGEST = timedelta(hours=1)


@dataclass(frozen=True)
class Ground:
    """What falls due rests on: how the casework stands (`ports.Transaction.casework_stamp`), and by which rules."""

    stamp: str
    desk: Desk
    times: Times
    mode: Mode


@dataclass
class Lull:
    _ground: Ground | None = None
    _since: datetime | None = None
    _until: datetime | None = None

    def covers(self, ground: Ground, now: datetime) -> bool:
        """A clock that was put back is no lull either."""
        if self._ground is None or self._since is None or self._until is None or not self._since <= now < self._until:
            return False
        kept = self._ground
        return (kept.stamp, kept.mode, kept.times) == (ground.stamp, ground.mode, ground.times) and (
            kept.desk is ground.desk
        )

    def note(self, ground: Ground, now: datetime, until: datetime) -> None:
        """Everything has been looked at, and nothing was due."""
        self._ground, self._since, self._until = ground, now, min(until, now + LONGEST)
