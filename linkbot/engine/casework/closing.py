"""Confirmation of compliance: items close one by one, the case only on the Ombudsman's word for all of it (D11)."""

from __future__ import annotations

import re
from dataclasses import replace

from linkbot.engine.casework.work import Work
from linkbot.model.casework import CaseStatus, Task, TaskKind, TaskState
from linkbot.model.question import About
from linkbot.model.reading import Reading

# fmt: off
SAY_NOTHING = frozenset((
    "the", "and", "for", "has", "have", "had", "was", "were", "been", "that", "this", "these", "those", "its",
    "our", "your", "their", "with", "from", "order", "orders", "action", "actions", "agreed", "part", "parts",
    "remedy", "evidence", "proof", "copy", "copies", "letter", "sent", "received", "now", "done", "completed",
    "complete", "council", "landlord", "resident", "complainant", "satisfied", "complied", "compliance", "you",
    "she", "her", "him", "his", "they",
))
# fmt: on
"""Words that tell no order from another."""


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
    if not remedies:
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
    if left_open[1] and len(hits) == len(awaited):
        hits = []  # it says that something is left, and yet every order would be closed: a person reads it
    for task in hits:
        if task not in left_open[0]:
            work.save(replace(task, state=TaskState.SATISFIED, done=True))
    over = (TaskState.SATISFIED, TaskState.WITHDRAWN)
    if hits and not unmatched and all(task.state in over for task in work.tasks):
        _ask_to_close(work, "Part by part, everything on this case has now been confirmed. Close it?", reading)
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
    """Tasks the phrases name, by printed number or by words that only one of them has; and phrases that name none."""
    hits: list[Task] = []
    unmatched: list[str] = []
    for phrase in phrases:
        numbered = _by_number(phrase, tasks)
        named = [numbered] if numbered is not None else _by_words(phrase, tasks)
        if not named:
            unmatched.append(phrase)
        hits += [task for task in named if task not in hits]
    return hits, unmatched


def _by_number(phrase: str, tasks: list[Task]) -> Task | None:
    words = phrase.casefold().split()
    if len(words) == 2 and words[0] in ("order", "recommendation") and words[1].isdigit():
        kind = TaskKind(words[0])
        return next((t for t in tasks if t.kind is kind and t.number == int(words[1])), None)
    return None


def _by_words(phrase: str, tasks: list[Task]) -> list[Task]:
    """Part by part ("the payment and the apology"): a task is named by a word that only it has, and by at least half
    of the part's words that stand in any task. One stray word names nothing: a person is asked instead.
    """
    named: list[Task] = []
    for part in re.split(r",|;|&|\band\b", phrase):
        holders = [[t for t in tasks if _holds(t, word)] for word in _words(part)]
        telling = [found for found in holders if found]
        for task in {found[0].id: found[0] for found in telling if len(found) == 1}.values():
            if 2 * sum(task in found for found in telling) >= len(telling) and task not in named:
                named.append(task)
    return named


def _holds(task: Task, word: str) -> bool:
    return any(_same(word, other) for other in _words(f"{task.title} {task.text}"))


def _words(text: str) -> list[str]:
    words = re.findall(r"[a-z]+|£?[0-9][0-9,.]*", text.casefold())
    return [
        word.rstrip(".,").lstrip("£").replace(",", "") for word in words if word not in SAY_NOTHING and len(word) > 2
    ]


def _same(one: str, other: str) -> bool:
    """`pay` and `payment`, `apology` and `apologise`: a common beginning of five letters, or one inside the other."""
    if one[0].isdigit() or other[0].isdigit():
        return one == other
    shorter, longer = sorted((one, other), key=len)
    return longer.startswith(shorter) or (len(shorter) > 5 and one[:5] == other[:5])


def _ask_to_close(work: Work, sentence: str, reading: Reading) -> None:
    work.ask(
        About.CLOSE_CASE,
        reading=sentence,
        quote=reading.subject,
        choices=("yes", "no"),
        if_unanswered="The case stays open.",
    )
