"""All the calls of `ports.Transaction` on one database session. It neither begins nor commits: `SqlStore` does."""

from __future__ import annotations

from linkbot.store.parts.approvals import ApprovalPart
from linkbot.store.parts.complaint_search import ComplaintSearchPart
from linkbot.store.parts.erasing import ErasingPart
from linkbot.store.parts.evidence import EvidencePart
from linkbot.store.parts.lease import LeasePart
from linkbot.store.parts.proofs import ProofPart
from linkbot.store.parts.slips import SlipPart
from linkbot.store.parts.standing import StandingPart


class SqlTransaction(
    ErasingPart, ComplaintSearchPart, ApprovalPart, EvidencePart, LeasePart, ProofPart, SlipPart, StandingPart
):
    """One BEGIN IMMEDIATE transaction."""
