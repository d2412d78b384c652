"""linkbot's own good manners towards iCasework, which states no limit: two requests a second, never two at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

APART = 0.5
SETTLED = 600.0
"""Seconds after which a request that got no answer has been done or dropped for good. Nothing that could be doubled is
repeated before.
"""


@dataclass
class Pace:
    """`ticks` and `sleep` are the machine's, or a test's."""

    ticks: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    tries: int = 3
    _last: float | None = field(default=None)

    def one_more(self) -> None:
        if self._last is not None and (wait := self._last + APART - self.ticks()) > 0:
            self.sleep(wait)
        self._last = self.ticks()

    def before(self, attempt: int) -> None:
        """`attempt` counts from 1: 1, 2, 4 seconds."""
        self.sleep(float(2 ** (attempt - 1)))
