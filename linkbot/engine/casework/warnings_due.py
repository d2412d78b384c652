"""Before we fail: the internal date missed, two working days left, the day itself. Once for each date, by case."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from linkbot.engine.casework.keys import effect_key, question_id
from linkbot.engine.casework.recipients import address_of, link_officer
from linkbot.engine.casework.telling import long_day
from linkbot.engine.casework.work import Moment, answer_due, asking
from linkbot.engine.dates.working_days import next_working_day, subtract_working_days
from linkbot.model.casework import Case, Task, TaskKind, TaskState
from linkbot.model.decision import Decision
from linkbot.model.desk import Desk
from linkbot.model.due import Due, Standing
from linkbot.model.effect import SendEmail, Template
from linkbot.model.occurrence import Occurrence
from linkbot.model.outbox import Intent
from linkbot.model.question import About, Question
from linkbot.model.reading import Disposition

LAST_CALL = 2  # working days before the Ombudsman's date


@dataclass(frozen=True)
class Stage:
    """`told`: the posts told besides the owner and the link officer."""

    job: str
    told: tuple[str, ...]
    sentence: str


INTERNAL = Stage("warning_internal", ("head",), "Our internal date has passed.")
TWO_DAYS = Stage("warning_two_days", ("head_of_resident_contact",), "Two working days or fewer are left.")
BOTH = Stage("warning_two_days", ("head", "head_of_resident_contact"), TWO_DAYS.sentence)
TODAY = Stage("warning_today", (), "It is due today.")


def warnings_due(standing: Standing, *, moment: Moment, desk: Desk) -> list[Due]:
    """Each task's date warns once, however its neighbours change: a moved date arms the warning again."""
    found: list[Due] = []
    for file in standing.files:
        groups: dict[tuple[Stage, date, str], list[Task]] = defaultdict(list)
        for task in file.tasks:
            for stage, day in _stages(task, moment.today, desk):
                groups[(stage, day, task.owner)].append(task)
        for (stage, day, owner), tasks in groups.items():
            found.append(_warning(file.case, stage, day, owner, tasks, moment=moment, desk=desk))
    return found


def _stages(task: Task, today: date, desk: Desk) -> list[tuple[Stage, date]]:
    if not task.is_open or not task.due_stated or task.due_on is None or task.kind is TaskKind.PORTAL:
        return []
    if task.awaiting_release:
        return []  # its officer knows nothing of it: `unreleased_due` tells the one who can release it
    due_on, internal = task.due_on, task.internal_due_on
    last_call = subtract_working_days(due_on, LAST_CALL, desk.calendar)
    late_inside = internal is not None and internal < due_on and task.state is TaskState.OPEN and not task.done
    told_with_last_call = internal is not None and next_working_day(internal, desk.calendar) >= last_call
    if due_on == today:
        return [(TODAY, due_on)]
    if last_call <= today < due_on:
        return [(BOTH if late_inside and told_with_last_call else TWO_DAYS, due_on)]
    if late_inside and internal is not None and internal < today < due_on:
        return [(INTERNAL, internal)]
    return []


def _warning(case: Case, stage: Stage, day: date, owner: str, tasks: list[Task], *, moment: Moment, desk: Desk) -> Due:
    occurrence = Occurrence(stage.job, f"{case.id}|{owner}|{','.join(task.id for task in tasks)}", day)
    owes = any(task.wants_reminders for task in tasks)
    roles = [*(["owner"] if owes else []), "link_officer", *stage.told]
    lines = "\n".join(f"{t.title}: due {long_day(t.official_on or t.due_on)}" for t in tasks)
    intents: list[Intent] = []
    told: set[str] = set()
    for role in roles:
        address = owner if role == "owner" else address_of(role, desk=desk, service=case.service, on=moment.today)
        address = desk.directory.address(address, moment.today)
        if address in told:
            continue
        told.add(address)
        effect = SendEmail(
            template=Template.WARNING.value,
            role=role,
            to=(address,),
            case=case.id,
            task=tasks[0].id,
            tasks=tuple(t.id for t in tasks),
            due_on=tasks[0].due_on,
            facts=(("stage", stage.sentence), ("items", lines), ("owners", owner)),
        )
        key = effect_key(cause=occurrence.cause, step=f"mail:{stage.job}", subject=f"case:{case.id}", role=role)
        intents.append(Intent(key, effect))
    questions: tuple[Question, ...] = ()
    if stage.job == TWO_DAYS.job and not all(task.extension_pending for task in tasks):
        question = _offer(case, tasks, cause=occurrence.cause, moment=moment, desk=desk)
        questions = (question,)
        intents.append(asking(question, cause=occurrence.cause))
    parts = tuple(Occurrence(stage.job, f"task:{task.id}", day) for task in tasks)
    return Due(occurrence, Decision(Disposition.ACT, intents=tuple(intents), questions=questions), parts)


def _offer(case: Case, tasks: list[Task], *, cause: str, moment: Moment, desk: Desk) -> Question:
    """An extension request is offered, never sent: the LGSCO records such requests against the council."""
    return Question(
        id=question_id(cause=cause, about=About.EXTENSION.value, subject=case.id),
        about=About.EXTENSION,
        message=None,
        case=case.id,
        reading=f"{tasks[0].title} is due {long_day(tasks[0].due_on)} and not ready. Draft a request for more time?",
        quote="",
        choices=("yes", "no"),
        if_unanswered="No request is drafted; the date stands.",
        owner=link_officer(desk, moment.today),
        asked_at=moment.at,
        due_at=answer_due(moment, urgent=True, desk=desk),
        urgent=True,
        task=tasks[0].id,
    )
