"""The workbench of one decision about one case: rows as they change, effects as they are meant.

Local and thrown away: it lives inside one pure call and ends as a `Decision`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from linkbot.engine.casework.diary import plan_diary
from linkbot.engine.casework.keys import effect_key, question_id
from linkbot.engine.casework.recipients import address_of, link_officer
from linkbot.engine.dates.working_days import add_working_days
from linkbot.engine.dates.working_hours import after_working_hours
from linkbot.model.casework import Event, Invitation, Task, TaskKind, TaskState
from linkbot.model.decision import CaseFile
from linkbot.model.desk import Desk
from linkbot.model.effect import AskPerson, DraftReply, Effect, Facts, SendEmail, UpdateSheet
from linkbot.model.outbox import Intent
from linkbot.model.question import About, Act, Question

OF_AN_OWNER = (About.DECLINED, About.UNDELIVERED)
"""Questions that are settled once somebody else has the task."""


@dataclass(frozen=True)
class Moment:
    """Now, and the day it is in London: time is an argument."""

    at: datetime
    today: date


class Work:
    """Collects what becomes of one case. `cause` is the event or act that everything here follows from."""

    def __init__(
        self,
        file: CaseFile,
        *,
        cause: str,
        message: str | None,
        moment: Moment,
        desk: Desk,
        directory_kept: bool = False,
    ) -> None:
        self.before, self.case, self.cause, self.message = file, file.case, cause, message
        self.moment, self.desk, self.directory_kept = moment, desk, directory_kept
        self._tasks = {task.id: task for task in file.tasks}
        self._touched: dict[str, Task] = {}
        self.questions: dict[str, Question] = {}
        self.answered: list[str] = []
        self.intents: dict[str, Intent] = {}
        self.events: list[Event] = []
        self.acts: list[Act] = []
        self.withdraw: list[str] = []
        self.reasons: list[str] = []
        self.wants_diary = False
        self.letter_task = False
        self.rows: tuple[Invitation, ...] = ()

    # rows

    @property
    def tasks(self) -> tuple[Task, ...]:
        return tuple(self._tasks.values())

    def new_task_id(self) -> str:
        numbers = [int(id.rpartition("/")[2]) for id in self._tasks]
        return f"{self.case.id}/{max(numbers, default=0) + 1}"

    def save(self, task: Task) -> Task:
        """However it came to be satisfied, the moment is kept."""
        if task.state is TaskState.SATISFIED and task.satisfied_at is None:
            task = replace(task, satisfied_at=self.moment.at)
        if self._tasks.get(task.id) != task:
            self._tasks[task.id] = task
            self._touched[task.id] = task
        return task

    def change_case(self, **changes: object) -> None:
        self.case = replace(self.case, **changes)  # type: ignore[arg-type]

    def task_of_cause(self, *, number: int | None = None, kind: TaskKind | None = None) -> Task | None:
        """The task this cause opened before, when a letter is decided again."""
        found = [t for t in self.tasks if t.cause == self.cause and (number is None or t.number == number)]
        if kind is not None:
            found = [t for t in found if t.kind is kind]
        return found[0] if len(found) == 1 else None

    # effects

    def intend(
        self, effect: Effect, *, step: str, subject: str, role: str, revision: int = 0, held: str | None = None
    ) -> str:
        key = effect_key(cause=self.cause, step=step, subject=subject, role=role, revision=revision)
        self.intents.setdefault(key, Intent(key, effect, held=held is not None, why_held=held))
        return key

    def mail(
        self,
        template: str,
        *,
        role: str,
        to: str | None = None,
        task: Task | None = None,
        question: str | None = None,
        facts: Facts = (),
        attach: tuple[str, ...] = (),
        held: str | None = None,
    ) -> None:
        """One internal mail to one post about the case, or about one task."""
        today = self.moment.today
        address = to or address_of(role, desk=self.desk, service=self.case.service, on=today)
        address = self.desk.directory.address(address, today)  # whoever stands in gets what is sent meanwhile
        effect = SendEmail(
            template=template,
            role=role,
            to=(address,),
            case=self.case.id,
            task=task.id if task else None,
            tasks=(task.id,) if task else (),
            question=question,
            due_on=task.due_on if task else None,
            facts=facts,
            attach=attach,
        )
        if task is None and self._told(template, address):
            return  # one person who holds several posts is told once
        subject = f"task:{task.id}" if task else f"case:{self.case.id}"
        self.intend(effect, step=f"mail:{template}", subject=subject, role=role, held=held)

    def _told(self, template: str, address: str) -> bool:
        mails = (intent.effect for intent in self.intents.values() if isinstance(intent.effect, SendEmail))
        return any(m.template == template and m.to == (address,) and m.task is None for m in mails)

    def draft(self, template: str, *, to: str, facts: Facts = ()) -> None:
        """A reply for the link officer to look at and send; one a letter."""
        if self.message is None:
            return
        effect = DraftReply(template=template, to=(to,), answers=self.message, case=self.case.id, facts=facts)
        self.intend(effect, step=f"draft:{template}", subject=f"message:{self.message}", role="ombudsman")

    def sheet(self, row_key: str, *, revision: int, task: str | None = None) -> None:
        effect = UpdateSheet(case=self.case.id, row_key=row_key, revision=revision, task=task)
        self.intend(effect, step="sheet", subject=row_key, role="sheet", revision=revision)

    # questions

    def ask(
        self,
        about: About,
        *,
        reading: str,
        quote: str,
        choices: tuple[str, ...],
        if_unanswered: str,
        urgent: bool = False,
        task: Task | None = None,
        subject: str | None = None,
        owner: str | None = None,
        told: tuple[str, ...] = (),
        would: str | None = None,
    ) -> Question:
        """Put a question to the link officer (or `owner`), once for the same cause and subject."""
        id = question_id(cause=self.cause, about=about.value, subject=subject or self.case.id)
        known = next((q for q in self.before.questions if q.id == id), None) or self.questions.get(id)
        if known is not None:
            return known
        question = Question(
            id=id,
            about=about,
            message=self.message,
            case=self.case.id,
            reading=reading,
            quote=quote[:400],
            choices=choices,
            if_unanswered=if_unanswered,
            owner=owner or link_officer(self.desk, self.moment.today),
            asked_at=self.moment.at,
            due_at=answer_due(self.moment, urgent=urgent, desk=self.desk),
            urgent=urgent,
            task=task.id if task else None,
            told=told,
            would=would,
        )
        self.questions[id] = question
        intent = asking(question, cause=self.cause)
        self.intents.setdefault(intent.key, intent)
        return question

    def withdraw_questions(self, *abouts: About) -> None:
        """Open questions of this case that what happened now has answered."""
        self.answered.extend(q.id for q in self.before.questions if q.about in abouts and q.id not in self.questions)

    def settle_task_questions(self) -> None:
        """Questions about a task that nobody need answer any more: it is done, or its date has moved."""
        before = {task.id: task for task in self.before.tasks}
        for question in self.before.questions:
            task = self._touched.get(question.task or "")
            if task is None or question.about not in (About.EXTENSION, About.SERVICE, *OF_AN_OWNER):
                continue
            old = before.get(task.id)
            moved = (
                question.about not in (About.SERVICE, About.UNDELIVERED)
                and old is not None
                and old.due_on != task.due_on
            )
            given = question.about in OF_AN_OWNER and old is not None and old.owner != task.owner
            if moved or given or not task.wants_reminders:
                self.answered.append(question.id)

    # the end

    def touched(self) -> tuple[Task, ...]:
        return tuple(self._touched.values())

    def diary(self) -> tuple[Invitation, ...]:
        """Bring the diaries into line with the tasks; answers the changed invitation rows."""
        self.settle_task_questions()
        plan = plan_diary(
            case=self.case.id,
            tasks=self.tasks,
            existing=self.before.invitations,
            cause=self.cause,
            today=self.moment.today,
            desk=self.desk,
        )
        for intent in plan.intents:
            self.intents.setdefault(intent.key, intent)
        return plan.invitations


def answer_due(moment: Moment, *, urgent: bool, desk: Desk) -> datetime:
    """Two working hours when urgent, else noon of the next working day (design: questions)."""
    if urgent:
        return after_working_hours(moment.at, 2, desk.calendar)
    return datetime.combine(add_working_days(moment.today, 1, desk.calendar), time(12), tzinfo=moment.at.tzinfo)


def asking(question: Question, *, cause: str) -> Intent:
    """The effect that puts a question to its owner."""
    effect = AskPerson(
        question=question.id, to=(question.owner,), urgent=question.urgent, case=question.case, task=question.task
    )
    subject, step = f"question:{question.id}", f"ask:{question.about.value}"
    return Intent(effect_key(cause=cause, step=step, subject=subject, role=effect.role), effect)
