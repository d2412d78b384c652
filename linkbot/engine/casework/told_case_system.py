"""What the case system is told of a decision: written by linkbot where it can be, else a line for a person to do there.

A projection of the register, as the spreadsheet is: nothing of the casework waits for it or depends on it.
"""

from __future__ import annotations

from linkbot.engine.casework.telling import long_day
from linkbot.engine.casework.work import Work
from linkbot.model.case_system import MIRRORED, Deed, attributes_of
from linkbot.model.casework import CaseStatus, Task
from linkbot.model.effect import RegisterInCaseSystem


def tell(
    work: Work,
    deed: Deed,
    *,
    title: str,
    step: str,
    subject: str,
    event: str | None = None,
    task: str | None = None,
    complaint: str | None = None,
    held: str | None = None,
    revision: int = 0,
) -> None:
    """Nothing for a deed the case system does not hear of. `held`: why linkbot itself must wait."""
    abilities = work.desk.case_system
    if not abilities.hears_of(deed):
        return
    by_hand = deed not in abilities.does
    effect = RegisterInCaseSystem(
        case=work.case.id, title=title, event=event, complaint=complaint, deed=deed, task=task, by_hand=by_hand
    )
    why = f"by hand in {abilities.name}" if by_hand else held
    work.intend(effect, step=step, subject=subject, role=effect.role, held=why, revision=revision)


def tell_letter(work: Work, *, title: str, files: int, held: str | None) -> None:
    """The letter of this decision, and what is attached to it."""
    case = f"case:{work.case.id}"
    complaint = work.case.complaint
    tell(
        work, Deed.LETTER, title=title, step="register", subject=case, event=work.cause, complaint=complaint, held=held
    )
    if files:
        what = f"{files} {'files' if files > 1 else 'file'} of: {title}"
        tell(work, Deed.FILES, title=what, step="register:files", subject=case, event=work.cause, held=held)


def tell_link(work: Work, reference: str) -> None:
    """The case belongs to another original complaint than before, or to one at all."""
    before = work.before.case.complaint
    title = f"the original complaint {reference}" + (f" instead of {before}" if before else "")
    tell(work, Deed.LINK, title=title, step="register:link", subject=f"case:{work.case.id}", complaint=reference)


def tell_facts(work: Work) -> None:
    """The facts of the case as they stand, without any change of them."""
    tell(
        work,
        Deed.ATTRIBUTES,
        title="the facts of the case",
        step="register:attributes",
        subject=f"case:{work.case.id}",
    )


def tell_link_again(work: Work, reference: str | None) -> None:
    """As `tell_link`; a case system that hears of no links gets each letter anew, against this complaint or none."""
    if work.desk.case_system.hears_of(Deed.LINK):
        if reference and reference != work.before.case.complaint:
            tell_link(work, reference)
        return
    for event in work.before.events:
        if not event.message:
            continue  # brought over: it was registered by hand before linkbot came
        effect = RegisterInCaseSystem(case=work.case.id, event=event.id, title=event.title, complaint=reference)
        work.intend(effect, step=f"register:{reference or 'none'}", subject=f"event:{event.id}", role="case_system")


def tell_wrong_link(work: Work, wrong: str, right: str | None) -> None:
    """What was written against the wrong complaint is a person's to take off; where the case system itself ties its
    cases and there is a right one, being told of that one is enough.
    """
    if right and work.desk.case_system.hears_of(Deed.LINK):
        return
    title = f"what is registered of this case at {wrong}" + (f": it belongs to {right}" if right else "")
    effect = RegisterInCaseSystem(case=work.case.id, title=title, complaint=right, deed=Deed.UNLINK, by_hand=True)
    why = f"by hand in {work.desk.case_system.name}"
    work.intend(effect, step="register:unlink", subject=f"case:{work.case.id}", role=effect.role, held=why)


def tell_changes(work: Work, *, revision: int) -> None:
    """What became of the corrective actions, of the case and of its facts. After all rows of the decision are known."""
    before = {task.id: task for task in work.before.tasks}
    for task in work.touched():
        _tell_task(work, task, before.get(task.id))
    old, new = work.before.case.status, work.case.status
    if old is not new:
        closed = new is CaseStatus.CLOSED
        title = "the case, closed" if closed else "the case, open again"
        step = "register:closed" if closed else "register:open"
        tell(work, Deed.CLOSED, title=title, step=step, subject=f"case:{work.case.id}")
    if attributes_of(work.before.case, work.before.tasks) != attributes_of(work.case, work.tasks) or _is_new(work):
        tell(
            work,
            Deed.ATTRIBUTES,
            title="the facts of the case",
            step="register:attributes",
            subject=f"case:{work.case.id}",
            revision=revision,
        )


def _is_new(work: Work) -> bool:
    return not work.before.events and bool(work.events)


def _tell_task(work: Work, task: Task, old: Task | None) -> None:
    """Only corrective actions of the Ombudsman's letters; what was brought over stands in the case system already."""
    if task.awaiting_release or task.kind not in MIRRORED:
        return
    was = old is not None and old.kind in MIRRORED and _is_live(old)
    who, when = f"with {task.owner}", f"due {long_day(task.official_on or task.due_on)}"
    deed, step = Deed.TASK, "register:task"
    if _is_live(task) and not was:
        title = f"{task.title}, {who}, {when}"
    elif _is_live(task) and old is not None:
        moved = [now for now, same in ((who, old.owner == task.owner), (when, _same_day(old, task))) if not same]
        if not moved:
            return
        title = f"{task.title}, now {', '.join(moved)}"
        deed, step = Deed.TASK_MOVED, "register:task_moved"
    elif was:
        tell(
            work,
            Deed.TASK_DONE,
            title=f"{task.title}: {_end(task)}",
            step="register:task_done",
            subject=f"task:{task.id}",
            task=task.id,
        )
        return
    else:
        return
    tell(work, deed, title=title, step=step, subject=f"task:{task.id}", task=task.id)


def _is_live(task: Task) -> bool:
    return task.is_open and not task.done


def _same_day(one: Task, other: Task) -> bool:
    return (one.official_on, one.due_on) == (other.official_on, other.due_on)


def _end(task: Task) -> str:
    return "nothing more is wanted" if task.is_open else task.state.value
