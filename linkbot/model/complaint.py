"""The council's own complaints, as the case system knows them, and what matching says of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True)
class Complaint:
    """One of the council's own complaints with its life, as its case system tells it. A date that is not known is None.

    `external_id` is the case system's second name for it; `refreshed_on` the day it was last imported.
    """

    reference: str
    name: str | None = None
    postcode: str | None = None
    address: str | None = None
    service: str | None = None
    external_id: str | None = None
    handler: str | None = None  # a post or a team, as the case system writes it
    outcome: str | None = None
    stage1_received_on: date | None = None
    stage1_acknowledged_on: date | None = None  # and logged
    stage1_extended_to: date | None = None
    stage1_answered_on: date | None = None
    stage2_requested_on: date | None = None
    stage2_acknowledged_on: date | None = None
    stage2_extended_to: date | None = None
    stage2_answered_on: date | None = None
    stage3_requested_on: date | None = None
    stage3_answered_on: date | None = None
    closed_on: date | None = None
    refreshed_on: date | None = None


class MatchOutcome(StrEnum):
    """Which Ombudsman case a message belongs to (`explain`'s words)."""

    MATCHED = "matched"
    NEW = "new"
    AMBIGUOUS = "ambiguous"
    NONE = "none"
    UNCHECKED = "unchecked"


@dataclass(frozen=True)
class ComplaintMatch:
    """Which original complaint, and why. `candidates` best first, with a few words each.

    `sure`: the one that linkbot would link by itself, were it let. `quoted`: the letter names its reference.
    """

    reference: str | None
    outcome: str  # a LinkState value
    candidates: tuple[tuple[str, str], ...] = ()
    sure: str | None = None
    why: str = ""
    quoted: bool = False
