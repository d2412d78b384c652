"""A colleague leaves: every open task they hold goes to their successor, task by task, each with its letter and dates.

The diary follows by itself. Who holds which post and service stands in the configuration and is not changed here.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from linkbot.engine.casework.deeds import Refused
from linkbot.model.casework import Task
from linkbot.model.people import Directory
from linkbot.model.question import Act, QuestionState
from linkbot.worker.acts.on_tasks import act_on_stored_task
from linkbot.worker.office import Office


def hand_over(office: Office, act: Act) -> str:
    """`act.target` leaves (address or person's id), `act.value` takes over. Raises `Refused`.

    Each task is an act of its own with an id that follows from this one. Cut off, the same command goes on with what
    is left: a task handed over is not the leaver's any more.
    """
    directory, organisation = office.desk.directory, office.desk.organisation
    leaver = directory.address(act.target.strip(), None)
    successor = directory.address((act.value or "").strip(), None)
    if "@" not in leaver:
        raise Refused(f"{act.target!r} is neither an address nor a person of the configuration.")
    if not organisation.owns(successor):
        raise Refused(
            f"{successor or 'Nobody'} cannot take over: name a colleague's address at "
            f"{', '.join(organisation.domains)}, or a person's id."
        )
    if successor == leaver:
        raise Refused("That is the same person.")
    with office.store.begin() as tx:
        mine = [task for task in tx.open_tasks() if task.owner.casefold() == leaver.casefold()]
        asked = sum(q.owner.casefold() == leaver.casefold() and q.state is QuestionState.OPEN for q in tx.questions())
    for task in mine:
        act_on_stored_task(office, _of_one(act, task, successor))
    if mine:
        with office.store.begin() as tx:
            tx.add_act(act)
    many = "1 task goes" if len(mine) == 1 else f"{len(mine)} tasks go"
    said = f"{many} from {leaver} to {successor}, each by a mail of its own; invitations follow."
    left = [f"{asked} open questions are {leaver}'s still: the deputy is asked in their turn"] if asked else []
    left += (
        [f"the configuration still names {leaver} ({', '.join(names)})"] if (names := _named(directory, leaver)) else []
    )
    return said + "".join(f" Left to do: {one}." for one in left)


def _of_one(act: Act, task: Task, successor: str) -> Act:
    id = "a-" + hashlib.sha256(f"{act.id}\n{task.id}".encode()).hexdigest()[:12]
    return replace(act, id=id, target=task.id, value=successor)


def _named(directory: Directory, leaver: str) -> tuple[str, ...]:
    """Where the configuration would go on giving things to the one who left."""
    person = directory.person(leaver)
    ids = {leaver.casefold(), *((person.id.casefold(),) if person else ())}
    posts = (f"people.{person.id}",) if person else ()
    services = (
        f"services.{service.id}.{role}"
        for service in (*directory.services, directory.default)
        for role in ("owner", "head", "director")
        if (getattr(service, role) or "").casefold() in ids
    )
    deputies = (f"people.{p.id}.deputy" for p in directory.people if (p.deputy or "").casefold() in ids)
    return tuple(dict.fromkeys((*posts, *services, *deputies)))
