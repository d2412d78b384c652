"""An approval, an exception, or going without one: what it does to a task whose points are all received.

An approval counts for one post, one person and the evidence as it stands. When every post has approved, the submission
is prepared; that a person sent it is recorded elsewhere.
"""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.casework.deeds import finish
from linkbot.engine.casework.recipients import rota
from linkbot.engine.casework.refused import Refused
from linkbot.engine.casework.work import Moment, Work
from linkbot.engine.evidence.seats import holders, is_validated, seats_of, title_of, version_of
from linkbot.engine.evidence.submitting import prepare
from linkbot.model.approval import Approval, Dossier
from linkbot.model.casework import Task, TaskState
from linkbot.model.decision import CaseFile, Decision
from linkbot.model.desk import Desk
from linkbot.model.question import About, Act
from linkbot.model.submission import Outward


def approve(
    act: Act,
    task: Task,
    post: str,
    *,
    version: str | None,
    file: CaseFile,
    dossier: Dossier,
    outward: Outward,
    desk: Desk,
    moment: Moment,
) -> Decision:
    """`act.by` an address. `version` None: whoever stands at the command line means what is there now. Raises
    `Refused`.
    """
    by = act.by.casefold()
    _begun(task, post, desk)
    now = version_of(dossier.files)
    if version is not None and version != now:
        raise Refused("What was sent has changed since this mail: another one follows for what is there now.")
    given = {one.post: one for one in dossier.approvals if one.version == now}
    if post in given:
        raise Refused(f"{title_of(post)} has approved {task.id} already ({given[post].by}).")
    if by not in holders(post, desk):
        raise Refused(f"{act.by} neither holds the post {title_of(post)} nor stands in for it.")
    if by in {one.sender.casefold() for one in dossier.files}:
        raise Refused("Nobody validates evidence they sent: somebody else must look at it.")
    other = next((one.post for one in given.values() if one.by.casefold() == by and one.exception is None), None)
    if other is not None:
        raise Refused(f"{act.by} has approved it as {title_of(other)}; one person counts once.")
    approval = Approval(task.id, post, now, by, act.at)
    return _with(act, task, (approval,), file=file, dossier=dossier, outward=outward, desk=desk, moment=moment)


def except_from(
    act: Act,
    task: Task,
    posts: tuple[str, ...],
    *,
    file: CaseFile,
    dossier: Dossier,
    outward: Outward,
    desk: Desk,
    moment: Moment,
) -> Decision:
    """The link officer lets these posts stand, for the act's reason. Raises `Refused`."""
    if act.by.casefold() not in rota(desk):
        raise Refused("Only the link officer or whoever stands in records an exception.")
    if not act.reason.strip():
        raise Refused("An exception needs a reason.")
    for post in posts:
        _begun(task, post, desk)
    now = version_of(dossier.files)
    done = {one.post for one in dossier.approvals if one.version == now}
    new = tuple(
        Approval(task.id, post, now, act.by.casefold(), act.at, exception=act.reason)
        for post in posts
        if post not in done
    )
    if not new:
        raise Refused(f"There is nothing left of {task.id} to except.")
    return _with(act, task, new, file=file, dossier=dossier, outward=outward, desk=desk, moment=moment)


def go_without(
    act: Act, task: Task, why: str, *, file: CaseFile, dossier: Dossier, outward: Outward, desk: Desk, moment: Moment
) -> Decision:
    """On the day: the submission is prepared though somebody has not approved; why is on record and is reported."""
    if not why.strip():
        raise Refused("Say why it goes without them: submit: the AD is on leave and agreed by telephone.")
    if not task.is_open:
        raise Refused(f"{task.id} is {task.state.value} already; nothing was changed.")
    if task.validated_at is not None or task.unvalidated_because is not None:
        raise Refused(f"{task.id} has been made ready already, with what came up to now: send that.")
    work = Work(file, cause=f"act:{act.id}", message=None, moment=moment, desk=desk)
    work.answered.extend(q.id for q in work.before.questions if q.about is About.VALIDATION and q.task == task.id)
    prepare(work, work.save(replace(task, unvalidated_because=why.strip())), dossier, outward)
    return finish(work)


def _begun(task: Task, post: str, desk: Desk) -> None:
    if post not in desk.validators:
        raise Refused(f"{post!r} does not validate: {', '.join(desk.validators)} do.")
    if task.state is not TaskState.VALIDATING:
        raise Refused(f"{task.id} is {task.state.value}: there is nothing to validate now.")


def _with(
    act: Act,
    task: Task,
    new: tuple[Approval, ...],
    *,
    file: CaseFile,
    dossier: Dossier,
    outward: Outward,
    desk: Desk,
    moment: Moment,
) -> Decision:
    work = Work(file, cause=f"act:{act.id}", message=None, moment=moment, desk=desk)
    after = replace(dossier, approvals=(*dossier.approvals, *new))
    seats = seats_of(after, desk=desk, on=moment.today)
    if is_validated(task, seats):
        done = work.save(replace(task, validated_at=act.at))
        work.answered.extend(q.id for q in work.before.questions if q.about is About.VALIDATION and q.task == task.id)
        prepare(work, done, after, outward)
        work.reasons.append(f"{task.id} is validated by every post.")
    else:
        work.save(replace(task, validating_on=task.validating_on or moment.today))
        left = ", ".join(seat.title for seat in seats if seat.approval is None)
        work.reasons.append(f"{task.id}: still to approve: {left}.")
    return replace(finish(work), approvals=new)
