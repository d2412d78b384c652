"""What left us: which Message-ID was about what, and who has a mail already that could not reach everybody.

Kept in the register, so that the rest of a mail is sent to the rest of its people, and to nobody twice.
"""

from __future__ import annotations

import json
from dataclasses import replace

from linkbot.model.effect import Effect
from linkbot.model.outbox import OutboxEntry
from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Outgoing, Permanent, Receipt, Transaction, Transient
from linkbot.worker.office import Office


def remember(tx: Transaction, effect: Effect, message_id: str) -> None:
    """What a mail of ours was about: an answer to it, or its bounce, finds its case and tasks again."""
    tasks: tuple[str, ...] = getattr(effect, "tasks", ())
    for one in dict.fromkeys((getattr(effect, "task", None), *tasks)):
        tx.remember_sent(message_id, effect.case, one)


def sent_to_the_rest(entry: OutboxEntry, mail: OutgoingMail, way: Outgoing, office: Office) -> Receipt:
    """Sent to those who do not have it yet. Raises what `way` raises, and remembers whom it reached all the same."""
    with office.store.begin() as tx:
        have = reached(tx, entry.key)
    rest = tuple(address for address in mail.recipients if address not in have)
    if not rest:
        return Receipt(mail.message_id)
    try:
        return way.send(replace(mail, recipients=rest))
    except (Transient, Permanent) as error:
        if error.reached:
            with office.store.begin() as tx:
                tx.set_mark(_mark(entry.key), json.dumps([*have, *error.reached]))
                remember(tx, entry.effect, mail.message_id)
        raise


def reached(tx: Transaction, key: str) -> tuple[str, ...]:
    """Who has this mail although it has not been done."""
    kept = tx.mark(_mark(key))
    return tuple(json.loads(kept)) if kept is not None else ()


def all_reached(tx: Transaction, key: str) -> None:
    """Done: nothing is left to be remembered."""
    if tx.mark(_mark(key)) is not None:
        tx.set_mark(_mark(key), None)


def _mark(key: str) -> str:
    return f"reached.{key}"
