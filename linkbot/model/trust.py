"""Which kinds of letter may be handled without asking first, and what people have said of linkbot's readings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from linkbot.model.question import About


@dataclass(frozen=True)
class Automation:
    """What the configuration says. A person's act about a kind goes before it, for that kind.

    `kinds` None: every kind acts; else these do, and all others wait for a person's `linkbot rules trust on`.
    `sample_percent` of what is handled alone is put to the link officer all the same; 0: nothing is.
    """

    kinds: frozenset[str] | None = frozenset()
    sample_percent: int = 3

    def allows(self, kind: str) -> bool:
        return self.kinds is None or kind in self.kinds


EVERYTHING = Automation(kinds=None, sample_percent=0)
"""Every kind acts and nobody is asked: for trials on a store that is thrown away."""


@dataclass(frozen=True)
class Switch:
    """Whether a kind acts alone, since when and on whose word; `since` None: as the configuration has it."""

    kind: str
    on: bool
    since: datetime | None = None
    by: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Proof:
    """A letter that linkbot read without a doubt, put to a person: before it acted (`CONFIRM`) or after (`CHECK`).

    `kind` is the first reading's; `answer` None: not answered, or settled by something else.
    """

    question: str
    about: About
    kind: str
    asked_at: datetime
    is_open: bool
    case: str | None = None
    answer: str | None = None
    answered_at: datetime | None = None

    @property
    def confirmed(self) -> bool:
        return self.answer is not None and self.answer in ("yes", self.kind)

    @property
    def corrected(self) -> bool:
        return self.answer is not None and not self.confirmed
