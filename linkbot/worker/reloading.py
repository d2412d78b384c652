"""Taking up a changed configuration between two turns: a sound one replaces the old, a faulty one changes nothing.

What a configuration is, and how an office comes of it, is the `Blueprint`'s to know (`linkbot/rewiring.py`). A faulty
version is told once in the log, by file and line alone, and once in a mail to the link officer, with the words.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from linkbot.model.decision import Decision
from linkbot.model.outbox import Intent
from linkbot.model.reading import Disposition
from linkbot.ports import Transient
from linkbot.worker.alerts import configuration_alert, restart_alert
from linkbot.worker.log import Action, Log
from linkbot.worker.office import Office
from linkbot.worker.shift import Shift
from linkbot.worker.watching import Watch

SETTLE_SECONDS, LOOKS = 1.0, 10
"""A file that is being written looks faulty: it is taken up when two looks find the same."""

DIGITS = 12


class NotSound(Exception):
    """A configuration nobody could work with. `places` are file and line alone, for the log; the text is for people."""

    def __init__(self, words: str, places: tuple[str, ...]) -> None:
        super().__init__(words)
        self.places = places


class Blueprint(Protocol):
    """The configuration, the rules, the templates and the secrets, as they lie on the disk."""

    def places(self) -> tuple[Path, ...]:
        """Every file and folder it is read from. Never raises."""
        ...

    def build(self, before: Shift) -> Shift:
        """What holds from now on; the store and what else lives as long as the process is kept. Raises NotSound."""
        ...


class Reloading:
    """Implements `Roster`. `version` is that of what `first` was built from; `pause` waits so many seconds, or less;
    `hangup` asks for a look at everything anew and at once, changed or not.
    """

    def __init__(
        self,
        first: Shift,
        blueprint: Blueprint,
        *,
        version: str,
        log: Log,
        pause: Callable[[float], object],
        hangup: threading.Event | None = None,
    ) -> None:
        self._shift, self._blueprint, self._log, self._pause = first, blueprint, log, pause
        self._watch, self._hangup = Watch(), hangup or threading.Event()
        self._tried = version
        self._untold: Callable[[Office], Intent] | None = None
        self.refusals = 0

    def hurried(self) -> bool:
        return self._hangup.is_set()

    def current(self) -> Shift:
        asked = self._hangup.is_set()
        if asked:
            self._hangup.clear()
            self._watch.forget()
        version = self._settled()
        if asked or version != self._tried:
            self._take(version)
        self._tell_people()
        return self._shift

    def _settled(self) -> str:
        version = self._watch.version(self._blueprint.places())
        for _ in range(LOOKS):
            if version == self._tried:
                break
            self._pause(SETTLE_SECONDS)
            before, version = version, self._watch.version(self._blueprint.places())
            if version == before:
                break
        return version

    def _take(self, version: str) -> None:
        self._tried, short = version, version[:DIGITS]
        try:
            shift = self._blueprint.build(self._shift)
        except NotSound as error:
            words = str(error)
            self.refusals += 1
            self._log.tell(
                Action.RELOAD_REFUSED, version=short, faults=len(error.places), at=", ".join(error.places[:5]) or None
            )
            self._untold = lambda office: configuration_alert(
                words, version=version, desk=office.desk, today=office.moment().today
            )
            return
        self._shift.office.hang_up()  # the new one dials for itself, perhaps elsewhere
        self._shift, self._untold = shift, None
        self._log.tell(Action.RELOADED, version=short, mode=shift.office.mode.value)
        if shift.frozen_keys:
            self._log.tell(Action.RESTART_NEEDED, version=short, keys=", ".join(shift.frozen_keys))
            self._untold = lambda office: restart_alert(
                shift.frozen_keys, version=version, desk=office.desk, today=office.moment().today
            )

    def _tell_people(self) -> None:
        """Through the outbox, once a version: its key is the version's. A busy store is asked again next turn."""
        if self._untold is None:
            return
        office = self._shift.office
        intent = self._untold(office)
        try:
            with office.store.begin() as tx:
                tx.commit_decision(None, Decision(Disposition.REVIEW, intents=(intent,)), office.moment().at)
        except (Transient, OSError) as error:
            office.observer.fault("reload", "tick", str(error))
        else:
            self._untold = None
