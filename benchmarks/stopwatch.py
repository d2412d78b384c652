"""CPU time by stage: functions of the worker are wrapped where they are called, the program itself knows nothing of it.

A stage inside another is taken out of the outer one, so that all stages add up to the whole.
"""

from __future__ import annotations

import importlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LAP = "linkbot.worker.backlog.process"
"""Called once a message: how long each took as a whole is kept in the order they came."""
STAGES: dict[str, tuple[str, ...]] = {
    "fetch": ("linkbot.worker.tick.poll",),
    "read": tuple(f"linkbot.worker.process.{name}" for name in ("parse", "look_at_parsed", "read", "decide")),
    "commit": ("linkbot.worker.tick.process_backlog", LAP),
    "fall due": ("linkbot.worker.tick.run_due",),
    "workbook": ("linkbot.effectors.workbook.XlsxSheet.write", "linkbot.effectors.workbook.XlsxSheet.rebuild"),
    "deliver": ("linkbot.worker.tick.deliver",),
}
"""Where each stage is called from. `commit` is what is left of deciding once reading is taken out."""


class Stopwatch:
    """Seconds of CPU of this process by stage. `laps`: of each message, reading and committing together."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.laps: list[float] = []
        self._stack: list[tuple[str, float]] = []

    @contextmanager
    def running(self) -> Iterator[Stopwatch]:
        """Everything called inside is timed."""
        kept: list[tuple[object, str, object]] = []
        for stage, places in STAGES.items():
            for place in places:
                holder, name = _holder(place)
                original = getattr(holder, name)
                kept.append((holder, name, original))
                setattr(holder, name, self._timed(stage, original, lap=place == LAP))
        try:
            yield self
        finally:
            for holder, name, original in kept:
                setattr(holder, name, original)

    def _timed(self, stage: str, work: Callable[..., object], *, lap: bool) -> Callable[..., object]:
        def timed(*positional: object, **named: object) -> object:
            self._stack.append((stage, 0.0))
            begun = time.process_time()
            try:
                return work(*positional, **named)
            finally:
                whole = time.process_time() - begun
                _, inside = self._stack.pop()
                self.seconds[stage] += whole - inside
                if lap:
                    self.laps.append(whole)
                if self._stack:
                    outer, taken = self._stack[-1]
                    self._stack[-1] = outer, taken + whole

        return timed


def _holder(place: str) -> tuple[object, str]:
    """The module or class that holds a dotted name, and the name."""
    path, _, name = place.rpartition(".")
    try:
        return importlib.import_module(path), name
    except ModuleNotFoundError:
        outer, _, inner = path.rpartition(".")
        return getattr(importlib.import_module(outer), inner), name
