"""What a check says: what was seen, why it matters, what to do next. And what checks are given to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from linkbot.model.rulebook import Rulebook
from linkbot.ports import Store
from linkbot.settings.values import Settings


class State(StrEnum):
    OK = "ok"
    NOTE = "note"  # works, and worth knowing
    WRONG = "wrong"  # must be put right: exit code 1


@dataclass(frozen=True)
class Finding:
    """`check` is a stable id that programs may rely on. `todo` is empty when all is well."""

    check: str
    state: State
    seen: str
    why: str = ""
    todo: str = ""


@dataclass(frozen=True)
class Patient:
    """`store` is None before the first poll, or when it cannot be opened: `store.schema` then says why."""

    settings: Settings
    rulebook: Rulebook
    store: Store | None
    now: datetime


Check = Callable[[Patient], Iterable[Finding]]


def ok(check: str, seen: str) -> Finding:
    return Finding(check, State.OK, seen)


def note(check: str, seen: str, *, why: str, todo: str) -> Finding:
    return Finding(check, State.NOTE, seen, why, todo)


def wrong(check: str, seen: str, *, why: str, todo: str) -> Finding:
    return Finding(check, State.WRONG, seen, why, todo)
