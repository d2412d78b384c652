"""Confirmation of compliance: items close one by one, the case only on the Ombudsman's word for all of it (D11)."""

from __future__ import annotations

from dataclasses import replace

from rapidfuzz import fuzz

from linkbot.engine.work import Work
from linkbot.model.casework import CaseStatus, Task, TaskKind, TaskState
from linkbot.model.question import About
from linkbot.model.reading import Reading

SURE = 70  # of 100: how like an order's text the confirmed part must be
MARGIN = 12  # and how much more like it than the next order


def confirm(work: Work, reading: Reading) -> None:
    """Satisfy what the letter names; everything when it says so."""
    remedies = [t for t in work.tasks if t.kind in (TaskKind.ORDER, TaskKind.RECOMMENDATION)]
    awaited = [t for t in remedies if t.state not in (TaskState.SATISFIED, TaskState.WITHDRAWN)]
    confirmation = reading.confirmation
    if confirmation is None or not confirmation.complete:
        _partly(work, reading, awaited)
        return
    for task in awaited:
        if task.kind is TaskKind.ORDER or task.is_open or task.state is TaskState.SUBMITTED:
            work.save(replace(task, state=TaskState.SATISFIED, done=True))
    others = [t for t in work.tasks if t not in remedies and t.state not in (TaskState.SATISFIED, TaskState.WITHDRAWN)]
    if not remedies and not others:
        _ask_to_close(work, "The Ombudsman confirms compliance, but linkbot knows no order on this case.", reading)
    elif any(task.is_open and not task.done for task in others):
        _ask_to_close(work, "All orders are satisfied, but something else on this case is still open.", reading)
    else:
        for task in others:
            work.save(replace(task, state=TaskState.SATISFIED, done=True))
        close_case(work)


def close_case(work: Work) -> None:
    work.change_case(status=CaseStatus.CLOSED, closed_at=work.moment.at)
    work.withdraw_questions(*About)
    work.reasons.append("Everything the Ombudsman ordered is confirmed: the case is closed.")


def _partly(work: Work, reading: Reading, awaited: list[Task]) -> None:
    named = reading.confirmation.satisfied if reading.confirmation else ()
    left_open = _matching(reading.confirmation.outstanding, awaited) if reading.confirmation else ([], [])
    hits, unmatched = _matching(named, awaited)
    for task in hits:
        if task not in left_open[0]:
            work.save(replace(task, state=TaskState.SATISFIED, done=True))
    if unmatched or not hits:
        work.ask(
            About.LOOK,
            reading="A partial confirmation: linkbot could not tell which orders it covers"
            + (f" ({'; '.join(unmatched)})." if unmatched else "."),
            quote=reading.subject,
            choices=("done",),
            if_unanswered="The orders stay open; nothing is closed.",
            subject=f"{work.case.id}:partial",
        )


def _matching(phrases: tuple[str, ...], tasks: list[Task]) -> tuple[list[Task], list[str]]:
    """Tasks the phrases name, by printed number or by likeness of the words; and the phrases that name none."""
    hits: list[Task] = []
    unmatched: list[str] = []
    for phrase in phrases:
        task = _by_number(phrase, tasks) or _by_words(phrase, tasks)
        if task is None:
            unmatched.append(phrase)
        elif task not in hits:
            hits.append(task)
    return hits, unmatched


def _by_number(phrase: str, tasks: list[Task]) -> Task | None:
    words = phrase.casefold().split()
    if len(words) == 2 and words[0] in ("order", "recommendation") and words[1].isdigit():
        kind = TaskKind(words[0])
        return next((t for t in tasks if t.kind is kind and t.number == int(words[1])), None)
    return None


def _by_words(phrase: str, tasks: list[Task]) -> Task | None:
    scored = sorted(((fuzz.token_set_ratio(phrase, t.text), t) for t in tasks), key=lambda pair: -pair[0])
    if not scored or scored[0][0] < SURE:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < MARGIN:
        return None
    return scored[0][1]


def _ask_to_close(work: Work, sentence: str, reading: Reading) -> None:
    work.ask(
        About.CLOSE_CASE,
        reading=sentence,
        quote=reading.subject,
        choices=("yes", "no"),
        if_unanswered="The case stays open.",
    )
