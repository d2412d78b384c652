"""Every name a template may use, and its value for one effect. A name that says nothing here is empty, never missing.

Least disclosure is kept here rather than in the wording: a subject sees only `SUBJECT_NAMES`, and the complainant's
name exists only in mails about a task of the reader's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date

from linkbot.engine.wording.facts import FACTS
from linkbot.engine.wording.plain import shortened
from linkbot.engine.wording.report_views import FigureView, ListingView, days_of, figure_views, listing_views
from linkbot.engine.wording.tokens import reply_mark, subject_token
from linkbot.engine.wording.views import (
    QuestionView,
    RowView,
    ServiceView,
    TaskView,
    WaitingView,
    day_words,
    next_date,
    question_view,
    service_views,
    short_day,
    task_view,
    waiting_view,
)
from linkbot.model.casework import Case
from linkbot.model.compose_context import ComposeContext, Worded
from linkbot.model.effect import AskPerson, CancelInvite, SendEmail, SendInvite, Template
from linkbot.model.question import About

FORMER_OWNER = "former_owner"  # the role under which the core tells an officer that a task has gone to another
NO_DATE = "no date"  # how the core tells that a letter has none

_OWN = frozenset(
    {
        "answers_subject",
        "assign",
        "case_known",
        "check_count",
        "checks",
        "complainant",
        "confidential",
        "due",
        "due_short",
        "entry",
        "link_officer",
    }
    | {"ombudsman", "ombudsman_short", "organisation", "overdue_count", "our_reference", "portal", "question_count"}
    | {
        "letter_attached",
        "questions",
        "reference",
        "reply_settles",
        "role",
        "service",
        "services",
        "figures",
        "files_attached",
        "listings",
        "period",
        "period_days",
        "remarks",
        "report_title",
        "task_count",
        "tasks",
    }
    | {"their_reference", "today", "today_short", "token", "urgent", "waiting", "waiting_count"}
)

NAMES = frozenset(FACTS) | _OWN
SUBJECT_NAMES = frozenset(
    {
        "alarm",
        "change",
        "confidential",
        "due",
        "due_short",
        "entry",
        "got",
        "letter",
        "letter_on",
        "ombudsman",
        "ombudsman_short",
        "organisation",
        "problems",
        "refused",
    }
    | {
        "overdue_count",
        "check_count",
        "question_count",
        "waiting_count",
        "period",
        "reference",
        "report_title",
        "service",
        "stop",
        "task_count",
        "their_reference",
    }
    | {"today", "today_short", "token", "urgent"}
)
"""What a subject may say: reference, service, dates, counts, what is wrong with linkbot itself.

Those of `BARE` are no more than a yes there."""

BARE = ("change", "got", "problems", "refused", "stop")

PARTS: Mapping[str, tuple[str, frozenset[str]]] = {
    "tasks": ("task", frozenset(field.name for field in fields(TaskView))),
    "questions": ("question", frozenset(field.name for field in fields(QuestionView))),
    "checks": ("check", frozenset(field.name for field in fields(QuestionView))),
    "services": ("part", frozenset(field.name for field in fields(ServiceView))),
    "waiting": ("thing", frozenset(field.name for field in fields(WaitingView))),
    "figures": ("figure", frozenset(field.name for field in fields(FigureView))),
    "listings": ("listing", frozenset(field.name for field in fields(ListingView))),
    "rows": ("row", frozenset(field.name for field in fields(RowView))),
}
"""Lists, the loop name each must be given in templates, and what its members know: so that a slip is found early."""


def names_of(effect: Worded, context: ComposeContext) -> dict[str, object]:
    """All of `NAMES` for this effect."""
    facts = dict(effect.facts)
    names: dict[str, object] = {name: facts.get(name, "") for name in FACTS}
    case, ombudsman = context.case, context.ombudsman
    tasks = _tasks(effect, context)
    numbers = {thing.target: thing.number for thing in context.asked}
    views = [(q.about, question_view(q, number=numbers.get(q.id, n))) for n, q in enumerate(context.questions, 1)]
    questions = tuple(view for about, view in views if about is not About.CHECK)
    checks = tuple(view for about, view in views if about is About.CHECK)
    waiting = tuple(waiting_view(thing) for thing in context.asked if thing.question is None and thing.what)
    services = service_views(context.rows, today=context.today)
    due_on = getattr(effect, "due_on", None)
    shown_on = _shown(context, due_on)
    reference = _reference(effect, case=case, tasks=tasks)
    if facts.get("letter_on") == NO_DATE:
        names["letter_on"] = ""
    if effect.role == FORMER_OWNER:
        names["stop"] = "yes"
    names |= {
        "assign": isinstance(effect, SendEmail) and any(task.owner == context.link_officer for task in context.tasks),
        "kind": facts.get("kind") or (case.stage if case else ""),
        "answers_subject": context.answers_subject,
        "case_known": case is not None,
        "complainant": tasks[0].complainant if len({task.complainant for task in tasks}) == 1 else "",
        "confidential": any(task.confidential for task in tasks),
        "due": day_words(shown_on),
        "due_short": short_day(shown_on),
        "entry": day_words(effect.entry_on) if isinstance(effect, SendInvite | CancelInvite) else "",
        "link_officer": context.link_officer,
        "ombudsman": ombudsman.name if ombudsman else "Ombudsman",
        "ombudsman_short": ombudsman.short_name if ombudsman else "Ombudsman",
        "organisation": context.organisation,
        "letter_attached": bool(getattr(effect, "attach", ())),
        "our_reference": (case.complaint or next(iter(case.our_references), "")) if case else "",
        "overdue_count": sum(part.overdue for part in services) or sum(task.days_overdue > 0 for task in tasks),
        "portal": bool(ombudsman and ombudsman.portal),
        "check_count": len(checks),
        "checks": checks,
        "question_count": len(questions),
        "questions": questions,
        "reference": reference,
        "figures": figure_views(context.report),
        "files_attached": context.files,
        "listings": listing_views(context.report),
        "period": context.report.period.title if context.report else facts.get("period", ""),
        "period_days": days_of(context.report),
        "remarks": context.report.remarks if context.report else (),
        "report_title": context.report.title if context.report else "",
        "reply_settles": bool(context.reply_token),
        "role": effect.role,
        "service": context.service or _worded(getattr(effect, "service", None)),
        "services": services,
        "task_count": len(tasks),
        "tasks": tasks,
        "their_reference": case.reference if case else effect.case or "",
        "today": day_words(context.today),
        "today_short": short_day(context.today),
        "token": reply_mark(context.reply_token)
        if context.reply_token
        else _token(effect, tasks=tasks, reference=reference),
        "urgent": (isinstance(effect, AskPerson) and effect.urgent) or any(question.urgent for question in questions),
        "waiting": waiting,
        "waiting_count": len(waiting),
    }
    return names


def subject_names(names: Mapping[str, object]) -> dict[str, object]:
    """The part of the names a subject is filled from. What may hold a fact of the case is left as a bare yes."""
    allowed = {name: _bounded(name, names[name]) for name in SUBJECT_NAMES}
    return allowed | {name: "yes" if names[name] else "" for name in BARE}


def _worded(id: str | None) -> str:
    """A service the rules give no title: `housing_repairs` is `Housing repairs`."""
    return (id or "").replace("_", " ").capitalize()


def _bounded(name: str, value: object) -> object:
    """Short enough that the token at the end of a subject is never cut off."""
    return shortened(value, 60) if isinstance(value, str) and name != "token" else value


def _tasks(effect: Worded, context: ComposeContext) -> tuple[TaskView, ...]:
    cases = {case.id: case for case in (*context.cases, *((context.case,) if context.case else ()))}
    own = {*effect.tasks, *((effect.task,) if effect.task else ())} if isinstance(effect, SendEmail) else set()
    return tuple(
        task_view(task, case=cases.get(task.case or ""), today=context.today, with_name=task.id in own)
        for task in context.tasks
    )


def _shown(context: ComposeContext, due_on: date | None) -> date | None:
    """The next date to tell: ours where there is one (design: the internal date is shown first), never a past one."""
    if not context.tasks:
        return due_on
    dates = [next_date(task, context.today) for task in context.tasks]
    return min((day for day in dates if day), default=None)


def _reference(effect: Worded, *, case: Case | None, tasks: tuple[TaskView, ...]) -> str:
    """The one case a mail is about; nothing when its tasks belong to several."""
    references = {task.reference for task in tasks}
    if len(references) > 1:
        return ""
    return case.id if case else effect.case or next(iter(references), "")


def _token(effect: Worded, *, tasks: tuple[TaskView, ...], reference: str) -> str:
    """The mark a reply brings back: of the one task, of the one question; else only the reference, for the eye."""
    if isinstance(effect, AskPerson):
        return subject_token(effect.question)
    if isinstance(effect, SendEmail) and effect.question and effect.template == Template.QUESTION.value:
        return subject_token(effect.question)
    if isinstance(effect, SendEmail) and effect.task and len(tasks) <= 1:
        return subject_token(effect.task)
    return f"[{reference}]" if reference else ""
