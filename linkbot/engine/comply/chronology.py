"""What happened and when, for an Ombudsman's eyes: the complaint's stages, their letters, our submissions.

Dates without verdicts, oldest first. Nothing of our own housekeeping is told: no reminders, owners or questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, tzinfo

from linkbot.model.code_timeline import Happening
from linkbot.model.complaint import Complaint
from linkbot.model.decision import CaseFile

OF_OURS = frozenset({"service_evidence", "complainant_mail", "delivery_failure", "automatic_reply", "unrelated"})
"""Kinds of mail on a case that no Ombudsman wrote."""


def chronology(
    file: CaseFile, complaint: Complaint | None, *, titles: Mapping[str, str], zone: tzinfo
) -> tuple[Happening, ...]:
    """`titles`: what a kind of letter is called, by its id. Undated happenings come last."""
    found = [*_of_complaint(complaint), *_of_letters(file, titles, zone), *_of_tasks(file, zone)]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.on is None, one.on or date.max)))


def _of_complaint(complaint: Complaint | None) -> Iterator[Happening]:
    if complaint is None:
        return
    told = (
        (complaint.stage1_received_on, "Complaint received"),
        (complaint.stage1_acknowledged_on, "Complaint acknowledged and logged at stage 1"),
        (complaint.stage1_answered_on, "Stage 1 response"),
        (complaint.stage2_requested_on, "Resident asked for stage 2"),
        (complaint.stage2_acknowledged_on, "Stage 2 request acknowledged"),
        (complaint.stage2_answered_on, "Stage 2 response"),
        (complaint.stage3_requested_on, "Resident asked for stage 3"),
        (complaint.stage3_answered_on, "Stage 3 response"),
        (complaint.closed_on, "Complaint closed"),
    )
    yield from (Happening(on, what) for on, what in told if on is not None)
    for stage, until in ((1, complaint.stage1_extended_to), (2, complaint.stage2_extended_to)):
        if until is not None:
            yield Happening(None, f"Time for the stage {stage} response extended to {until.day} {until:%B %Y}")


def _of_letters(file: CaseFile, titles: Mapping[str, str], zone: tzinfo) -> Iterator[Happening]:
    for event in (event for event in file.events if event.kind not in OF_OURS):
        came = event.received_at.astimezone(zone).date()
        title = titles.get(event.kind, event.kind.replace("_", " ").capitalize())
        received = "" if event.letter_on in (None, came) else f", received {came.day} {came:%B %Y}"
        yield Happening(event.letter_on or came, f"Ombudsman: {title}{received}")


def _of_tasks(file: CaseFile, zone: tzinfo) -> Iterator[Happening]:
    for task in file.tasks:
        if task.submitted_at is not None:
            yield Happening(task.submitted_at.astimezone(zone).date(), f"Sent to the Ombudsman: {task.title}")
