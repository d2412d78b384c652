"""What follows here from what people did with a corrective action in the case system. Pure.

It never undoes what was done here later; where the two say different things, a person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linkbot.model.case_system import ActionSeen
from linkbot.model.casework import Task
from linkbot.model.organisation import Organisation
from linkbot.model.people import Directory
from linkbot.model.question import Act, Verb

_TASK_ID = re.compile(r"\b[A-Za-z]{2,10}[ -]?\d[\d -]{4,14}/\d{1,3}\b")
_ENDS = frozenset({Verb.DONE, Verb.RECEIVED, Verb.SUBMITTED, Verb.SATISFIED, Verb.WITHDRAW})
_LIVENS = frozenset({Verb.REASSIGN, Verb.REOPEN})


@dataclass(frozen=True)
class ToDo:
    """An act to be done in the name of whoever did it there."""

    verb: Verb
    value: str | None = None


@dataclass(frozen=True)
class Contradiction:
    """`says`: both sides in one sentence."""

    says: str


def task_named(title: str) -> str | None:
    """linkbot's id of a task, as people wrote it into a title."""
    found = _TASK_ID.search(title)
    return found[0] if found else None


def follows(
    seen: ActionSeen,
    task: Task,
    *,
    acts: Sequence[Act],
    given_at: datetime,
    directory: Directory,
    organisation: Organisation,
) -> ToDo | Contradiction | None:
    """`acts`: what people did with this task here, and never what was read back; `given_at`: when it was last given to
    somebody here. None: both sides agree, or nobody can say when it was done there.
    """
    if seen.at is None:
        return None
    if seen.done:
        return _done(seen, task, acts)
    if not task.wants_reminders:
        ended = _last(acts, _ENDS)
        if ended is None or ended.at >= seen.at:
            return None
        return Contradiction(f"In the case system it was changed later and is still open; here it is {_state(task)}.")
    if seen.at <= given_at:
        return None  # given to somebody here since: the desk mail tells a person to follow there
    return _owner(seen, task, directory, organisation)


def _done(seen: ActionSeen, task: Task, acts: Sequence[Act]) -> ToDo | Contradiction | None:
    if task.done or not task.is_open:
        return None
    livened = _last(acts, _LIVENS)
    if livened is not None and seen.at is not None and livened.at > seen.at:
        return Contradiction(
            f"In the case system it was completed by {_who(seen)}; here {livened.by} gave it out again after that."
        )
    return ToDo(Verb.DONE)


def _owner(
    seen: ActionSeen, task: Task, directory: Directory, organisation: Organisation
) -> ToDo | Contradiction | None:
    if not seen.owner or same_person(seen.owner, task.owner, directory):
        return None
    address = _address(seen.owner, directory)
    if address is None or not organisation.owns(address):
        return Contradiction(
            f"In the case system it is with {seen.owner}, of whom linkbot knows no address; here with {task.owner}."
        )
    return ToDo(Verb.REASSIGN, address)


def _last(acts: Sequence[Act], verbs: frozenset[Verb]) -> Act | None:
    return max((act for act in acts if act.verb in verbs), key=lambda act: act.at, default=None)


def _address(owner: str, directory: Directory) -> str | None:
    if "@" in owner:
        return owner.casefold()
    plain = _letters(owner)
    found = {p.email for p in directory.people if p.name and _letters(p.name) == plain}
    found |= {p.email for p in directory.people if p.id.casefold() == owner.casefold()}
    return found.pop() if len(found) == 1 else None


def same_person(owner: str, address: str, directory: Directory) -> bool:
    """By address, by name, or by a name that is that of the address: `Hale, Owen` and owen.hale@anytown.gov.uk."""
    if (_address(owner, directory) or "") == address.casefold():
        return True
    return "@" not in owner and _letters(owner) == _letters(address.partition("@")[0])


def _letters(name: str) -> tuple[str, ...]:
    return tuple(sorted(re.findall(r"[a-z]+", name.casefold())))


def _who(seen: ActionSeen) -> str:
    return seen.by or "somebody"


def _state(task: Task) -> str:
    return "done" if task.is_open else task.state.value
