"""What of the register's own doings goes into the audit log: decisions, questions, acts, overrides, effects that ended.

A row of the spreadsheet is a picture of the register and no deed of its own: it is left out.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select

from linkbot.engine.audit import person, words
from linkbot.model.audit import LINKBOT, AuditNote, Happened
from linkbot.model.decision import Decision
from linkbot.model.outbox import Intent, OutboxState
from linkbot.model.question import Act
from linkbot.ports import Override
from linkbot.store.parts.audit import AuditPart
from linkbot.store.parts.decision import DecisionPart
from linkbot.store.tables.base import table_of
from linkbot.store.tables.casework import TaskRow
from linkbot.store.tables.mail import MessageCaseRow
from linkbot.store.tables.outbox import OutboxRow
from linkbot.store.tables.people import ActRow, QuestionRow

_ENDS = (OutboxState.DONE, OutboxState.FAILED, OutboxState.DOUBTFUL, OutboxState.WITHDRAWN)
_SHEET = "update_sheet"
_of = table_of(OutboxRow).c
_ENDED = select(_of.effect_name, _of.template, _of.case_id, _of.receipt).where(_of.key == bindparam("key"))
"""Without the effect itself: taking that apart costs more than all the rest."""


class RecordedPart(DecisionPart, AuditPart):
    def commit_decision(self, message: str | None, decision: Decision, now: datetime) -> tuple[Intent, ...]:
        asked = [question for question in decision.questions if not self._is_there(QuestionRow, id=question.id)]
        new = super().commit_decision(message, decision, now)
        kinds = {event.case: event.kind for event in decision.events}
        known = (*kinds, *decision.touched_cases, *(case.id for case in decision.cases))
        cases: tuple[str | None, ...] = tuple(dict.fromkeys(known)) or (None,)
        if message is not None or new or decision.tasks or decision.cases:
            self.add_audit(
                *(
                    AuditNote(
                        what=Happened.DECIDED,
                        who=LINKBOT,
                        at=now,
                        about=" ".join(filter(None, (decision.disposition.value, kinds.get(case or "")))),
                        case=case,
                        subject=message,
                        why=words(*decision.reasons),
                    )
                    for case in cases
                )
            )
        self.add_audit(
            *(
                AuditNote(
                    what=Happened.ASKED,
                    who=LINKBOT,
                    at=now,
                    about=question.about.value,
                    case=question.case,
                    subject=question.id,
                    why=words(question.reading),
                )
                for question in asked
            )
        )
        return new

    def add_act(self, act: Act) -> bool:
        if not super().add_act(act):
            return False
        self.add_audit(
            AuditNote(
                what=Happened.ACTED,
                who=person(act.by),
                at=act.at,
                about=act.verb.value,
                case=self._case_meant(act.target),
                subject=act.id,
                why=words(act.value, act.reason),
            )
        )
        return True

    def add_override(self, override: Override) -> None:
        super().add_override(override)
        act = self._find(ActRow, id=override.act)
        link = self._find(MessageCaseRow, message=override.message)
        self.add_audit(
            AuditNote(
                what=Happened.OVERRODE,
                who=person(act.by) if act else LINKBOT,
                at=act.at if act else None,
                about=override.about,
                case=link.case_id if link else None,
                subject=override.message,
                why=words(override.value),
            )
        )

    def settle(
        self,
        key: str,
        token: str | None,
        state: OutboxState,
        now: datetime,
        *,
        receipt: str | None = None,
        error: str | None = None,
        next_at: datetime | None = None,
        by: str | None = None,
    ) -> bool:
        settled = super().settle(key, token, state, now, receipt=receipt, error=error, next_at=next_at, by=by)
        if settled and state in _ENDS:
            row = self._connection.execute(_ENDED, {"key": key}).one()
            if row.effect_name != _SHEET:
                said = (row.effect_name, row.template if row.template != row.effect_name else None, state.value)
                self.add_audit(
                    AuditNote(
                        what=Happened.DELIVERED,
                        who=person(by) if by else LINKBOT,
                        at=now,
                        about=" ".join(filter(None, said)),
                        case=row.case_id,
                        subject=key,
                        why=words(row.receipt),
                    )
                )
        return settled

    def _case_meant(self, target: str) -> str | None:
        """Of a task, a question, an effect, a message or a case itself."""
        if (task := self._find(TaskRow, id=target)) is not None:
            return task.case_id
        if (question := self._find(QuestionRow, id=target)) is not None:
            return question.case_id
        if (entry := self._find(OutboxRow, key=target)) is not None:
            return entry.case_id
        if (message := self._find(MessageCaseRow, message=target)) is not None:
            return message.case_id
        file = self.case(target)
        return file.case.id if file else None
