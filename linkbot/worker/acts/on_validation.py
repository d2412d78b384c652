"""A post's word on a task's evidence: by a validator's reply, on the command line, or the link officer's exception."""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.casework.deeds import act_on_task
from linkbot.engine.casework.refused import Refused
from linkbot.engine.evidence.seats import holders, seats_of, title_of
from linkbot.engine.evidence.validating import approve, except_from, go_without
from linkbot.model.approval import Dossier
from linkbot.model.casework import Task
from linkbot.model.decision import CaseFile, Decision
from linkbot.model.question import Act, Verb
from linkbot.model.reading import Disposition
from linkbot.model.submission import Outward
from linkbot.ports import Transaction
from linkbot.worker.acts.finding import find_task
from linkbot.worker.acts.on_tasks import commit_act
from linkbot.worker.dossiers import dossier
from linkbot.worker.office import Office
from linkbot.worker.packs import outward_of

EXCEPTION = "exception"


def act_on_evidence(office: Office, act: Act) -> str:
    """`act.target`: a task, from a reply with post and version behind bars (`TASK|post|version`); `act.value` names the
    post otherwise, with `exception` behind it where the link officer makes one. Raises `Refused`.
    """
    target, _, rest = act.target.partition("|")
    post, _, version = rest.partition("|")
    with office.store.begin() as tx:
        _, task = find_task(tx, target)
        held = dossier(tx, task.id)
    outward = outward_of(office, held, task.case)
    with office.store.begin() as tx:
        file, task = find_task(tx, target)
        if act.verb is Verb.QUERY:
            decision = _query(office, act, file, task, post)
        else:
            words = (act.value or post).replace(" ", "_").strip("_").casefold()
            decision = _validate(tx, office, act, file, task, words, version or None, outward)
        new = commit_act(tx, office, act, decision)
    office.observer.fell_due(decision, new)
    return _said(act, task, decision)


def _validate(
    tx: Transaction,
    office: Office,
    act: Act,
    file: CaseFile,
    task: Task,
    words: str,
    version: str | None,
    outward: Outward,
) -> Decision:
    by = office.desk.directory.address(act.by, None)
    act, held = replace(act, by=by), dossier(tx, task.id)
    exception = words.endswith(EXCEPTION)
    post = words.removesuffix(EXCEPTION).strip("_")
    moment = office.moment()
    if not post and not exception:
        mine = [one for one in office.desk.validators if by.casefold() in holders(one, office.desk)]
        if len(mine) != 1:
            raise Refused(f"Say for which post: {', '.join(office.desk.validators)}.")
        (post,) = mine
    if exception:
        posts = (post,) if post else _stuck(held, office)
        return except_from(act, task, posts, file=file, dossier=held, outward=outward, desk=office.desk, moment=moment)
    return approve(
        act, task, post, version=version, file=file, dossier=held, outward=outward, desk=office.desk, moment=moment
    )


def _stuck(held: Dossier, office: Office) -> tuple[str, ...]:
    """The posts that nobody can speak for."""
    seats = seats_of(held, desk=office.desk, on=office.moment().today)
    return tuple(seat.post for seat in seats if seat.approval is None and not seat.readers)


def _query(office: Office, act: Act, file: CaseFile, task: Task, post: str) -> Decision:
    if act.by.casefold() not in holders(post, office.desk):
        raise Refused(f"{act.by} neither holds the post {title_of(post)} nor stands in for it.")
    return act_on_task(replace(act, target=task.id), task, file=file, desk=office.desk, moment=office.moment())


def go_on(
    tx: Transaction, office: Office, act: Act, task: Task, file: CaseFile, value: str, outward: Outward
) -> Decision:
    """The link officer's answer about posts that have not approved. Raises `Refused`."""
    what, _, why = value.partition(":")
    moment, held = office.moment(), dossier(tx, task.id)
    if what == "wait":
        return Decision(Disposition.ACT)
    if what == "submit":
        return go_without(
            act, task, why.strip(), file=file, dossier=held, outward=outward, desk=office.desk, moment=moment
        )
    stuck = _stuck(held, office) or tuple(
        seat.post for seat in seats_of(held, desk=office.desk, on=moment.today) if seat.approval is None
    )
    given = replace(act, by=office.desk.directory.address(act.by, None), reason=why.strip())
    return except_from(given, task, stuck, file=file, dossier=held, outward=outward, desk=office.desk, moment=moment)


def _said(act: Act, task: Task, decision: Decision) -> str:
    after = next((one for one in decision.tasks if one.id == task.id), task)
    if act.verb is Verb.QUERY:
        return f"{task.id}: sent back to {after.owner} with your reason."
    if after.validated_at is not None:
        return f"{task.id}: validated by every post. What goes to the Ombudsman is being prepared."
    return f"{task.id}: recorded. {decision.reasons[-1] if decision.reasons else ''}".strip()
