"""Writing a decision: the rows as they should stand, the entries it causes, all or nothing.

The version rule is one for cases, tasks and questions: a value's version is that of the stored row it was read from
(0 when there was none), and what is written stands one higher. Anything else is `Stale`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, select

from linkbot.model.casework import Case, Event, Invitation, Task
from linkbot.model.decision import Decision
from linkbot.model.outbox import Intent
from linkbot.model.question import Question, QuestionState
from linkbot.ports import Stale
from linkbot.store.parts.approvals import approval_row
from linkbot.store.parts.casework import CaseworkPart
from linkbot.store.parts.mail import MailPart
from linkbot.store.parts.outbox import OutboxPart
from linkbot.store.parts.part import batches
from linkbot.store.rows import casework as rows
from linkbot.store.rows.evidence import evidence_row
from linkbot.store.rows.people import question_row
from linkbot.store.tables.base import Row
from linkbot.store.tables.casework import InvitationRow
from linkbot.store.tables.people import QuestionRow


class DecisionPart(MailPart, CaseworkPart, OutboxPart):
    def commit_decision(self, message: str | None, decision: Decision, now: datetime) -> tuple[Intent, ...]:
        """Raises Stale, and KeyError for a message that was never stored. The caller saves what was read of it."""
        if message is not None and not self.mark_decided(message):
            raise KeyError(f"no message {message} is stored")
        for case in decision.cases:
            self._put_case(case)
        for task in decision.tasks:
            self._put_task(task)
        for invitation in decision.invitations:
            self._put_invitation(invitation)
        for event in decision.events:
            self._put_event(event)
        for question in decision.questions:
            self._put_question(question)
        for file in decision.evidence:
            row = evidence_row(file)
            if not self._add_new(row, id=file.id):
                self._replace(row, id=file.id)
        for one in decision.approvals:
            self._add_new(approval_row(one), task_id=one.task, post=one.post, version=one.version)
        for act in decision.acts:
            self.add_act(act)
        self._answer(decision.answered, now)
        self.withdraw_entries(decision.withdraw)
        return self.add_intents(decision.intents, now)

    def _put_case(self, case: Case) -> None:
        row = rows.case_row(case)
        if case.version:
            moved_on = not self._replace(row, id=case.id, version=case.version)
        else:
            moved_on = not self._add_new(row, id=case.id)
        if moved_on:
            raise Stale(f"case {case.id} has moved on since version {case.version} was read")

    def _put_task(self, task: Task) -> None:
        row = rows.task_row(task)
        if task.version:
            moved_on = not self._replace(row, id=task.id, version=task.version)
        else:
            moved_on = not self._add_new(row, id=task.id)
        if moved_on:
            raise Stale(f"task {task.id} has moved on since version {task.version} was read")

    def _put_question(self, question: Question) -> None:
        """A question asked before is not asked anew, whatever became of it (a replayed decision asks again)."""
        row = question_row(question)
        if not question.version:
            self._add_new(row, id=question.id)
        elif not self._replace(row, id=question.id, version=question.version):
            raise Stale(f"question {question.id} has moved on since version {question.version} was read")

    def _put_invitation(self, invitation: Invitation) -> None:
        """The sequence number of RFC 5545 is its version: it never runs backwards."""
        row = rows.invitation_row(invitation)
        stored = self._find(InvitationRow, id=invitation.id)
        if stored is None:
            self._add(row)
        elif stored.sequence_number > invitation.sequence or not self._replace(
            row, id=invitation.id, sequence_number=stored.sequence_number
        ):
            raise Stale(f"invitation {invitation.id} is past sequence {invitation.sequence}")

    def _put_event(self, event: Event) -> None:
        """An event's identity is its letter's: a second decision on it says how it stands now."""
        row = rows.event_row(event)
        if not self._add_new(row, id=event.id):
            self._replace(row, id=event.id)

    def _add_new(self, row: Row, **known: object) -> bool:
        if self._is_there(type(row), **known):
            return False
        self._add(row)
        return True

    def _answer(self, ids: Sequence[str], now: datetime) -> None:
        for some in batches(ids):
            still_open = select(QuestionRow).where(
                col(QuestionRow.id).in_(some), QuestionRow.state == QuestionState.OPEN.value
            )
            for row in self._all(still_open):
                answered = update(QuestionRow).where(col(QuestionRow.id) == row.id)
                self._change(
                    answered.values(
                        state=QuestionState.ANSWERED.value,
                        answered_at=row.answered_at or now,
                        version=row.version + 1,
                    )
                )
