"""Tasks, questions and list rows as a template sees them: words instead of dates and enums, nothing to call.

Only what stands here can be told to anyone; fields a template may not use are left out on purpose.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from linkbot.engine.items.responsible import by_whom
from linkbot.engine.wording.money_words import amount_notes, pounds
from linkbot.engine.wording.plain import one_line
from linkbot.model.casework import Case, Task, TaskKind
from linkbot.model.compose_context import ListingRow
from linkbot.model.question import Question
from linkbot.model.reply import Answerable

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)  # not strftime: a server's locale must not change a letter
_LONDON = ZoneInfo("Europe/London")


def day_words(day: date | None) -> str:
    """`Friday 27 November 2026`, or nothing."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}" if day else ""


def short_day(day: date | None) -> str:
    """`Fri 27 Nov`, for subjects and lists read on a telephone."""
    return f"{_DAYS[day.weekday()][:3]} {day.day} {_MONTHS[day.month - 1][:3]}" if day else ""


def distance(day: date | None, today: date) -> str:
    """`today`, `tomorrow`, `in 5 days`, `3 days overdue`, or nothing."""
    if day is None:
        return ""
    days = (day - today).days
    if days < 0:
        return f"{-days} day{'s' if days < -1 else ''} overdue"
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def next_date(task: Task, today: date) -> date | None:
    """The next date of the task that is still to come: ours, then the Ombudsman's."""
    dates = (task.internal_due_on, task.official_on or task.due_on)
    return next((day for day in dates if day and day >= today), None)


@dataclass(frozen=True)
class TaskView:
    """`internal` is our own earlier date, empty when it says nothing new; `safe` the day we work to, if another."""

    id: str
    reference: str
    complainant: str
    kind: str
    title: str
    text: str
    points: tuple[str, ...]
    internal: str
    internal_passed: bool
    due: str
    due_order: str
    safe: str
    stated: bool
    when: str
    days_overdue: int
    amount: str
    amount_notes: tuple[str, ...]
    by_whom: str
    binding: bool
    priority: bool
    confidential: bool
    with_care: bool  # its letters mention a vulnerability or an adjustment: no word of which
    open: bool
    state: str
    missing: tuple[str, ...]  # points not marked as received, with their numbers; nothing until something is
    query: str  # what was asked again, and why


def task_view(task: Task, *, case: Case | None, today: date, with_name: bool) -> TaskView:
    official = task.official_on or task.due_on
    internal = task.internal_due_on if task.internal_due_on and task.internal_due_on != official else None
    return TaskView(
        id=task.id,
        reference=task.case or task.id.rpartition("/")[0],
        complainant=(case.complainant or "") if case and with_name else "",
        kind=task.kind.value,
        title=task.title,
        text=task.text,
        points=tuple(one_line(point) for point in task.checklist),
        internal=day_words(internal),
        internal_passed=internal is not None and internal < today,
        due=day_words(official),
        due_order=(task.due_on or date.max).isoformat(),
        safe=day_words(task.due_on) if task.due_on and task.due_on != official else "",
        stated=task.due_stated,
        when=distance(task.due_on, today),
        days_overdue=max((today - task.due_on).days, 0) if task.due_on else 0,
        amount=pounds(task.amount_gbp) if task.amount_gbp is not None else "",
        amount_notes=tuple(one_line(note) for note in amount_notes(task)),
        by_whom=(by_whom(task.text) or "") if task.kind in (TaskKind.ORDER, TaskKind.RECOMMENDATION) else "",
        binding=task.binding,
        priority=task.priority,
        confidential=task.confidential,
        with_care=bool(case and case.flags) and with_name,
        open=task.is_open and not task.done,
        state=task.state.value,
        missing=tuple(f"Point {number}: {one_line(point)}" for number, point in task.missing) if task.received else (),
        query=task.query or "",
    )


@dataclass(frozen=True)
class QuestionView:
    number: int
    id: str
    reference: str
    about: str
    reading: str
    quote: str
    choices: tuple[str, ...]
    alternatives: tuple[str, ...]  # each choice with what speaks for it, to be numbered; mostly empty
    if_unanswered: str
    answer_by: str
    urgent: bool
    waited: bool  # it has been passed on at least once


def question_view(question: Question, *, number: int) -> QuestionView:
    due_at = question.due_at.astimezone(_LONDON)
    return QuestionView(
        number=number,
        id=question.id,
        reference=question.case or "",
        about=question.about.value,
        reading=question.reading,
        quote=question.quote,
        choices=tuple(
            choice.replace("_", " ") for choice in question.choices
        ),  # as people say them; both are understood
        alternatives=tuple(
            f"{choice}: {told}" if choice != "none" else told
            for choice, told in zip(question.choices, question.told, strict=False)
        ),
        if_unanswered=question.if_unanswered,
        answer_by=f"{short_day(due_at.date())}, {due_at:%H:%M}",
        urgent=question.urgent,
        waited=question.laddered > 0,
    )


@dataclass(frozen=True)
class WaitingView:
    """Something that waits for a person and is no question: an effect to release, a message set aside."""

    number: int
    what: str
    why: str
    choices: tuple[str, ...]


def waiting_view(thing: Answerable) -> WaitingView:
    return WaitingView(number=thing.number, what=thing.what, why=thing.why, choices=thing.choices)


@dataclass(frozen=True)
class RowView:
    reference: str
    task: str
    due: str
    when: str
    days_overdue: int
    priority: bool
    awaiting_release: bool


@dataclass(frozen=True)
class ServiceView:
    """One service's part of a list, what is most overdue first."""

    title: str
    rows: tuple[RowView, ...]
    overdue: int


def service_views(rows: tuple[ListingRow, ...], *, today: date) -> tuple[ServiceView, ...]:
    """Rows by service, services by title."""
    views = []
    for title in sorted({row.service for row in rows}):
        own = sorted(
            (row for row in rows if row.service == title),
            key=lambda row: (row.due_on or date.max, row.reference, row.task),
        )
        lines = tuple(_row(row, today) for row in own)
        views.append(ServiceView(title, lines, sum(line.days_overdue > 0 for line in lines)))
    return tuple(views)


def _row(row: ListingRow, today: date) -> RowView:
    return RowView(
        reference=row.reference,
        task=row.task,
        due=short_day(row.official_on or row.due_on) or "no date",
        when=distance(row.due_on, today),
        days_overdue=max((today - row.due_on).days, 0) if row.due_on else 0,
        priority=row.priority,
        awaiting_release=row.awaiting_release,
    )
