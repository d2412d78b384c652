"""Reading the register: cases with everything that hangs on them, tasks, invitations, events, questions, acts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import BindParameter, bindparam
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from linkbot.model.casework import CaseStatus, Event, Invitation, Task, TaskState
from linkbot.model.decision import CaseFile
from linkbot.model.effect import SendInvite
from linkbot.model.question import Act, Question, QuestionState, Verb
from linkbot.store.keys import digits
from linkbot.store.parts.part import Part, batches
from linkbot.store.rows import casework as rows
from linkbot.store.rows import people
from linkbot.store.tables.base import AnyRow
from linkbot.store.tables.casework import CaseRow, EventRow, InvitationRow, TaskRow
from linkbot.store.tables.outbox import OutboxRow
from linkbot.store.tables.people import ActRow, QuestionRow

T = TypeVar("T")

_OPEN_TASKS = (TaskState.OPEN.value, TaskState.RECEIVED.value, TaskState.VALIDATING.value)
_IDS: BindParameter[str] = bindparam("ids", expanding=True)
_CASES = select(CaseRow).where(col(CaseRow.id).in_(_IDS))
_CASES_BY_DIGITS = select(CaseRow).where(col(CaseRow.reference_digits).in_(_IDS))
_TASKS = select(TaskRow).order_by(col(TaskRow.created_at), col(TaskRow.sequence))
_INVITATIONS = select(InvitationRow).order_by(col(InvitationRow.entry_on), col(InvitationRow.id))
_EVENTS = select(EventRow).order_by(col(EventRow.received_at), col(EventRow.sequence))
_QUESTIONS = select(QuestionRow).order_by(col(QuestionRow.asked_at), col(QuestionRow.sequence))
_OPEN_QUESTIONS = _QUESTIONS.where(QuestionRow.state == QuestionState.OPEN.value)
_SENT_AS = (
    select(OutboxRow).where(OutboxRow.effect_name == "send_invite").order_by(col(OutboxRow.sequence).desc()).limit(1)
)
_TASKS_OF = _TASKS.where(col(TaskRow.case_id).in_(_IDS))
_INVITATIONS_OF = _INVITATIONS.where(col(InvitationRow.case_id).in_(_IDS))
_EVENTS_OF = _EVENTS.where(col(EventRow.case_id).in_(_IDS))
_OPEN_QUESTIONS_OF = _OPEN_QUESTIONS.where(col(QuestionRow.case_id).in_(_IDS))


class CaseworkPart(Part):
    def case(self, id: str) -> CaseFile | None:
        return next(iter(self.cases([id])), None)

    def cases(self, ids: Sequence[str] | None = None, *, open_only: bool = False) -> tuple[CaseFile, ...]:
        """In order of opening, each once; unknown ids are left out."""
        wanted = select(CaseRow) if ids is None else _CASES
        if open_only:
            wanted = wanted.where(CaseRow.status == CaseStatus.OPEN.value)
        return self._files(self._all(wanted) if ids is None else self._among(wanted, list(dict.fromkeys(ids))))

    def cases_of_references(self, references: Sequence[str]) -> tuple[CaseFile, ...]:
        wanted = [key for key in dict.fromkeys(digits(reference) for reference in references) if key]
        return self._files(self._among(_CASES_BY_DIGITS, wanted))

    def _files(self, found: Sequence[CaseRow]) -> tuple[CaseFile, ...]:
        ids = [row.id for row in found]
        tasks = _by_case(self._among(_TASKS_OF, ids), rows.task, lambda row: row.case_id)
        invitations = _by_case(self._among(_INVITATIONS_OF, ids), rows.invitation, lambda row: row.case_id)
        events = _by_case(self._among(_EVENTS_OF, ids), rows.event, lambda row: row.case_id)
        questions = _by_case(self._among(_OPEN_QUESTIONS_OF, ids), people.question, lambda row: row.case_id)
        return tuple(
            CaseFile(
                case=rows.case(row),
                tasks=tuple(tasks.get(row.id, ())),
                invitations=tuple(invitations.get(row.id, ())),
                events=tuple(events.get(row.id, ())),
                questions=tuple(questions.get(row.id, ())),
            )
            for row in sorted(found, key=lambda row: (row.opened_at, row.id))
        )

    def _among(self, statement: SelectOfScalar[AnyRow], ids: Sequence[str]) -> list[AnyRow]:
        """`statement` leaves open which ids."""
        return [row for some in batches(ids) for row in self._all(statement, ids=some)]

    def open_tasks(self) -> tuple[Task, ...]:
        return tuple(rows.task(row) for row in self._all(_TASKS.where(col(TaskRow.state).in_(_OPEN_TASKS))))

    def task(self, id: str) -> Task | None:
        row = self._find(TaskRow, id=id)
        return rows.task(row) if row else None

    def invitations(self) -> tuple[Invitation, ...]:
        """Cancelled ones too: their sequence numbers are spent."""
        return tuple(rows.invitation(row) for row in self._all(_INVITATIONS))

    def invitation(self, uid: str) -> Invitation | None:
        row = self._find(InvitationRow, id=uid)
        if row is None:
            sent = _SENT_AS.where(col(OutboxRow.receipt) == uid)
            last = next((one.effect for one in self._all(sent) if isinstance(one.effect, SendInvite)), None)
            row = self._find(InvitationRow, id=last.uid) if last else None
        return rows.invitation(row) if row else None

    def question(self, id: str) -> Question | None:
        row = self._find(QuestionRow, id=id)
        return people.question(row) if row else None

    def questions(self, *, open_only: bool = True) -> tuple[Question, ...]:
        return tuple(people.question(row) for row in self._all(_OPEN_QUESTIONS if open_only else _QUESTIONS))

    def events(self, case: str) -> tuple[Event, ...]:
        return tuple(rows.event(row) for row in self._all(_EVENTS.where(EventRow.case_id == case)))

    def add_act(self, act: Act) -> bool:
        if self._is_there(ActRow, id=act.id):
            return False
        self._add(people.act_row(act))
        return True

    def act(self, id: str) -> Act | None:
        row = self._find(ActRow, id=id)
        return people.act(row) if row else None

    def acts(self, since: datetime | None = None, *, verb: Verb | None = None) -> tuple[Act, ...]:
        """In the order they were stored."""
        wanted = select(ActRow).order_by(col(ActRow.sequence))
        if since is not None:
            wanted = wanted.where(col(ActRow.at) >= since)
        if verb is not None:
            wanted = wanted.where(ActRow.verb == verb.value)
        return tuple(people.act(row) for row in self._all(wanted))


def _by_case(
    found: Sequence[AnyRow], value: Callable[[AnyRow], T], case: Callable[[AnyRow], str | None]
) -> dict[str | None, list[T]]:
    grouped: dict[str | None, list[T]] = {}
    for row in found:
        grouped.setdefault(case(row), []).append(value(row))
    return grouped
