"""Acts on effects: approve what is held, retry what failed, settle what cannot be told, withdraw what is not wanted."""

from __future__ import annotations

from linkbot.engine.casework.deeds import Refused
from linkbot.engine.replies.answerable import is_by_hand
from linkbot.model.outbox import OutboxEntry, OutboxState
from linkbot.model.question import Act, Verb
from linkbot.ports import Transaction
from linkbot.worker.office import Office

DONE_WORDS = frozenset({"done", "sent", "yes", "it was sent"})
AGAIN_WORDS = frozenset({"again", "send", "no", "not sent"})


def act_on_outbox(office: Office, act: Act) -> str:
    """Raises `Refused` when the entry is in another state than the act is for."""
    now = office.moment().at
    with office.store.begin() as tx:
        entry = find_entry(tx, act.target)
        state, words = _next(entry, act)
        if not tx.add_act(act):
            raise Refused("This was done already.")
        receipt = f"settled by {act.by}: {act.reason}" if state is OutboxState.DONE else None
        if not tx.settle(entry.key, None, state, now, receipt=receipt, next_at=now, by=act.by):
            raise Refused("Somebody is acting on this effect just now: try again in a minute.")
    return f"{entry.key[:12]}: {words}."


def _next(entry: OutboxEntry, act: Act) -> tuple[OutboxState, str]:
    if is_by_hand(entry) and entry.state is OutboxState.HELD:
        return _ticked(entry, act)
    match act.verb, entry.state:
        case Verb.APPROVE, OutboxState.HELD:
            return OutboxState.PENDING, "released, it goes with the next cycle"
        case Verb.RETRY, OutboxState.FAILED | OutboxState.DOUBTFUL:
            return OutboxState.PENDING, "tried again with the next cycle"
        case Verb.SETTLE, OutboxState.DOUBTFUL:
            value = (act.value or "").casefold().strip()
            if value in DONE_WORDS:
                return OutboxState.DONE, "recorded as done"
            if value in AGAIN_WORDS:
                return OutboxState.PENDING, "it will be done again"
            raise Refused("Say `done` when it happened, or `again` when it did not.")
        case Verb.WITHDRAW, OutboxState.HELD | OutboxState.PENDING | OutboxState.FAILED | OutboxState.DOUBTFUL:
            return OutboxState.WITHDRAWN, "withdrawn, it will not be done"
    raise Refused(f"{entry.key[:12]} is {entry.state.value}: there is nothing to {act.verb.value}.")


def _ticked(entry: OutboxEntry, act: Act) -> tuple[OutboxState, str]:
    """A thing that only a person can do in the case system."""
    if act.verb is Verb.SETTLE and (act.value or "").casefold().strip() in DONE_WORDS:
        return OutboxState.DONE, "done in the case system"
    if act.verb is Verb.WITHDRAW:
        return OutboxState.WITHDRAWN, "not needed, taken off the desk mail"
    raise Refused(f"{entry.key[:12]} is done by hand in the case system: settle it as `done`, or withdraw it.")


def find_entry(tx: Transaction, key: str) -> OutboxEntry:
    """By the whole key or a beginning of it that is unique. Raises `Refused`."""
    found = tx.entries_beginning(key)
    if len(found) == 1:
        return found[0]
    raise Refused(
        f"{'Several effects begin' if found else 'No effect begins'} with {key}. `linkbot outbox` lists them."
    )
