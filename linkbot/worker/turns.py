"""One turn after another: what the roster gives, the work, and word of it to the log and the monitors.

No fault leaves a turn but one: a register that cannot be used at all, after which no turn makes sense.
"""

from __future__ import annotations

import contextlib
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace

from linkbot.ports import Permanent, Transient, Unusable
from linkbot.reports.metrics import exposition
from linkbot.worker.figures import Service, figures
from linkbot.worker.log import Action, Log, without_addresses
from linkbot.worker.office import Office
from linkbot.worker.shift import Roster, Shift
from linkbot.worker.signs import Supervisor, Telling
from linkbot.worker.standing import position
from linkbot.worker.tick import Turn, tick


@dataclass(frozen=True)
class About:
    """What runs, for the figures."""

    version: str
    schema: str


class Turns:
    """`stopping` is asked between two messages and two deeds: each time is a sign that no deed hangs."""

    def __init__(
        self, roster: Roster, *, log: Log, supervisor: Supervisor, stopping: Callable[[], bool], about: About
    ) -> None:
        self._roster, self._log, self._supervisor, self._stopping = roster, log, supervisor, stopping
        self._telling = Telling(log)
        first = roster.current()
        self._shift = first
        self._service = Service(
            version=about.version,
            schema=about.schema,
            mode=first.office.mode.value,
            up=True,
            started_at=first.office.clock.now(),
        )
        self._busy = threading.Event()
        self.broken: Unusable | None = None

    @property
    def shift(self) -> Shift:
        """What the last turn worked with."""
        return self._shift

    def is_resting(self) -> bool:
        return not self._busy.is_set()

    def one(self) -> None:
        """Never raises."""
        self._busy.set()
        try:
            self._one()
        except Exception as error:  # of what surrounds the work; the work's own faults have been told
            self._tell(error)
        finally:
            self._busy.clear()

    def end(self) -> None:
        """The last word to the monitors: a file of figures that says it works would be read for ever."""
        self._service = replace(self._service, up=False)
        self._figures()

    def _one(self) -> None:
        self._shift = self._roster.current()
        begun, done = time.monotonic(), self._work(replace(self._shift.office, stopping=self._asked_to_stop))
        good = done is not None and done.fault is None
        now = self._shift.office.clock.now()
        self._service = replace(
            self._service,
            mode=self._shift.office.mode.value,
            turns=self._service.turns + 1,
            failures=self._service.failures + (not good),
            reload_failures=self._roster.refusals,
            last_turn_seconds=round(time.monotonic() - begun, 3),
            last_turn_at=now,
            last_good_at=now if good else self._service.last_good_at,
        )
        if done is not None and good and not done.alarms:  # the monitor is a second way too
            self._telling.beat(self._shift.signs)
        self._figures()

    def _asked_to_stop(self) -> bool:
        self._supervisor.alive()
        return self._stopping()

    def _work(self, office: Office) -> Turn | None:
        try:
            done = tick(office)
        except Exception as error:
            self._tell(error)
            return None
        if done.received or done.decided or done.due or done.delivered:
            self._log.tell(
                Action.TURNED,
                received=done.received,
                decided=done.decided,
                due=done.due,
                delivered=done.delivered,
            )
        if done.backups:
            self._log.tell(Action.BACKED_UP)
        return done

    def _tell(self, error: Exception) -> None:
        if isinstance(error, Unusable):
            self.broken = error
            self._log.tell(Action.STORE_BROKEN, why=without_addresses(str(error)))
        elif isinstance(error, Transient | Permanent | OSError):
            self._log.tell(Action.TURN_FAILED, why=without_addresses(str(error)))
        else:  # a fault of ours: its place is told, its words might hold somebody's name
            last = traceback.extract_tb(error.__traceback__)[-1]
            self._log.tell(Action.TURN_FAILED, error=type(error).__name__, place=f"{last.name}:{last.lineno}")

    def _figures(self) -> None:
        self._telling.figures(self._shift.signs, self._text)

    def _text(self) -> str:
        office, register = self._shift.office, None
        moment = office.moment()
        with contextlib.suppress(Transient, Unusable), office.store.begin() as tx:
            register = position(tx, today=moment.today)
        return exposition(figures(self._service, register, now=moment.at))
