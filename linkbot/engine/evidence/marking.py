"""What the link officer says of what came: which points are received, or what must be asked of the service again.

Pure words and rows; that the task then goes to the validators is `validating`'s.
"""

from __future__ import annotations

import re
from dataclasses import replace

from linkbot.engine.casework.refused import Refused
from linkbot.engine.casework.work import Work
from linkbot.model.casework import Task, TaskState
from linkbot.model.effect import Template
from linkbot.model.question import About

_ALL = frozenset({"", "all", "everything", "all of it", "all points", "both", "complete"})
_POINTS = re.compile(
    r"(?:points?|nos?\.?|items?|numbers?)?\s*(\d{1,3}(?:\s*(?:,|&|\+|;|and|to|-|–|\s)\s*\d{1,3})*)", re.IGNORECASE
)
_QUERY = re.compile(rf"^(?:{_POINTS.pattern}\s*[:.–-]\s*)?(?P<why>.*)$", re.IGNORECASE | re.DOTALL)


def points_of(value: str | None, task: Task) -> tuple[int, ...]:
    """`1,3`, `1 and 3`, `2-4`, `all` or nothing. Raises `Refused` for what is no point of the task."""
    said = (value or "").strip().casefold().strip(".")
    if said in _ALL:
        return tuple(range(1, len(task.points) + 1))
    found = _POINTS.fullmatch(said)
    if found is None:
        raise Refused(f"{value!r} is no list of points: write received, or received 1,3.")
    points = _numbers(found[1])
    wrong = [str(point) for point in points if not 1 <= point <= len(task.points)]
    if wrong:
        many = "one point" if len(task.points) == 1 else f"{len(task.points)} points"
        raise Refused(f"{task.id} has {many}: there is no point {', '.join(wrong)}.")
    return points


def _numbers(text: str) -> tuple[int, ...]:
    numbers: list[int] = []
    for joint, digits in re.findall(r"(to|-|–)?\s*(\d{1,3})", text):
        number = int(digits)
        if joint and numbers and numbers[-1] < number:
            numbers.extend(range(numbers[-1] + 1, number + 1))
        else:
            numbers.append(number)
    return tuple(dict.fromkeys(numbers))


def mark_received(work: Work, task: Task, value: str | None) -> Task:
    """Points of the checklist are there; with the last of them nothing more is wanted of the owner."""
    received = tuple(sorted({*task.received, *points_of(value, task)}))
    whole = len(received) == len(task.points)
    marked = replace(
        task,
        received=received,
        state=TaskState.VALIDATING if whole else TaskState.RECEIVED,
        validating_on=work.moment.today if whole else None,
        query=None if whole else task.query,
    )
    settle(work, task)
    if not whole:
        missing = ", ".join(str(number) for number, _ in marked.missing)
        work.reasons.append(f"{task.id}: received {_listed(received)}; still missing: {missing}.")
    return work.save(marked)


def _listed(points: tuple[int, ...]) -> str:
    return ", ".join(map(str, points)) or "nothing"


def query_back(work: Work, task: Task, value: str | None) -> Task:
    """Back to the service with the reason: the points named (or all) are wanted again, and reminders begin anew."""
    points, why = query_of(value, task)
    if not why:
        raise Refused("Say what is missing or wrong: query: the log stops in June.")
    again = points or tuple(range(1, len(task.points) + 1))
    received = tuple(number for number in task.received if number not in again)
    state = TaskState.RECEIVED if task.evidence_at is not None or received else TaskState.OPEN
    which = f"point {_listed(points)}: " if points else ""
    asked = replace(task, received=received, state=state, query=f"{which}{why}", done=False)
    asked = replace(asked, validating_on=None, validated_at=None, unvalidated_because=None)
    settle(work, task)
    facts = (("change", f"we need something more from you: {which}{why}"),)
    work.mail(Template.TASK.value, role="owner", to=task.owner, task=asked, facts=facts)
    return work.save(replace(asked, last_notice_on=work.moment.today))


def query_of(value: str | None, task: Task) -> tuple[tuple[int, ...], str]:
    """`2: the log stops in June` into the points and the reason. Raises `Refused` for a point there is not."""
    said = (value or "").strip()
    found = _QUERY.match(said)
    if found is None or found[1] is None:
        return (), said
    return points_of(found[1], task), found["why"].strip()


def settle(work: Work, task: Task) -> None:
    """The question about what came is answered, however it was."""
    work.answered.extend(q.id for q in work.before.questions if q.about is About.EVIDENCE and q.task == task.id)
