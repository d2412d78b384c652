"""Reading approvals; they are written with the decision they belong to, each once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from linkbot.model.approval import Approval
from linkbot.store.parts.part import Part, batches
from linkbot.store.tables.approvals import ApprovalRow


class ApprovalPart(Part):
    def approvals(self, tasks: Sequence[str]) -> tuple[Approval, ...]:
        """Of every version, in the order they were given."""
        wanted = select(ApprovalRow).order_by(col(ApprovalRow.at), col(ApprovalRow.post))
        return tuple(
            Approval(row.task_id, row.post, row.version, row.by, row.at, row.exception)
            for some in batches(list(dict.fromkeys(tasks)))
            for row in self._all(wanted.where(col(ApprovalRow.task_id).in_(some)))
        )


def approval_row(one: Approval) -> ApprovalRow:
    return ApprovalRow(
        task_id=one.task, post=one.post, version=one.version, by=one.by, at=one.at, exception=one.exception
    )
