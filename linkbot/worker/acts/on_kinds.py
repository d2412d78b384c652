"""A person switches a kind on or off: from then on its letters are handled alone, or asked about first."""

from __future__ import annotations

from linkbot.engine.casework.deeds import Refused
from linkbot.engine.trust.switching import OFF, ON, acting_kinds, switch_of
from linkbot.engine.trust.tally import opinion, record_of
from linkbot.model.question import Act, Verb
from linkbot.ports import Transaction
from linkbot.worker.office import Office


def act_on_kind(office: Office, act: Act) -> str:
    """`act.target` a kind's id, `act.value` on or off. Raises `Refused`; what is decided already stays as it is."""
    kind, on = act.target.strip().casefold().replace(" ", "_"), act.value == ON
    _check(kind, act.value, office)
    with office.store.begin() as tx:
        acts, automation = tx.acts(verb=Verb.TRUST), office.desk.automation
        before = switch_of(kind, automation, acts)
        if before.on is on:
            raise Refused(f"{kind} is {'on' if on else 'off'} already.")
        switch(tx, Act(act.id, act.at, act.by, act.verb, kind, act.value, act.reason))
        record = record_of(kind, tx.proofs(kind), automation, acts)
    if not on:
        return f"{kind}: off. Each letter of this kind is asked about from now on."
    return f"{kind}: on. linkbot handles letters of this kind alone from now on. {opinion(record)}"


def _check(kind: str, value: str | None, office: Office) -> None:
    if value not in (ON, OFF):
        raise Refused(f"A kind is switched {ON} or {OFF}, not {value!r}.")
    playbooks = {playbook.kind: playbook for playbook in office.desk.playbooks}
    if kind not in playbooks:
        raise Refused(f"There is no kind {kind!r}. `linkbot rules trust` lists them.")
    if kind not in acting_kinds(playbooks.values()):
        what = playbooks[kind].disposition.value
        raise Refused(
            f"The rules say of {kind}: {what}. There is nothing to switch; `linkbot rules trust` lists others."
        )


def switch(tx: Transaction, act: Act) -> None:
    """On record; the latest act about a kind holds. Raises `Refused` when it was done before."""
    if not tx.add_act(act):
        raise Refused("This was done already.")
