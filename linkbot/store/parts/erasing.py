"""Erasing a case's rows, all in one transaction. Which rows they are is the worker's to say; the audit log stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, delete, or_, update
from sqlmodel import col, select

from linkbot.model.erasure import Erased, Erasure
from linkbot.ports import MessageStatus
from linkbot.store.parts.complaints import ComplaintPart
from linkbot.store.parts.part import batches
from linkbot.store.parts.recorded import RecordedPart
from linkbot.store.tables.approvals import ApprovalRow
from linkbot.store.tables.base import Row
from linkbot.store.tables.casework import CaseRow, EventRow, InvitationRow, TaskRow
from linkbot.store.tables.evidence import EvidenceRow
from linkbot.store.tables.mail import ExtractedTextsRow, MessageCaseRow, MessageRow, OverrideRow, SentIdRow
from linkbot.store.tables.outbox import OutboxRow
from linkbot.store.tables.people import ActRow, QuestionRow, SlipRow
from linkbot.store.tables.worker import MarkRow

OF_A_CASE = frozenset(
    (
        *(
            "acts",
            "approvals",
            "cases",
            "complaints",
            "complaint_aliases",
            "complaint_alias_keys",
            "complaint_surnames",
            "events",
            "evidence",
            "extracted_texts",
            "invitations",
        ),
        *("marks", "message_cases", "messages", "outbox", "overrides", "questions", "sent_ids", "slips", "tasks"),
    )
)
NOT_OF_A_CASE = frozenset({"alarms", "audit", "mailbox_cursors", "occurrences", "polls", "worker_leases"})
"""Nothing of a case stands there but its id. A test holds both lists to the tables there are."""
FOLDER = "erased"


class ErasingPart(RecordedPart, ComplaintPart):
    def erase(self, what: Erasure) -> Erased:
        counts: dict[str, int] = {}
        tasks = select(TaskRow.id).where(TaskRow.case_id == what.case)
        files = set(self._values(select(EvidenceRow.digest).where(col(EvidenceRow.task_id).in_(tasks))))
        for some in batches(what.messages):
            files |= set(self._values(select(MessageRow.octets_digest).where(col(MessageRow.id).in_(some))))

        def forget(sort: type[Row], *where: ColumnElement[bool]) -> None:
            name = str(sort.__tablename__)
            counts[name] = counts.get(name, 0) + self._change(delete(sort).where(*where))

        def forget_each(sort: type[Row], column: object, ids: Iterable[str]) -> None:
            for some in batches(tuple(dict.fromkeys(ids))):
                forget(sort, col(column).in_(some))

        forget_each(OutboxRow, OutboxRow.key, what.entries)
        forget_each(MarkRow, MarkRow.name, (f"reached.{key}" for key in what.entries))
        forget_each(SlipRow, SlipRow.target, (*what.questions, *what.proofs, *what.tasks, *what.messages, what.case))
        for task in what.tasks:
            forget(SlipRow, col(SlipRow.target).contains(task, autoescape=True))
        forget(SentIdRow, or_(col(SentIdRow.case_id) == what.case, col(SentIdRow.task_id).in_(tasks)))
        forget_each(ActRow, ActRow.id, what.acts)
        forget_each(QuestionRow, QuestionRow.id, what.questions)
        forget_each(OverrideRow, OverrideRow.message, what.messages)
        forget(MessageCaseRow, col(MessageCaseRow.case_id) == what.case)
        forget_each(MessageCaseRow, MessageCaseRow.message, what.messages)
        counts["questions emptied"] = self._empty_questions(what.proofs)
        counts["messages emptied"] = self._empty_messages(what.messages)
        forget(EvidenceRow, col(EvidenceRow.task_id).in_(tasks))
        forget(ApprovalRow, col(ApprovalRow.task_id).in_(tasks))
        forget(EventRow, col(EventRow.case_id) == what.case)
        forget(InvitationRow, col(InvitationRow.case_id) == what.case)
        forget(TaskRow, col(TaskRow.case_id) == what.case)
        forget(CaseRow, col(CaseRow.id) == what.case)
        counts["complaint_aliases"] = self.unlearn_aliases(what.case)
        if what.complaint is not None:
            counts["complaints"] = self.forget_complaints([what.complaint])
        gone = tuple(sorted(digest for digest in files if digest and not self.names_octets(digest)))
        forget_each(ExtractedTextsRow, ExtractedTextsRow.digest, gone)
        return Erased(rows=tuple((name, count) for name, count in sorted(counts.items()) if count), octets=gone)

    def names_octets(self, digest: str) -> bool:
        return self._is_there(MessageRow, octets_digest=digest) or self._is_there(EvidenceRow, digest=digest)

    def _empty_messages(self, ids: Sequence[str]) -> int:
        emptied = {
            "handle": "",
            "folder": FOLDER,
            "octets_digest": "",
            "status": MessageStatus.DISCARDED.value,
            **dict.fromkeys(("message_id", "content_digest", "fault", "file_name", "sender", "subject", "vouch")),
        }
        return sum(
            self._change(update(MessageRow).where(col(MessageRow.id).in_(some)).values(**emptied))
            for some in batches(ids)
        )

    def _empty_questions(self, ids: Sequence[str]) -> int:
        """What was answered other than yes stays as "no": that it was corrected, not with which words."""
        count = 0
        for some in batches(ids):
            these = col(QuestionRow.id).in_(some)
            other = update(QuestionRow).where(these, col(QuestionRow.answer) != "yes").values(answer="no")
            self._change(other)
            bare = {"reading": "", "quote": "", "if_unanswered": "", "owner": "", "answered_by": None, "case_id": None}
            count += self._change(
                update(QuestionRow).where(these).values(**bare, task_id=None, choices=(), told=(), would=None)
            )
        return count
