"""Questions and acts, as values and as rows. A question's row bears the version its value will have next."""

from __future__ import annotations

from linkbot.model.question import About, Act, Question, QuestionState, Verb
from linkbot.store.tables.people import ActRow, QuestionRow


def question_row(question: Question) -> QuestionRow:
    return QuestionRow(
        id=question.id,
        about=question.about.value,
        message=question.message,
        case_id=question.case,
        task_id=question.task,
        reading=question.reading,
        quote=question.quote,
        choices=question.choices,
        if_unanswered=question.if_unanswered,
        owner=question.owner,
        asked_at=question.asked_at,
        due_at=question.due_at,
        urgent=question.urgent,
        state=question.state.value,
        answer=question.answer,
        answered_by=question.answered_by,
        answered_at=question.answered_at,
        laddered=question.laddered,
        told=question.told,
        would=question.would,
        version=question.version + 1,
    )


def question(row: QuestionRow) -> Question:
    return Question(
        id=row.id,
        about=About(row.about),
        message=row.message,
        case=row.case_id,
        reading=row.reading,
        quote=row.quote,
        choices=row.choices,
        if_unanswered=row.if_unanswered,
        owner=row.owner,
        asked_at=row.asked_at,
        due_at=row.due_at,
        urgent=row.urgent,
        state=QuestionState(row.state),
        answer=row.answer,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
        laddered=row.laddered,
        task=row.task_id,
        told=row.told,
        would=row.would,
        version=row.version,
    )


def act_row(act: Act) -> ActRow:
    return ActRow(
        id=act.id,
        at=act.at,
        by=act.by,
        verb=act.verb.value,
        target=act.target,
        value=act.value,
        reason=act.reason,
    )


def act(row: ActRow) -> Act:
    return Act(
        id=row.id,
        at=row.at,
        by=row.by,
        verb=Verb(row.verb),
        target=row.target,
        value=row.value,
        reason=row.reason,
    )
