"""What an Ombudsman found about one point of a complaint."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FindingOutcome(StrEnum):
    """As the two ombudsmen name them, the gravest first within each."""

    SEVERE_MALADMINISTRATION = "Severe maladministration"
    MALADMINISTRATION = "Maladministration"
    SERVICE_FAILURE = "Service failure"
    REASONABLE_REDRESS = "Reasonable redress"
    RESOLVED = "Resolved with intervention"
    NO_MALADMINISTRATION = "No maladministration"
    OUTSIDE_JURISDICTION = "Outside jurisdiction"
    FAULT_CAUSING_INJUSTICE = "Fault causing injustice"
    FAULT = "Fault"
    UPHELD = "Upheld"
    NOT_UPHELD = "Not upheld"
    NO_FAULT = "No fault"


@dataclass(frozen=True)
class Finding:
    """`point`: the complaint point as printed, without "the landlord's handling of"; empty when the sentence names
    none. `words`: the sentence."""

    outcome: FindingOutcome
    point: str
    words: str

    def __str__(self) -> str:
        return f"{self.outcome.value}: {self.point}" if self.point else self.words
