"""Reading what services sent; it is written with the decision it belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from linkbot.model.evidence_file import EvidenceFile, FileState
from linkbot.store.parts.part import Part, batches
from linkbot.store.rows.evidence import evidence_file
from linkbot.store.tables.evidence import EvidenceRow

_ALL = select(EvidenceRow).order_by(col(EvidenceRow.at), col(EvidenceRow.sequence))


class EvidencePart(Part):
    def evidence(self, tasks: Sequence[str]) -> tuple[EvidenceFile, ...]:
        """In the order it came."""
        return tuple(
            evidence_file(row)
            for some in batches(list(dict.fromkeys(tasks)))
            for row in self._all(_ALL.where(col(EvidenceRow.task_id).in_(some)))
        )

    def evidence_held(self) -> tuple[EvidenceFile, ...]:
        return tuple(evidence_file(row) for row in self._all(_ALL.where(EvidenceRow.state == FileState.HELD.value)))

    def evidence_file(self, id: str) -> EvidenceFile | None:
        row = self._find(EvidenceRow, id=id)
        return evidence_file(row) if row else None
