"""The council's own complaints, as the case system knows them, and what matching says of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True)
class Complaint:
    reference: str
    name: str | None = None
    postcode: str | None = None
    address: str | None = None
    service: str | None = None
    stage1_answered_on: date | None = None
    stage2_answered_on: date | None = None


class MatchOutcome(StrEnum):
    """Which Ombudsman case a message belongs to (`explain`'s words)."""

    MATCHED = "matched"
    NEW = "new"
    AMBIGUOUS = "ambiguous"
    NONE = "none"
    UNCHECKED = "unchecked"


@dataclass(frozen=True)
class ComplaintMatch:
    """Which original complaint, and why. `candidates` best first, with a sentence each."""

    reference: str | None
    outcome: str  # a LinkState value
    candidates: tuple[tuple[str, str], ...] = ()
