"""A letter a person brought in, in the life of its case: which "open the Portal" task it answers, and what is asked.

Such a letter never acts by itself. The person who brought it says yes to linkbot's reading of it, and until then the
clock runs as for every doubt (design: "Portal, secure mail, post").
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from linkbot.engine.casework.targets import case_id
from linkbot.engine.casework.work import Work
from linkbot.model.casework import Event, Task, TaskKind, TaskState
from linkbot.model.classification import Certainty, Classification
from linkbot.model.decision import CaseFile, Known
from linkbot.model.question import About
from linkbot.model.reading import Reading, References
from linkbot.model.vouch import Vouch

_LONDON = ZoneInfo("Europe/London")
_OVER = (TaskState.SATISFIED, TaskState.WITHDRAWN)


def of_the_letter(kinds: Classification) -> Classification:
    """What was brought is no notice of itself: where it reads as one, nobody knows yet what it is."""
    rivals = tuple(rival for rival in kinds.rivals if rival.kind != "portal_notice")
    if kinds.kind != "portal_notice":
        return replace(kinds, rivals=rivals)
    return replace(kinds, kind=None, also=(), certainty=Certainty.UNCLEAR, rivals=rivals)


def completed(vouch: Vouch, references: References, known: Known, *, letter_on: date | None) -> Vouch:
    """With the Portal task it answers, where the person named none: the one open on the case the letter names.

    A letter dated after the notice is not what the notice announced: that task stays open.
    """
    if vouch.task is not None:
        return vouch
    ids = [case_id(references.ombudsman or vouch.ombudsman, one) for one in references.about] or [vouch.case or ""]
    for file in (file for file in known.cases if file.case.id in ids):
        for task in file.tasks:
            noticed = vouch.notice_on or _noticed(task, file)
            if awaits_files(task) and (letter_on is None or letter_on <= noticed):
                return replace(vouch, task=task.id, notice_on=noticed)
    return vouch


def awaits_files(task: Task) -> bool:
    """An "open the Portal" that nobody has answered yet."""
    return task.kind is TaskKind.PORTAL and task.is_open and not task.done


def _noticed(task: Task, file: CaseFile) -> date:
    at = next((event.received_at for event in file.events if event.id == task.cause), task.created_at)
    return at.astimezone(_LONDON).date()


def came_at(vouch: Vouch | None, file: CaseFile, received_at: datetime) -> datetime:
    """The letter counts as received when its notice was; a notice that is not on record counts from noon of its day."""
    if vouch is None:
        return received_at
    task = next((task for task in file.tasks if task.id == vouch.task), None)
    notice = next((event for event in file.events if task is not None and event.id == task.cause), None)
    if notice is not None:
        return min(notice.received_at, received_at)
    noon = datetime.combine(vouch.notice_on, time(12), tzinfo=_LONDON) if vouch.notice_on else received_at
    return min(noon, received_at)


def settle_portal(work: Work, reading: Reading, *, acted: bool = False, nothing: bool = False) -> None:
    """The files came: reminders of "open the Portal" stop at once; the person's answer closes it."""
    task = next((t for t in work.tasks if reading.vouch and t.id == reading.vouch.task), None)
    if task is None or task.state in _OVER:
        return
    state = TaskState.SATISFIED if acted else TaskState.WITHDRAWN if nothing else task.state
    work.save(replace(task, state=state, done=True))
    settle_notice(work, task)


def settle_notice(work: Work, task: Task) -> None:
    """The questions about the notice that opened an "open the Portal" are answered with the task itself."""
    notice = next((event.message for event in work.before.events if event.id == task.cause), None)
    work.answered.extend(
        q.id
        for q in work.before.questions
        if notice is not None and q.message == notice and q.about in (About.KIND, About.LOOK, About.PORTAL)
    )


def brought_again(reading: Reading, seen: Event, file: CaseFile) -> bool:
    """A letter that was put away and is brought in once more: somebody wants it read after all."""
    return reading.vouch is not None and not seen.acted and not any(q.message == seen.message for q in file.questions)


def reopen(work: Work) -> None:
    """What was withdrawn with the letter may be owed after all."""
    for task in work.tasks:
        if task.cause == work.cause and task.state is TaskState.WITHDRAWN:
            work.save(replace(task, state=TaskState.OPEN, done=False))
