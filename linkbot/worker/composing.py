"""What an effect needs to be worded: the rows of the store as they stand just before delivery."""

from __future__ import annotations

from dataclasses import dataclass

from linkbot.engine.casework.recipients import link_officer
from linkbot.model.casework import Task
from linkbot.model.compose_context import ComposeContext, ListingRow
from linkbot.model.decision import CaseFile
from linkbot.model.effect import DraftReply, Effect, SendReport
from linkbot.model.question import Question
from linkbot.model.reply import Answerable
from linkbot.model.report import Report
from linkbot.ports import StoredMessage, Transaction
from linkbot.reports.overdue import overdue_and_nearly_due, title_of
from linkbot.worker.answerable import asked_by
from linkbot.worker.live_cases import live_cases
from linkbot.worker.office import Office
from linkbot.worker.reporting import LISTS, report_of


@dataclass(frozen=True)
class Fresh:
    """The state an effect is checked against and worded from."""

    file: CaseFile | None
    tasks: tuple[Task, ...]
    question: Question | None
    questions: tuple[Question, ...]
    answers: StoredMessage | None
    rows: tuple[ListingRow, ...] = ()
    cases: tuple[CaseFile, ...] = ()
    asked: tuple[Answerable, ...] = ()  # what the numbers of a mail stand for that people answer by replying
    report: Report | None = None


def fresh(tx: Transaction, effect: Effect, office: Office) -> Fresh:
    """Looked up anew for each delivery."""
    case = getattr(effect, "case", None)
    ids: tuple[str, ...] = tuple(getattr(effect, "tasks", ()))
    single = getattr(effect, "task", None)
    wanted = ids or ((single,) if single else ())
    tasks = tuple(task for id in wanted if (task := tx.task(id)) is not None)
    asked = getattr(effect, "question", None)
    question = tx.question(asked) if asked else None
    things = asked_by(tx, effect)
    questions = tuple(thing.question for thing in things if thing.question) or ((question,) if question else ())
    cases = {task.case for task in tasks if task.case} | {q.case for q in questions if q.case}
    return Fresh(
        file=tx.case(case) if case else None,
        tasks=tasks,
        question=question,
        questions=questions,
        answers=tx.message(effect.answers) if isinstance(effect, DraftReply) else None,
        rows=_rows(tx, effect, office),
        cases=tx.cases(sorted(cases)) if cases else (),
        asked=things,
        report=report_of(effect),
    )


def _rows(tx: Transaction, effect: Effect, office: Office) -> tuple[ListingRow, ...]:
    if not isinstance(effect, SendReport) or effect.template not in LISTS:
        return ()
    return overdue_and_nearly_due(
        live_cases(tx),
        today=office.moment().today,
        nearly=office.desk.habits.nearly_due,
        calendar=office.desk.calendar,
        services=office.reader.rulebook.services,
        service=effect.service,
    )


def context_of(state: Fresh, office: Office, *, token: str = "") -> ComposeContext:
    """The facts templates draw on. `token`: of a mail people answer by replying."""
    today = office.moment().today
    case = state.file.case if state.file else None
    service = case.service if case and case.service_certain else None
    return ComposeContext(
        organisation=office.desk.organisation.name,
        today=today,
        link_officer=link_officer(office.desk, today),
        case=case,
        cases=tuple(file.case for file in state.cases),
        tasks=state.tasks,
        questions=state.questions,
        service=title_of(service, office.reader.rulebook.services) if service else "",
        ombudsman=office.desk.ombudsmen.by_id(case.ombudsman) if case else None,
        rows=state.rows,
        report=state.report,
        files=state.report is not None,
        asked=state.asked,
        reply_token=token,
        answers_subject=(state.answers.subject or "") if state.answers else "",
    )
