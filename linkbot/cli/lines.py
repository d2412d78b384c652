"""A line a message and a line an effect, as they happen: what `simulate` prints. A contract with other programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import datetime

from linkbot.engine.explain import effect_day
from linkbot.model.casework import Task
from linkbot.model.decision import Decision
from linkbot.model.effect import Effect
from linkbot.model.outbox import Intent, OutboxEntry, OutboxState
from linkbot.ports import Clock, StoredMessage
from linkbot.worker.office import LONDON

Line = dict[str, object]


class Lines:
    """An observer that writes. Held effects are told when they are decided, others when they are done."""

    def __init__(self, clock: Clock, *, as_json: bool, write: Callable[[str], None]) -> None:
        self._clock, self._as_json, self._write = clock, as_json, write

    def message_decided(self, message: StoredMessage, decision: Decision, new: tuple[Intent, ...]) -> None:
        line: Line = {
            "at": self._at(),
            "message": message.file_name,
            "kind": message.kind,
            "disposition": decision.disposition.value,
            "case": decision.touched_cases[0] if decision.touched_cases else None,
            "cases": list(decision.touched_cases),
            "id": message.id,
            "copy": decision.copy_of is not None,
        }
        self._put(line, f"{message.file_name}: {message.kind} -> {decision.disposition.value}")
        self._decided(decision, new)

    def fell_due(self, decision: Decision, new: tuple[Intent, ...]) -> None:
        self._decided(decision, new)

    def _decided(self, decision: Decision, new: tuple[Intent, ...]) -> None:
        for task in decision.tasks:
            if task.version == 0:
                self._put(self._task(task), f"  create_task {task.id} for {task.owner}, due {task.due_on}")
        for intent in new:
            if intent.held:
                self._effect(intent.key, intent.effect, held=True, subject=None)

    def delivered(self, entry: OutboxEntry, subject: str | None) -> None:
        if entry.state is OutboxState.DONE or entry.effect.effect == "update_sheet":
            self._effect(entry.key, entry.effect, held=False, subject=subject)

    def fault(self, action: str, id: str, error: str) -> None:
        print(f"linkbot: {self._at()} {action} {id}: {error}", file=sys.stderr)

    def _task(self, task: Task) -> Line:
        return {
            "at": self._at(),
            "effect": "create_task",
            "key": f"task:{task.id}",
            "case": task.case,
            "task": task.id,
            "tasks": [task.id],
            "question": None,
            "to": [task.owner],
            "cc": [],
            "role": "owner",
            "template": None,
            "subject": task.title,
            "due_on": task.due_on.isoformat() if task.due_on else None,
            "held": False,
        }

    def _effect(self, key: str, effect: Effect, *, held: bool, subject: str | None) -> None:
        on = effect_day(effect)
        line: Line = {
            "at": self._at(),
            "effect": effect.effect,
            "key": key,
            "case": getattr(effect, "case", None),
            "task": getattr(effect, "task", None),
            "tasks": list(getattr(effect, "tasks", ())),
            "question": getattr(effect, "question", None),
            "to": list(getattr(effect, "to", ())),
            "cc": list(getattr(effect, "cc", ())),
            "role": getattr(effect, "role", None),
            "template": getattr(effect, "template", None),
            "subject": subject,
            "due_on": on.isoformat() if on else None,
            "held": held,
        }
        name = f" {line['template']}" if line["template"] else ""
        to = f" to {', '.join(getattr(effect, 'to', ()))}" if getattr(effect, "to", ()) else ""
        self._put(
            line, f"  {effect.effect}{name}{to}" + (" (held)" if held else "") + (f": {subject}" if subject else "")
        )

    def _at(self) -> str:
        now: datetime = self._clock.now().astimezone(LONDON)
        return now.isoformat(timespec="seconds")

    def _put(self, line: Line, words: str) -> None:
        self._write(json.dumps(line, ensure_ascii=False) if self._as_json else f"{line['at'][:16]}  {words}")  # type: ignore[index]
