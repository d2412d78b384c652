"""What a letter is, how sure that is, and what else it might be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from linkbot.model.evidence import Evidence


class Certainty(StrEnum):
    CERTAIN = "certain"
    LIKELY = "likely"
    UNCLEAR = "unclear"  # a person gets both readings


@dataclass(frozen=True)
class Miss:
    """A signal that was looked for and not found, or found and vetoed: the other half of an explanation."""

    signal: str
    kind: str
    why: str


@dataclass(frozen=True)
class Rival:
    kind: str
    score: float


@dataclass(frozen=True)
class Classification:
    """`kind` is an id of the kinds table, or None when nothing speaks for any."""

    kind: str | None
    also: tuple[str, ...]
    certainty: Certainty
    score: float = 0.0
    margin: float = 0.0
    hits: tuple[Evidence, ...] = ()
    misses: tuple[Miss, ...] = ()
    rivals: tuple[Rival, ...] = ()  # best first, without the winner
