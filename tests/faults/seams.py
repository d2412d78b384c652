"""Seams: every place where the worker touches the store or the outside. A crash is a `BaseException`, as a kill would
be: no `except Exception` sees it, transactions under way roll back, and the office is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from linkbot.worker.office import Office

DEEDS = {"send", "save", "prepare", "case_system.write"}


class Crash(BaseException):
    """The power is gone."""


class Seams:
    """Counts the passages of each seam and, armed, crashes at the n-th of one."""

    def __init__(self, crash_at: str | None = None, nth: int = 1) -> None:
        self.passed: Counter[str] = Counter()
        self.crash_at, self.nth = crash_at, nth

    def pass_(self, name: str) -> None:
        self.passed[name] += 1
        if name == self.crash_at and self.passed[name] == self.nth:
            raise Crash(name)

    def wrap(self, office: Office, reached: Counter[str]) -> Office:
        """The same office with a seam before and after each call."""
        return replace(
            office,
            store=_Store(office.store, "store", self, reached),
            mailboxes=tuple(_Port(m, "mailbox", self, reached) for m in office.mailboxes),
            outgoing=_Port(office.outgoing, "outgoing", self, reached),
            drafts=_Port(office.drafts, "drafts", self, reached),
            sheet=_Port(office.sheet, "sheet", self, reached),
            case_system=_Port(office.case_system, "case_system", self, reached),
        )


class _Port:
    def __init__(self, target: Any, port: str, seams: Seams, reached: Counter[str]) -> None:
        self._target, self._port, self._seams, self._reached = target, port, seams, reached

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        if not callable(value):
            return value

        def call(*args: Any, **more: Any) -> Any:
            self._seams.pass_(f"before {self._port}.{name}")
            answer = value(*args, **more)
            if name in DEEDS or f"{self._port}.{name}" in DEEDS:
                self._reached[getattr(args[0], "message_id", args[0])] += 1
            self._seams.pass_(f"after {self._port}.{name}")
            return answer

        return call


class _Store(_Port):
    @contextmanager
    def begin(self) -> Iterator[_Port]:
        with self._target.begin() as tx:
            yield _Port(tx, "tx", self._seams, self._reached)
            self._seams.pass_("before commit")
        self._seams.pass_("after commit")
