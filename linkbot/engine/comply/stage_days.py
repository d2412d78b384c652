"""The days of one stage of a complaint, by what a Code calls them. It fills no gap: what is not known stays None."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from linkbot.model.code import Act, Start
from linkbot.model.complaint import Complaint


@dataclass(frozen=True)
class StageDays:
    """`opened_on`: received at stage 1, asked for at the later ones."""

    number: int
    opened_on: date | None = None
    acknowledged_on: date | None = None
    extended_to: date | None = None
    answered_on: date | None = None

    @property
    def entered(self) -> bool:
        return any((self.opened_on, self.acknowledged_on, self.extended_to, self.answered_on))

    def start(self, start: Start) -> date | None:
        return self.opened_on if start.is_receipt else self.acknowledged_on

    def done(self, act: Act) -> date | None:
        return self.acknowledged_on if act is Act.ACKNOWLEDGED else self.answered_on

    def name(self, start: Start) -> str:
        """The day a clock runs from, in words."""
        if start.is_receipt:
            return "it was received" if self.number == 1 else f"stage {self.number} was asked for"
        return f"it was {start.value}" + ("" if self.number == 1 else f" at stage {self.number}")


def stages_of(complaint: Complaint) -> tuple[StageDays, ...]:
    """Three, whether they were reached or not."""
    return (
        StageDays(
            1,
            complaint.stage1_received_on,
            complaint.stage1_acknowledged_on,
            complaint.stage1_extended_to,
            complaint.stage1_answered_on,
        ),
        StageDays(
            2,
            complaint.stage2_requested_on,
            complaint.stage2_acknowledged_on,
            complaint.stage2_extended_to,
            complaint.stage2_answered_on,
        ),
        StageDays(3, complaint.stage3_requested_on, answered_on=complaint.stage3_answered_on),
    )
