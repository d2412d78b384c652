"""What people did with corrective actions in the case system is done here too, in their name: read back now and then.

Each act is known by what was seen, so that reading the same again does nothing. Contradictions are put to a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from linkbot.engine.casework.deeds import Refused, finish
from linkbot.engine.casework.read_back import Contradiction, ToDo, follows, same_person, task_named
from linkbot.engine.casework.work import Work
from linkbot.model.case_system import ActionSeen, Deed
from linkbot.model.casework import Task
from linkbot.model.decision import CaseFile
from linkbot.model.effect import RegisterInCaseSystem
from linkbot.model.mode import Mode
from linkbot.model.outbox import OutboxState
from linkbot.model.question import About, Act, Verb
from linkbot.ports import Stale, Transaction
from linkbot.worker.acts.finding import find_task, plain
from linkbot.worker.acts.perform import make_act, perform_act
from linkbot.worker.modes import for_mode
from linkbot.worker.office import Office

READ_AT, TRIED_AT = "actions.read_at", "actions.tried_at"
REASON = "read back from the case system, action "
CHANGED_SINCE = timedelta(hours=2)
"""How far each reading reaches back before the last: what was being written while it was read is seen the next time."""


def read_back(office: Office) -> int:
    """How many acts were done. Nothing in mode `watch`, or before it is time again. Raises Transient, Permanent."""
    source, now = office.actions, office.moment().at
    if source is None or office.mode is Mode.WATCH:
        return 0
    with office.store.begin() as tx:
        last, tried = _instant(tx, READ_AT), _instant(tx, TRIED_AT)
        if tried is not None and timedelta() <= now - tried < office.actions_every:
            return 0
        tx.set_mark(TRIED_AT, now.isoformat())
    done = 0
    for seen in source.seen(last - CHANGED_SINCE if last else None):
        done += _one(office, seen)
        if office.stopping():
            return done
    with office.store.begin() as tx:
        tx.set_mark(READ_AT, now.isoformat())
    return done


def _instant(tx: Transaction, name: str) -> datetime | None:
    kept = tx.mark(name)
    return datetime.fromisoformat(kept) if kept else None


def _one(office: Office, seen: ActionSeen) -> bool:
    named = task_named(seen.title)
    if named is None:
        return False  # not one that linkbot knows
    try:
        with office.store.begin() as tx:
            file, task = find_task(tx, named)
            _tick(tx, office, seen, task)
            acts = [act for act in tx.acts(task.created_at) if _is_about(act, task)]
            given_at = _given_at(tx, task, acts)
    except Refused:
        return False
    what = follows(
        seen,
        task,
        acts=acts,
        given_at=given_at,
        directory=office.desk.directory,
        organisation=office.desk.organisation,
    )
    if isinstance(what, Contradiction):
        _ask(office, seen, file, task, what)
    return isinstance(what, ToDo) and _act(office, seen, task, what)


def _act(office: Office, seen: ActionSeen, task: Task, what: ToDo) -> bool:
    act = _act_of(seen, task, what)
    with office.store.begin() as tx:
        if tx.act(act.id) is not None:
            return False
        before = {entry.key for entry in tx.registrations_on(task.case or "")}
    try:
        perform_act(office, act)
    except (Refused, Stale):
        return False  # somebody has just done something here
    with office.store.begin() as tx:
        for entry in tx.registrations_on(task.case or ""):
            effect = entry.effect
            if entry.key not in before and isinstance(effect, RegisterInCaseSystem) and effect.task == task.id:
                state = OutboxState.DONE if effect.by_hand else OutboxState.WITHDRAWN
                tx.settle(entry.key, None, state, office.moment().at, receipt=_receipt(seen), error=_receipt(seen))
    return True


def _given_at(tx: Transaction, task: Task, acts: Sequence[Act]) -> datetime:
    """When it got its present owner here, by whatever way: the case system was told of it then."""
    times = [task.created_at, *(act.at for act in acts if act.verb in (Verb.REASSIGN, Verb.REOPEN))]
    for entry in tx.registrations_on(task.case or ""):
        effect = entry.effect
        if isinstance(effect, RegisterInCaseSystem) and effect.task == task.id:
            moved = effect.deed is Deed.TASK_MOVED and "with " in effect.title.rpartition(", now ")[2]
            times += [entry.created_at] if moved or effect.deed is Deed.TASK else []
    return max(times)


def _is_about(act: Act, task: Task) -> bool:
    """However people wrote the id; what was read back does not count."""
    named = "/" in act.target and plain(task.id).endswith(plain(act.target))
    return named and not act.reason.startswith(REASON)


def _receipt(seen: ActionSeen) -> str:
    return f"seen in the case system, action {seen.id}"


def _act_of(seen: ActionSeen, task: Task, what: ToDo) -> Act:
    assert seen.at is not None  # else nothing follows
    by = seen.by or "somebody in the case system"
    return make_act(at=seen.at, by=by, verb=what.verb, target=task.id, value=what.value, reason=f"{REASON}{seen.id}")


def _tick(tx: Transaction, office: Office, seen: ActionSeen, task: Task) -> None:
    """What the desk mail asks for and the report shows to be done: the action opened, or completed."""
    for entry in tx.registrations_on(task.case or ""):
        effect = entry.effect
        if not isinstance(effect, RegisterInCaseSystem) or entry.state is not OutboxState.HELD or not effect.by_hand:
            continue
        if effect.task == task.id and _shows(seen, effect, task, office):
            now, by = office.moment().at, seen.by or None
            tx.settle(entry.key, None, OutboxState.DONE, now, receipt=_receipt(seen), by=by)


def _shows(seen: ActionSeen, effect: RegisterInCaseSystem, task: Task, office: Office) -> bool:
    """A new date is not shown, so that a line about one stays until a person says so."""
    match effect.deed:
        case Deed.TASK:
            return True
        case Deed.TASK_DONE:
            return seen.done
        case Deed.TASK_MOVED:
            owner_only = "due " not in effect.title.rpartition(", now ")[2]
            return owner_only and same_person(seen.owner, task.owner, office.desk.directory)
    return False


def _ask(office: Office, seen: ActionSeen, file: CaseFile, task: Task, what: Contradiction) -> None:
    """Once for each state that was seen; an answer of `done` is all it wants, whatever is done about it."""
    cause = f"action:{seen.id}@{seen.at.isoformat() if seen.at else ''}"
    work = Work(file, cause=cause, message=None, moment=office.moment(), desk=office.desk)
    work.ask(
        About.LOOK,
        reading=f"{task.title}: {what.says} Which is right? Reassign or complete it where it is wrong.",
        quote="",
        choices=("done",),
        if_unanswered="Here it stays as it is.",
        task=task,
        subject=f"{task.id}:case-system",
    )
    decision = for_mode(finish(work), office.mode)
    with office.store.begin() as tx:
        known = [tx.question(question.id) for question in decision.questions]
        if not decision.questions or any(one is not None for one in known):
            return
        new = tx.commit_decision(None, decision, office.moment().at)
    office.observer.fell_due(decision, new)
