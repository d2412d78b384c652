"""The outbox: what is to be done to the outside, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from linkbot.model.effect import Effect


class OutboxState(StrEnum):
    HELD = "held"  # waits for a person
    PENDING = "pending"
    CLAIMED = "claimed"
    DONE = "done"
    FAILED = "failed"  # never again by itself
    DOUBTFUL = "doubtful"  # cannot tell whether it happened: a person settles it
    WITHDRAWN = "withdrawn"  # overtaken or taken back


@dataclass(frozen=True)
class Intent:
    """An effect with its key, as decided; `held` waits for a person."""

    key: str  # SHA-256 hex of (cause, step, subject, role, revision)
    effect: Effect
    held: bool = False
    why_held: str | None = None


@dataclass(frozen=True)
class OutboxEntry:
    key: str
    effect: Effect
    state: OutboxState
    created_at: datetime
    next_at: datetime
    attempts: int = 0
    lease_until: datetime | None = None
    claim: str | None = None  # token of the worker that holds it
    receipt: str | None = None
    last_error: str | None = None
    why_held: str | None = None
    approved_by: str | None = None
    done_at: datetime | None = None
