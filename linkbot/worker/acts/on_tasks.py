"""Acts on tasks and cases: decided by the pure core, committed with the act in one transaction."""

from __future__ import annotations

from linkbot.engine.casework.deeds import Refused, act_on_case, act_on_task
from linkbot.model.case_system import Deed
from linkbot.model.casework import Task
from linkbot.model.decision import Decision
from linkbot.model.effect import RegisterInCaseSystem
from linkbot.model.outbox import Intent, OutboxState
from linkbot.model.question import Act, Verb
from linkbot.ports import Transaction
from linkbot.worker.acts.finding import find_case, find_task
from linkbot.worker.modes import for_mode
from linkbot.worker.office import Office


def act_on_stored_task(office: Office, act: Act) -> str:
    """done, received, submitted, satisfied, reassign, withdraw."""
    with office.store.begin() as tx:
        file, task = find_task(tx, act.target)
        decision = act_on_task(act, task, file=file, desk=office.desk, moment=office.moment())
        new = commit_act(tx, office, act, decision)
    office.observer.fell_due(decision, new)
    return how_it_stands(next((t for t in decision.tasks if t.id == task.id), task))


def how_it_stands(task: Task) -> str:
    done = ", nothing more is wanted of the owner" if task.done and task.is_open else ""
    return f"{task.id}: {task.state.value}{done}, with {task.owner}."


def act_on_stored_case(office: Office, act: Act) -> str:
    """link, close."""
    with office.store.begin() as tx:
        file = find_case(tx, act.target)
        decision = act_on_case(act, file=file, desk=office.desk, moment=office.moment())
        if act.verb is Verb.LINK:
            let_go_of_registrations(tx, office, file.case.id)
        new = commit_act(tx, office, act, decision)
    office.observer.fell_due(decision, new)
    case = decision.cases[0] if decision.cases else file.case
    return f"{case.id}: {case.status.value}, {case.link.value}" + (f" to {case.complaint}." if case.complaint else ".")


def let_go_of_registrations(tx: Transaction, office: Office, case: str, *, as_they_are: bool = False) -> None:
    """Letters that waited for the original complaint: a case system that links its cases takes them now, for any other
    new ones against the complaint stand in their place. `as_they_are`: there is no complaint, and nothing in its place.
    """
    now, links = office.moment().at, as_they_are or office.desk.case_system.hears_of(Deed.LINK)
    for entry in tx.registrations_on(case):
        effect = entry.effect
        if entry.state is OutboxState.HELD and isinstance(effect, RegisterInCaseSystem) and not effect.by_hand:
            tx.settle(entry.key, None, OutboxState.PENDING if links else OutboxState.WITHDRAWN, now, next_at=now)


def commit_act(tx: Transaction, office: Office, act: Act, decision: Decision) -> tuple[Intent, ...]:
    """The act and what follows from it, together. Raises `Refused` when the act was done before."""
    if not tx.add_act(act):
        raise Refused("This was done already.")
    return tx.commit_decision(None, for_mode(decision, office.mode), office.moment().at)
