"""What the demo shows while it runs, and what it remembers for the account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from linkbot.model.decision import Decision
from linkbot.model.outbox import Intent, OutboxEntry
from linkbot.model.question import Act
from linkbot.ports import Clock, StoredMessage
from linkbot.worker.office import LONDON


def kind_in_words(decision: Decision) -> str:
    """Of a message that is no letter."""
    answered = any(reason.startswith(("Answered: ", "Asked back: ")) for reason in decision.reasons)
    return "answer to linkbot" if answered else "unknown"


@dataclass
class Progress:
    """An observer that prints a line a message and counts what went to whom."""

    clock: Clock
    quiet: bool
    write: Callable[[str], None]
    messages: list[tuple[StoredMessage, Decision]] = field(default_factory=list)
    sent: Counter[tuple[str, str]] = field(default_factory=Counter)  # (template, address)
    drafts: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def message_decided(self, message: StoredMessage, decision: Decision, new: tuple[Intent, ...]) -> None:
        self.messages.append((message, decision))
        kind = (message.kind or kind_in_words(decision)).replace("_", " ")
        what = f"{kind} -> {decision.disposition.value}" + (" (a further copy)" if decision.copy_of else "")
        tasks = sum(task.version == 0 for task in decision.tasks)
        follow = [f"{tasks} task{'s' if tasks != 1 else ''}"] if tasks else []
        follow += [f"{len(decision.questions)} question"] if decision.questions else []
        extra = f"  [{', '.join(follow)}]" if follow else ""
        self._put(f"{self._now()}  {message.file_name or message.id:<46.46} {what}{extra}")

    def fell_due(self, decision: Decision, new: tuple[Intent, ...]) -> None: ...

    def delivered(self, entry: OutboxEntry, subject: str | None) -> None:
        effect = entry.effect
        template = getattr(effect, "template", None)
        if effect.effect == "draft_reply":
            self.drafts.append(f"{subject}")
        elif template:
            for address in getattr(effect, "to", ()):
                self.sent[(str(template), address)] += 1

    def fault(self, action: str, id: str, error: str) -> None:
        self.faults.append(f"{action} {id}: {error}")

    def refused(self, act: Act, why: str) -> None:
        self.refusals.append(f"{act.at:%d %b} {act.verb.value} {act.target}: {why}")

    def _now(self) -> str:
        return f"{self.clock.now().astimezone(LONDON):%a %d %b %H:%M}"

    def _put(self, line: str) -> None:
        if not self.quiet:
            self.write(line)
