"""Acts on tasks and cases: decided by the pure core, committed with the act in one transaction."""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.casework.deeds import Refused, act_on_case, act_on_task
from linkbot.engine.replies.answerable import SUBMIT
from linkbot.model.casework import Task
from linkbot.model.decision import Decision
from linkbot.model.outbox import Intent
from linkbot.model.question import Act, Verb
from linkbot.ports import Transaction
from linkbot.worker.acts.finding import find_case, find_task
from linkbot.worker.acts.on_links import keep_or_lose, tie
from linkbot.worker.modes import for_mode
from linkbot.worker.office import Office


def act_on_stored_task(office: Office, act: Act) -> str:
    """done, received, submitted, satisfied, reassign, withdraw."""
    with office.store.begin() as tx:
        file, task = find_task(tx, act.target.removeprefix(SUBMIT))
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
        said = ""
        if act.verb in (Verb.LINK, Verb.UNLINK):
            act = replace(act, target=file.case.id)
            decision, act, said = tie(tx, office, act, file)
        else:
            decision = act_on_case(act, file=file, desk=office.desk, moment=office.moment())
        new = commit_act(tx, office, act, decision)
        if act.verb in (Verb.LINK, Verb.UNLINK):
            said += keep_or_lose(tx, office, act, file)
    office.observer.fell_due(decision, new)
    case = decision.cases[0] if decision.cases else file.case
    to = f" to {case.complaint}" if case.complaint else ""
    return f"{case.id}: {case.status.value}, {case.link.value}{to}.{said}"


def commit_act(tx: Transaction, office: Office, act: Act, decision: Decision) -> tuple[Intent, ...]:
    """The act and what follows from it, together. Raises `Refused` when the act was done before."""
    if not tx.add_act(act):
        raise Refused("This was done already.")
    return tx.commit_decision(None, for_mode(decision, office.mode), office.moment().at)
