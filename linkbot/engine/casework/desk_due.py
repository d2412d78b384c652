"""The desk mail each working morning, and the ladder a question climbs when nobody answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from linkbot.engine.casework.keys import effect_key
from linkbot.engine.casework.recipients import link_officer
from linkbot.engine.casework.work import Moment
from linkbot.engine.dates.working_days import add_working_days, previous_working_day
from linkbot.model.decision import Decision
from linkbot.model.desk import Desk
from linkbot.model.due import Due, Standing
from linkbot.model.effect import SendEmail, Template
from linkbot.model.occurrence import Occurrence
from linkbot.model.outbox import Intent
from linkbot.model.people import LINK_OFFICER
from linkbot.model.question import About, Question
from linkbot.model.reading import Disposition

LAST_RUNG = 2
"""Deputy, then Head of Resident Contact: higher no question climbs by itself."""


def desk_mail_due(standing: Standing, *, at: time, moment: Moment, desk: Desk) -> list[Due]:
    """One numbered mail with every open question and what else waits for a person, each working morning at `at`; none
    when nothing was open by then.

    What is asked later in the day waits for the next morning; what is urgent has had a mail of its own. Checks alone
    bring a mail the morning after they were asked, and then once a week: nothing waits for them.
    """
    morning = datetime.combine(moment.today, at, tzinfo=moment.at.tzinfo)
    waits = standing.waiting_since is not None and standing.waiting_since <= morning
    asked = [question for question in standing.questions if question.asked_at <= morning]
    if not waits and not any(
        question.about is not About.CHECK or _is_new(question, morning, desk) for question in asked
    ):
        return []
    address = link_officer(desk, moment.today)
    occurrence = Occurrence("desk_mail", "link_officer", moment.today)
    effect = SendEmail(
        template=Template.DESK_MAIL.value,
        role=LINK_OFFICER,
        to=(address,),
        facts=(("questions", "\n".join(question.id for question in standing.questions)),),
    )
    key = effect_key(cause=occurrence.cause, step="mail:desk_mail", subject="desk", role=LINK_OFFICER)
    return [Due(occurrence, Decision(Disposition.ACT, intents=(Intent(key, effect),)))]


def _is_new(check: Question, morning: datetime, desk: Desk) -> bool:
    """Asked since the last working morning; on the first of a week every check counts."""
    before = previous_working_day(morning.date(), desk.calendar, closures=True)
    if before.isocalendar()[:2] != morning.date().isocalendar()[:2]:
        return True
    return check.asked_at > datetime.combine(before, morning.timetz())


def ladders_due(standing: Standing, *, moment: Moment, desk: Desk) -> list[Due]:
    """Unanswered: the deputy, a working day later the Head of Resident Contact. Each rung once."""
    found = []
    for question in standing.questions:
        rung = next_rung(question, moment=moment, desk=desk)
        if rung is not None:
            found.append(_climb(question, *rung, moment=moment, desk=desk))
    return found


def next_rung(question: Question, *, moment: Moment, desk: Desk) -> tuple[str, str] | None:
    """(role, address) of whoever is asked next, or None while there is time or nobody is left."""
    if question.about is About.CHECK or moment.at < question.due_at or question.laddered >= LAST_RUNG:
        return None
    if question.laddered == 0:
        holder = desk.directory.person(question.owner)
        if holder is not None and holder.deputy:
            return "deputy", desk.directory.address(holder.deputy, moment.today)
    return "head_of_resident_contact", desk.directory.post("head_of_resident_contact", moment.today)


def _climb(question: Question, role: str, address: str, *, moment: Moment, desk: Desk) -> Due:
    rung = LAST_RUNG if role == "head_of_resident_contact" else 1
    occurrence = Occurrence("ladder", f"{question.id}/{rung}", _day(question.due_at))
    next_at = datetime.combine(
        add_working_days(moment.today, 1, desk.calendar, closures=True), time(12), tzinfo=moment.at.tzinfo
    )
    effect = SendEmail(
        template=Template.QUESTION.value,
        role=role,
        to=(address,),
        case=question.case,
        task=question.task,
        question=question.id,
    )
    key = effect_key(cause=occurrence.cause, step="mail:question", subject=f"question:{question.id}", role=role)
    row = replace(question, laddered=rung, due_at=next_at)
    return Due(occurrence, Decision(Disposition.ACT, questions=(row,), intents=(Intent(key, effect),)))


def _day(at: datetime) -> date:
    return at.date()
