"""What the worker works with until the configuration changes, and who may change it between two turns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from linkbot.worker.office import Office
from linkbot.worker.signs import Signs


@dataclass(frozen=True)
class Shift:
    """`frozen_keys`: settings whose new value holds only after a restart; the old one is still in use."""

    office: Office
    poll_seconds: float
    signs: Signs = field(default_factory=Signs)
    frozen_keys: tuple[str, ...] = ()


class Roster(Protocol):
    """Asked once a turn, before it begins."""

    @property
    def refusals(self) -> int:
        """How often a new configuration was not taken."""
        ...

    def current(self) -> Shift: ...

    def hurried(self) -> bool:
        """Whether somebody wants the next turn at once, because something has changed; until it has begun."""
        ...


class Steady:
    """A roster that never changes."""

    refusals = 0

    def __init__(self, shift: Shift) -> None:
        self._shift = shift

    def current(self) -> Shift:
        return self._shift

    def hurried(self) -> bool:
        return False
