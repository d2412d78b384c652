"""What people were asked about letters read without a doubt, with the kind each was first read as. Reads only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from linkbot.model.question import About, QuestionState
from linkbot.model.trust import Proof
from linkbot.store.parts.part import Part
from linkbot.store.tables.base import table_of
from linkbot.store.tables.mail import MessageRow
from linkbot.store.tables.people import QuestionRow

_ASKED, _MESSAGES = table_of(QuestionRow).c, table_of(MessageRow).c
_PROOFS = (
    select(
        _ASKED.id,
        _ASKED.about,
        _ASKED.asked_at,
        _ASKED.state,
        _ASKED.case_id,
        _ASKED.answer,
        _ASKED.answered_at,
        _MESSAGES.kind,
    )
    .join_from(table_of(QuestionRow), table_of(MessageRow), _MESSAGES.id == _ASKED.message)
    .where(_ASKED.about.in_((About.CONFIRM.value, About.CHECK.value)), _MESSAGES.kind.is_not(None))
    .order_by(_ASKED.asked_at, _ASKED.sequence)
)


class ProofPart(Part):
    def proofs(self, kind: str | None = None, *, since: datetime | None = None) -> tuple[Proof, ...]:
        """The kind of a message never changes once it was decided: a correction is the question's answer."""
        wanted = _PROOFS if kind is None else _PROOFS.where(_MESSAGES.kind == kind)
        if since is not None:
            wanted = wanted.where(_ASKED.asked_at >= since)
        return tuple(
            Proof(
                question=row.id,
                about=About(row.about),
                kind=row.kind,
                asked_at=row.asked_at,
                is_open=row.state == QuestionState.OPEN.value,
                case=row.case_id,
                answer=row.answer,
                answered_at=row.answered_at,
            )
            for row in self._connection.execute(wanted)
        )
