"""Acts on parked messages: give one another try, or discard it with a reason (its octets stay)."""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.casework.deeds import Refused
from linkbot.model.question import Act, Verb
from linkbot.ports import MessageStatus
from linkbot.worker.office import Office


def act_on_message(office: Office, act: Act) -> str:
    """retry, discard. Raises `Refused` when the message is not parked."""
    with office.store.begin() as tx:
        message = tx.message(act.target)
        if message is None:
            raise Refused(f"There is no message {act.target}. `linkbot parked` lists those set aside.")
        if message.status is not MessageStatus.PARKED:
            raise Refused(f"{message.id} is not parked: it is {message.status.value}.")
        if not tx.add_act(act):
            raise Refused("This was done already.")
        retry = act.verb is Verb.RETRY
        status = MessageStatus.RECEIVED if retry else MessageStatus.DISCARDED
        tx.save_message(replace(message, status=status, strikes=0 if retry else message.strikes))
    return f"{act.target}: " + (
        "it is tried again with the next cycle." if retry else "discarded; its octets are kept."
    )
