"""Stretches of a text that are taken: none overlaps another, and asking costs little however many there are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable


class Spans:
    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    @classmethod
    def covering(cls, spans: Iterable[tuple[int, int]]) -> Spans:
        """All of what these cover, though they may overlap."""
        made = cls()
        for start, end in sorted(spans):
            if made._ends and start < made._ends[-1]:
                made._ends[-1] = max(made._ends[-1], end)
            elif start < end:
                made._starts.append(start)
                made._ends.append(end)
        return made

    def overlaps(self, start: int, end: int) -> bool:
        at = bisect_left(self._starts, end)  # the last that begins before `end`
        return at > 0 and self._ends[at - 1] > start

    def ends_at(self, place: int) -> bool:
        at = bisect_left(self._ends, place)
        return at < len(self._ends) and self._ends[at] == place

    def add(self, start: int, end: int) -> bool:
        """Whether it was free, and is taken now."""
        if self.overlaps(start, end):
            return False
        at = bisect_left(self._starts, start)
        self._starts.insert(at, start)
        self._ends.insert(at, end)
        return True
