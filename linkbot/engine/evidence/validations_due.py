"""Asking the validators: at once when all is received or something new came, every three days, the deputy when time is
short, and on the day the link officer.

One mail a person lists all that waits for their word; each line is theirs, for the evidence as it stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from linkbot.engine.casework.keys import effect_key, question_id
from linkbot.engine.casework.recipients import link_officer
from linkbot.engine.casework.telling import long_day
from linkbot.engine.casework.warnings_due import LAST_CALL
from linkbot.engine.casework.work import Moment, answer_due, asking
from linkbot.engine.dates.working_days import subtract_working_days
from linkbot.engine.evidence.seats import WANTED_OF, Seat, seats_of, version_of
from linkbot.model.approval import Dossier
from linkbot.model.casework import Task, TaskState
from linkbot.model.decision import Decision
from linkbot.model.desk import Desk
from linkbot.model.due import Due, Standing
from linkbot.model.effect import SendEmail, Template
from linkbot.model.occurrence import Occurrence
from linkbot.model.outbox import Intent
from linkbot.model.question import About, Question
from linkbot.model.reading import Disposition

JOB = "validate"


def target_of(task: str, post: str, version: str) -> str:
    """What a number of a validator's mail stands for."""
    return f"{task}|{post}|{version}"


def validations_due(standing: Standing, *, moment: Moment, desk: Desk) -> list[Due]:
    dossiers = {dossier.task: dossier for dossier in standing.dossiers}
    asked: dict[str, list[tuple[Task, Seat]]] = defaultdict(list)
    found: list[Due] = []
    for file in standing.files:
        for task in file.tasks:
            if not is_wanted(task):
                continue
            seats = seats_of(_of(task, dossiers), desk=desk, on=moment.today, deputies=_is_short(task, moment, desk))
            left = [seat for seat in seats if seat.approval is None]
            for seat in left:
                for reader in seat.readers:
                    asked[reader].append((task, seat))
            question = _question(task, _of(task, dossiers), left, moment=moment, desk=desk)
            if question is not None:
                found.append(question)
    mails = [_mail(reader, items, dossiers, moment=moment, desk=desk) for reader, items in sorted(asked.items())]
    return [*mails, *found]


def is_wanted(task: Task) -> bool:
    """Received in full, and not approved by everybody."""
    return (
        task.state is TaskState.VALIDATING
        and task.validated_at is None
        and task.unvalidated_because is None
        and not task.done
        and task.kind in WANTED_OF
    )


def _of(task: Task, dossiers: Mapping[str, Dossier]) -> Dossier:
    return dossiers.get(task.id) or Dossier(task.id)


def _is_short(task: Task, moment: Moment, desk: Desk) -> bool:
    """Two working days or fewer before the Ombudsman's date."""
    if task.due_on is None or not task.due_stated:
        return False
    return moment.today >= subtract_working_days(task.due_on, LAST_CALL, desk.calendar)


def _mail(
    reader: str, items: list[tuple[Task, Seat]], dossiers: Mapping[str, Dossier], *, moment: Moment, desk: Desk
) -> Due:
    """Sent when one of its lines is new, or another three days have gone."""
    every = desk.habits.reminder_every_calendar_days
    items = sorted(items, key=lambda item: (item[0].due_on is None, item[0].due_on, item[0].id))
    targets, parts, files = [], [], []
    for task, seat in items:
        dossier = _of(task, dossiers)
        target = target_of(task.id, seat.post, version_of(dossier.files))
        since = task.validating_on or moment.today
        nth = max((moment.today - since).days, 0) // every
        targets.append(target)
        parts.append(Occurrence(JOB, f"{reader}|{target}|{nth}", task.created_at.date()))
        files += [file.id for file in dossier.files if file.counts]
    occurrence = Occurrence(JOB, f"{reader}|{','.join(part.scope for part in parts)}", moment.today)
    tasks = tuple(task.id for task, _ in items)
    effect = SendEmail(
        template=Template.VALIDATION.value,
        role=items[0][1].post,
        to=(reader,),
        case=items[0][0].case if len({task.case for task, _ in items}) == 1 else None,
        task=items[0][0].id,
        tasks=tuple(dict.fromkeys(tasks)),
        due_on=items[0][0].due_on,
        facts=(("seats", "\n".join(targets)),),
        files=tuple(dict.fromkeys(files)),
    )
    key = effect_key(cause=occurrence.cause, step="mail:validation", subject=f"reader:{reader}", role="validator")
    return Due(occurrence, Decision(Disposition.ACT, intents=(Intent(key, effect),)), tuple(parts))


def _question(task: Task, dossier: Dossier, left: list[Seat], *, moment: Moment, desk: Desk) -> Due | None:
    """When only an exception can help, and on the day itself."""
    stuck = [seat for seat in left if not seat.readers]
    today = task.due_on is not None and task.due_stated and task.due_on <= moment.today
    if not left or not (today or len(stuck) == len(left)):
        return None
    who = "; ".join(f"{seat.title} ({seat.why or ', '.join(seat.readers)})" for seat in left)
    version = version_of(dossier.files)
    job = "validation_day" if today else "validation_stuck"
    day = task.due_on if today and task.due_on else task.created_at.date()
    occurrence = Occurrence(job, f"{task.id}|{version}", day)
    due = f", due {long_day(task.official_on or task.due_on)}" if task.due_on else ""
    question = Question(
        id=question_id(cause=occurrence.cause, about=About.VALIDATION.value, subject=task.id),
        about=About.VALIDATION,
        message=None,
        case=task.case,
        reading=f"{task.id}, {task.title}{due}: not approved by {who}. "
        + ("It is due. Shall it go without them?" if today else "Shall it stand without them?"),
        quote="",
        choices=(*(("submit: why",) if today else ()), "exception: why", "wait"),
        if_unanswered="Nothing is prepared for the Ombudsman; the clock runs.",
        owner=link_officer(desk, moment.today),
        asked_at=moment.at,
        due_at=answer_due(moment, urgent=today, desk=desk),
        urgent=today,
        task=task.id,
    )
    decision = Decision(Disposition.ACT, questions=(question,), intents=(asking(question, cause=occurrence.cause),))
    return Due(occurrence, decision)
