"""The log: one line a fact, from a closed list of actions, as text or JSON. Ids only, no address, name or subject.

Why an effect or a message failed is told by `linkbot outbox` and `linkbot parked`, which the id leads to.
"""

from __future__ import annotations

import json
import re
import sys
import threading
from collections.abc import Callable
from datetime import UTC
from enum import StrEnum

from linkbot.model.decision import Decision
from linkbot.model.outbox import Intent, OutboxEntry
from linkbot.ports import Clock, StoredMessage

SHORT = 12
"""Digits of an effect's key that are told: as many as the commands take."""

_ADDRESS = re.compile(r"[^\s<>\"'(,;:]+@[^\s<>\"'),;:]+")


class Action(StrEnum):
    """Every action there is. docs/operations.md explains each; a test compares."""

    STARTED = "started"
    STANDING_BY = "standing_by"
    WORKING = "working"
    LEASE_LOST = "lease_lost"
    STOPPING = "stopping"
    STOPPED = "stopped"
    TURNED = "turned"
    DECIDED = "decided"
    ASKED = "asked"
    TASKED = "tasked"
    INTENDED = "intended"
    DELIVERED = "delivered"
    POLL_FAILED = "poll_failed"
    DECIDE_FAILED = "decide_failed"
    DELIVER_FAILED = "deliver_failed"
    SHEET_FAILED = "sheet_failed"
    TURN_FAILED = "turn_failed"
    RELOADED = "reloaded"
    RELOAD_REFUSED = "reload_refused"
    RESTART_NEEDED = "restart_needed"
    SIGN_FAILED = "sign_failed"
    SIGN_BACK = "sign_back"
    STORE_BROKEN = "store_broken"
    BACKED_UP = "backed_up"
    BACKUP_FAILED = "backup_failed"
    COMPARE_FAILED = "compare_failed"
    DIRECTORY_FAILED = "directory_failed"


FAULTS = {
    "poll": Action.POLL_FAILED,
    "decide": Action.DECIDE_FAILED,
    "deliver": Action.DELIVER_FAILED,
    "sheet": Action.SHEET_FAILED,
    "backup": Action.BACKUP_FAILED,
    "compare": Action.COMPARE_FAILED,
    "directory": Action.DIRECTORY_FAILED,
}
"""The observer's words for what went wrong, as actions."""

Value = str | int | bool | None


class Log:
    """May be written by several threads."""

    def __init__(self, clock: Clock, *, as_json: bool = False, write: Callable[[str], None] | None = None) -> None:
        self._clock, self._as_json, self._write = clock, as_json, write or _to_stderr
        self._one_at_a_time = threading.Lock()

    def tell(self, action: Action, **facts: Value) -> None:
        """Facts that are None are left out."""
        at = self._clock.now().astimezone(UTC).isoformat(timespec="seconds")
        told = {name: value for name, value in facts.items() if value is not None}
        if self._as_json:
            line = json.dumps({"at": at, "action": action.value, **told}, ensure_ascii=False)
        else:
            line = " ".join([at, action.value, *(f"{name}={_shown(value)}" for name, value in told.items())])
        with self._one_at_a_time:
            self._write(line)


class LogObserver:
    """What the worker does, into the log."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def message_decided(self, message: StoredMessage, decision: Decision, new: tuple[Intent, ...]) -> None:
        self._log.tell(
            Action.DECIDED,
            message=message.id,
            kind=message.kind,
            disposition=decision.disposition.value,
            cases=", ".join(decision.touched_cases) or None,
            copy_of=decision.copy_of,
        )
        self._followed(decision, new, message=message.id)

    def fell_due(self, decision: Decision, new: tuple[Intent, ...]) -> None:
        self._followed(decision, new, message=None)

    def delivered(self, entry: OutboxEntry, subject: str | None) -> None:
        self._log.tell(Action.DELIVERED, key=entry.key[:SHORT], effect=entry.effect.effect, case=entry.effect.case)

    def fault(self, action: str, id: str, error: str) -> None:
        told = FAULTS.get(action, Action.TURN_FAILED)
        short = id[:SHORT] if told is Action.DELIVER_FAILED else id
        machinery = told is Action.POLL_FAILED or id == "tick"  # of a letter or a deed, the id leads to the words
        self._log.tell(told, id=short, why=without_addresses(error) if machinery else None)

    def _followed(self, decision: Decision, new: tuple[Intent, ...], *, message: str | None) -> None:
        for task in decision.tasks:
            if task.version == 0:
                self._log.tell(Action.TASKED, task=task.id, case=task.case, message=message)
        for question in decision.questions:
            if question.version == 0:
                self._log.tell(Action.ASKED, question=question.id, about=question.about.value, message=message)
        for intent in new:
            self._log.tell(
                Action.INTENDED,
                key=intent.key[:SHORT],
                effect=intent.effect.effect,
                template=getattr(intent.effect, "template", None),
                case=intent.effect.case,
                held=intent.held or None,
                message=message,
            )


def without_addresses(text: str) -> str:
    """A fault of the machinery in one line, with every address struck out."""
    return _ADDRESS.sub("[address]", " ".join(text.split()))


def _shown(value: Value) -> str:
    text = str(value)
    return json.dumps(text, ensure_ascii=False) if re.search(r"[\s\"=]", text) else text


def _to_stderr(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
