"""Who said that a task's evidence may go to the Ombudsman: a post, a person, a version of what was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from linkbot.model.evidence_file import EvidenceFile

VALIDATORS = ("ad_resident_contacts", "head_of_dispute_resolutions", "link_officer")
"""The posts that validate, unless the configuration names others."""


@dataclass(frozen=True)
class Approval:
    """It counts for this very `version` of the evidence; new evidence makes another. `exception`: why the link officer
    let a post stand that its holder did not speak for.
    """

    task: str
    post: str
    version: str
    by: str
    at: datetime
    exception: str | None = None


@dataclass(frozen=True)
class Dossier:
    """What a task's validation rests on: all that was sent for it, and who has approved of which version."""

    task: str
    files: tuple[EvidenceFile, ...] = ()
    approvals: tuple[Approval, ...] = ()
