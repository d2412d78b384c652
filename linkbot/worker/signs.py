"""What is told to the outside about the worker itself, no casework: that it lives, and its figures after each turn.

Nothing here may stop a turn. A sign that cannot be given is one line in the log when it begins and one when it is over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from linkbot.ports import Permanent, Transient
from linkbot.worker.log import Action, Log, without_addresses


class Heartbeat(Protocol):
    """A monitor that raises the alarm when it hears nothing for a while. `name` is that of its setting."""

    @property
    def name(self) -> str: ...

    def beat(self) -> None:
        """Raises Transient or Permanent, in words that hold no address."""
        ...


class FiguresFile(Protocol):
    """Where a monitoring agent looks for figures."""

    @property
    def name(self) -> str: ...

    def write(self, text: str) -> None:
        """Raises Transient or Permanent."""
        ...


class Supervisor(Protocol):
    """Who has started us and restarts us, such as systemd."""

    def ready(self) -> None: ...

    def alive(self) -> None: ...

    def stopping(self) -> None: ...

    def status(self, words: str) -> None: ...


class Unsupervised:
    """Nobody is told."""

    def ready(self) -> None: ...

    def alive(self) -> None: ...

    def stopping(self) -> None: ...

    def status(self, words: str) -> None: ...


@dataclass(frozen=True)
class Signs:
    heartbeats: Sequence[Heartbeat] = ()
    figures: FiguresFile | None = None


@dataclass
class Telling:
    """Gives the signs and remembers which of them fail just now."""

    log: Log
    _failing: set[str] = field(default_factory=set)

    def beat(self, signs: Signs) -> None:
        for one in signs.heartbeats:
            self._give(one.name, one.beat)

    def figures(self, signs: Signs, text: Callable[[], str]) -> None:
        file = signs.figures
        if file is not None:
            self._give(file.name, lambda: file.write(text()))

    def _give(self, name: str, give: Callable[[], None]) -> None:
        try:
            give()
        except Exception as error:  # whatever a monitor does is no reason to leave the mail unread
            if name not in self._failing:
                expected = isinstance(error, Transient | Permanent)
                self.log.tell(
                    Action.SIGN_FAILED,
                    sign=name,
                    why=without_addresses(str(error) if expected else type(error).__name__),
                )
            self._failing.add(name)
        else:
            if name in self._failing:
                self.log.tell(Action.SIGN_BACK, sign=name)
            self._failing.discard(name)
