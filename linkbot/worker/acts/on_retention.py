"""A legal hold on a case: while it stands nobody can erase the case."""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.casework.refused import Refused
from linkbot.engine.retention import hold_of
from linkbot.model.question import Act, Verb
from linkbot.worker.acts.finding import find_case
from linkbot.worker.office import Office


def hold_case(office: Office, act: Act) -> str:
    """`value`: on or off. Raises `Refused`."""
    if act.value not in ("on", "off"):
        raise Refused("Say whether the hold is on or off.")
    if not act.reason.strip():
        raise Refused("A hold needs its reason, and so does lifting it: --reason TEXT.")
    with office.store.begin() as tx:
        case = find_case(tx, act.target).case
        standing = hold_of(case.id, tx.acts(verb=Verb.HOLD)) is not None
        if standing == (act.value == "on"):
            raise Refused(f"{case.id} is {'on hold already' if standing else 'not on hold'}.")
        if not tx.add_act(replace(act, target=case.id)):
            raise Refused("This was done already.")
    return f"{case.id}: " + ("on hold, it cannot be erased." if act.value == "on" else "no longer on hold.")
