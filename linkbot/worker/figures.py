"""How the worker stands, as figures for a monitoring system: counts and times, no name, address or reference."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from linkbot.model.alarm import AlarmKind
from linkbot.reports.metrics import Figure, Labels, Sort, figure
from linkbot.worker.standing import Position


@dataclass(frozen=True)
class Service:
    """The process itself; what has not been yet is None."""

    version: str
    schema: str
    mode: str
    up: bool
    started_at: datetime
    turns: int = 0
    failures: int = 0
    reload_failures: int = 0
    last_turn_seconds: float | None = None
    last_turn_at: datetime | None = None
    last_good_at: datetime | None = None


def figures(service: Service, position: Position | None, *, now: datetime) -> tuple[Figure, ...]:
    """`position` is None when the register could not be asked: what is not known is left out."""
    return (*_of_service(service), *(_of_position(position, now) if position else ()))


def _of_service(service: Service) -> tuple[Figure, ...]:
    told: Labels = (("version", service.version), ("schema", service.schema), ("mode", service.mode))
    return (
        figure("up", "1 while the worker works, 0 once it has stopped.", service.up),
        Figure("info", "Always 1; what runs, in its labels.", ((told, 1),)),
        _instant("start_time_seconds", "When the worker began.", service.started_at),
        figure("turns_total", "Turns since then.", service.turns, Sort.COUNTER),
        figure(
            "turn_failures_total", "Turns since then in which something went wrong.", service.failures, Sort.COUNTER
        ),
        figure(
            "reload_failures_total",
            "New configurations since then that were not taken.",
            service.reload_failures,
            Sort.COUNTER,
        ),
        _known("last_turn_duration_seconds", "How long the last turn took.", service.last_turn_seconds),
        _instant("last_turn_timestamp_seconds", "When the last turn ended.", service.last_turn_at),
        _instant("last_good_turn_timestamp_seconds", "When the last turn without a fault ended.", service.last_good_at),
    )


def _of_position(position: Position, now: datetime) -> tuple[Figure, ...]:
    open_alarms = [alarm.kind for alarm in position.alarms]
    polls = tuple(
        ((("mailbox", _anonymous(poll.mailbox)),), poll.succeeded_at.timestamp())
        for poll in position.polls
        if poll.succeeded_at is not None
    )
    oldest = position.oldest_pending
    return (
        Figure(
            "mailbox_last_success_timestamp_seconds", "When the mailbox was last read, by a digest of its name.", polls
        ),
        Figure("messages", "Messages by state.", _by_state(position.messages)),
        Figure("effects", "Deeds of the outbox by state.", _by_state(position.outbox)),
        figure("cases_open", "Cases that are open.", position.cases_open),
        figure("tasks_open", "Tasks that are open.", position.tasks_open),
        figure("tasks_overdue", "Open tasks whose date is past.", position.tasks_overdue),
        figure("questions_open", "Questions that wait for a person.", position.questions_open),
        figure("questions_urgent", "Urgent ones among them.", position.questions_urgent),
        figure(
            "oldest_pending_seconds",
            "Age of the oldest deed that should have been done; 0 when none waits.",
            max((now - oldest.since).total_seconds(), 0) if oldest else 0,
        ),
        Figure(
            "alarms_open",
            "Alarms that are open, by kind.",
            tuple(((("kind", kind.value),), open_alarms.count(kind)) for kind in AlarmKind),
        ),
    )


def _by_state(counts: dict[str, int]) -> tuple[tuple[Labels, float], ...]:
    return tuple(((("state", state),), count) for state, count in counts.items())


def _known(name: str, help: str, value: float | None) -> Figure:
    return Figure(name, help, (((), value),) if value is not None else ())


def _instant(name: str, help: str, at: datetime | None) -> Figure:
    return _known(name, help, at.timestamp() if at else None)


def _anonymous(mailbox: str) -> str:
    """Tells mailboxes apart, the same after every start, without their addresses."""
    return hashlib.sha256(mailbox.encode("utf-8", "surrogatepass")).hexdigest()[:8]
