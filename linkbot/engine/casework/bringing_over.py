"""Cases in flight at go-live: what a council's own spreadsheet says becomes cases and tasks that nobody is told of yet.

Everything it brings over waits for a person's release. A file read again changes only what still waits; what has been
released, or was opened by a letter, is compared and reported. It mails nobody and asks nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum

from linkbot.engine.casework.brought_case import change_case, chaser_events
from linkbot.engine.casework.brought_task import as_task, differences
from linkbot.engine.casework.named_owner import owner_named
from linkbot.engine.casework.row_meeting import meet_tasks, same_words
from linkbot.engine.casework.targets import case_id, new_case
from linkbot.engine.casework.work import Moment, Work
from linkbot.model.casework import Case, CaseStatus, Task, TaskState
from linkbot.model.decision import CaseFile, Decision
from linkbot.model.desk import Desk
from linkbot.model.open_item import OpenItem, RowState
from linkbot.model.reading import Disposition


class Became(StrEnum):
    """What became of a row."""

    NEW = "new"
    CASE = "case"  # it tells of a case and of nothing that is wanted
    CHANGED = "changed"
    SAME = "same"
    LEFT = "left"  # it differs from what is released or known by a letter: a person looks
    CLOSED = "closed"
    BAD = "bad"


@dataclass(frozen=True)
class RowResult:
    """`sentences` for a person: why it is bad, what differs, what was assumed."""

    line: int
    became: Became
    case: str
    task: str | None = None
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class BroughtOver:
    """`not_in_file`: tasks brought over before whose case the file still names, but not them."""

    decision: Decision
    results: tuple[RowResult, ...]
    closed_cases: tuple[str, ...] = ()  # cases of which the file says that nothing is open
    not_in_file: tuple[str, ...] = ()


def bring_over(
    items: Sequence[OpenItem],
    *,
    files: Sequence[CaseFile],
    cause: str,
    moment: Moment,
    desk: Desk,
    settled: frozenset[str] = frozenset(),
) -> BroughtOver:
    """One decision for the whole file. `files`: those the store knows of the cases named; `settled`: tasks a person has
    acted on since they were brought over, which are compared like released ones.
    """
    known = {file.case.id: file for file in files}
    rows: dict[str, list[OpenItem]] = {}
    for item in items:
        rows.setdefault(case_id(item.ombudsman, item.reference), []).append(item)
    results: list[RowResult] = []
    works: list[Work] = []
    closed: list[str] = []
    gone: list[str] = []
    for id, own in rows.items():
        if all(item.state is RowState.CLOSED for item in own):
            closed.append(id)
            if id not in known:
                results += [RowResult(item.line, Became.CLOSED, id) for item in own]
                continue
        file = known.get(id) or CaseFile(_opened(id, own, moment))
        if file.case.status is CaseStatus.CLOSED:
            results += [_of_closed_case(item, id) for item in own]
            continue
        work = Work(file, cause=cause, message=None, moment=moment, desk=desk)
        case_results, met = _case(work, own, settled)
        results += case_results
        gone += [t.id for t in file.tasks if t.awaiting_release and t.is_open and t.id not in met]
        if work.touched() or any(result.became not in (Became.BAD, Became.CLOSED) for result in case_results):
            works.append(work)
    decision = _decision(works)
    return BroughtOver(decision, tuple(sorted(results, key=lambda r: r.line)), tuple(closed), tuple(gone))


def _of_closed_case(item: OpenItem, id: str) -> RowResult:
    if item.state is RowState.CLOSED:
        return RowResult(item.line, Became.CLOSED, id)
    return RowResult(item.line, Became.BAD, id, sentences=(f"{id} is closed in the register",))


def _case(work: Work, items: Sequence[OpenItem], settled: frozenset[str]) -> tuple[list[RowResult], set[str]]:
    """The rows of one case, and the ids of the tasks they mean."""
    results: list[RowResult] = []
    good: list[tuple[OpenItem, str, str | None]] = []
    said: dict[object, int] = {}
    for item in items:
        try:
            owner, why = _owner(item, work.desk)
            wanted = item.asks and item.state is not RowState.CLOSED
            first = said.setdefault(same_words(item), item.line) if wanted else item.line
            if first != item.line:
                raise ValueError(f"it says the same as line {first}: one of them is left out")
        except ValueError as error:
            results.append(RowResult(item.line, Became.BAD, work.case.id, sentences=(str(error),)))
        else:
            good.append((item, owner, why))
    still_open = [item for item, _, _ in good if item.state is not RowState.CLOSED]
    if still_open:
        change_case(work, still_open)
        work.events += chaser_events(work, still_open)
    alive = [task for task in work.tasks if task.state is not TaskState.WITHDRAWN or task.id in settled]
    met = meet_tasks([item for item, _, _ in good if item.asks], alive)
    for item, owner, why in good:
        task = met.get(item.line)
        fixed = task is not None and (not task.awaiting_release or task.id in settled)
        results.append(_row(work, item, task, fixed=fixed, owner=owner, why=why))
    return results, {task.id for task in met.values()}


def _owner(item: OpenItem, desk: Desk) -> tuple[str, str | None]:
    return owner_named(item, desk=desk) if item.asks and item.state is not RowState.CLOSED else ("", None)


def _row(work: Work, item: OpenItem, task: Task | None, *, fixed: bool, owner: str, why: str | None) -> RowResult:
    id = work.case.id
    notes = tuple(note for note in (*item.notes, why) if note)
    if item.state is RowState.CLOSED:
        return _closed(work, item, task, fixed=fixed)
    if not item.asks:
        return RowResult(item.line, Became.CASE, id, sentences=notes)
    if task is None:
        made, assumed = as_task(work, item, None, owner=owner)
        work.save(made)
        return RowResult(item.line, Became.NEW, id, made.id, (*notes, *assumed, *_twins(work, made)))
    if fixed:
        found = differences(task, item, owner=owner if why is None and item.owner else None)
        became = Became.LEFT if found else Became.SAME
        return RowResult(item.line, became, id, task.id, found)
    changed, assumed = as_task(work, item, task, owner=owner)
    if changed == task:
        return RowResult(item.line, Became.SAME, id, task.id, notes)
    work.save(changed)
    return RowResult(item.line, Became.CHANGED, id, task.id, (*notes, *assumed))


def _twins(work: Work, made: Task) -> tuple[str, ...]:
    """Another thing due the same day that linkbot has from a letter may be the same thing under another name."""
    same_day = (t for t in work.before.tasks if t.is_open and not t.awaiting_release and t.due_on == made.due_on)
    return tuple(f"linkbot has {task.id} ({task.title}) for that day already: is it the same?" for task in same_day)


def _closed(work: Work, item: OpenItem, task: Task | None, *, fixed: bool) -> RowResult:
    if task is None or not task.is_open:
        return RowResult(item.line, Became.CLOSED, work.case.id)
    if not fixed:
        work.save(replace(task, state=TaskState.WITHDRAWN, done=True, awaiting_release=False))
        return RowResult(item.line, Became.CHANGED, work.case.id, task.id, ("it is closed in the file now: withdrawn",))
    return RowResult(item.line, Became.LEFT, work.case.id, task.id, (f"the file says closed, {task.id} is still open",))


def _opened(id: str, items: Sequence[OpenItem], moment: Moment) -> Case:
    """Opened on the earliest day the file gives, else now."""
    days = [day for item in items for day in (item.received_on, item.letter_on) if day and day <= moment.today]
    at = noon(min(days), moment) if days else moment.at
    return new_case(id=id, ombudsman=items[0].ombudsman, reference=items[0].reference, at=at)


def noon(day: date, moment: Moment) -> datetime:
    return datetime.combine(day, time(12), tzinfo=moment.at.tzinfo)


def _decision(works: Sequence[Work]) -> Decision:
    """Rows and the spreadsheet's own lines; nothing for any reader."""
    for work in works:
        if work.case != work.before.case or not work.case.version:
            work.sheet(f"case:{work.case.id}", revision=work.before.case.version + 1)
        for task in work.touched():
            work.sheet(f"task:{task.id}", revision=task.version + 1, task=task.id)
        for event in work.events:
            work.sheet(f"action:{event.id[:16]}", revision=1)
    return Decision(
        Disposition.ACT,
        cases=tuple(w.case for w in works if w.case != w.before.case or not w.case.version),
        events=tuple(event for work in works for event in work.events),
        tasks=tuple(task for work in works for task in work.touched()),
        intents=tuple(intent for work in works for intent in work.intents.values()),
        touched_cases=tuple(work.case.id for work in works),
    )
