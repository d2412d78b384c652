"""Evidence, as values and as rows."""

from __future__ import annotations

from linkbot.model.evidence_file import EvidenceFile, FileState
from linkbot.store.tables.evidence import EvidenceRow


def evidence_row(file: EvidenceFile) -> EvidenceRow:
    return EvidenceRow(
        id=file.id,
        task_id=file.task,
        message=file.message,
        part=file.index,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        digest=file.digest,
        sender=file.sender,
        at=file.at,
        state=file.state.value,
        why=file.why,
    )


def evidence_file(row: EvidenceRow) -> EvidenceFile:
    return EvidenceFile(
        id=row.id,
        task=row.task_id,
        message=row.message,
        index=row.part,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        digest=row.digest,
        sender=row.sender,
        at=row.at,
        state=FileState(row.state),
        why=row.why,
    )
