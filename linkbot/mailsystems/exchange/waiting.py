"""How long to wait before a request is tried again: as Graph says, else longer each time."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

AT_ONCE = 4
"""Requests of one application to one mailbox; more are refused."""
SENDS_A_MINUTE = 30
MINUTE = 60.0


@dataclass(frozen=True)
class Waits:
    """`longest`: seconds that one request may spend waiting; what would take longer is left to the next turn."""

    longest: float = 30.0
    tries: int = 5
    sleep: Callable[[float], None] = time.sleep

    def before(self, attempt: int, said: float | None) -> float:
        """`attempt` counts from 1: 1, 2, 4, 8 seconds, or what the far side asked for."""
        return said if said is not None else float(2 ** (attempt - 1))


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds, or a date that counts from the far side's own clock: ours may be wrong."""
    value = headers.get("retry-after", "").strip()
    if value.replace(".", "", 1).isdecimal():
        return min(float(value), 86_400.0)
    until, now = instant(value), instant(headers.get("date", ""))
    return max((until - now).total_seconds(), 0.0) if until and now else None


def instant(value: str) -> datetime | None:
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return None
    return when if when.tzinfo else None


class Pace:
    """At most so many mails a minute: the one too many waits until the first has left the minute."""

    def __init__(
        self,
        most: int = SENDS_A_MINUTE,
        *,
        ticks: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._most, self._ticks, self._sleep = most, ticks, sleep
        self._sent: deque[float] = deque()

    def one_more(self) -> None:
        now = self._ticks()
        while self._sent and now - self._sent[0] >= MINUTE:
            self._sent.popleft()
        if len(self._sent) >= self._most:
            self._sleep(MINUTE - (now - self._sent[0]))
            self._sent.popleft()
        self._sent.append(self._ticks())
