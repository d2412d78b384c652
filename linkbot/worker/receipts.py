"""What becomes of a reply is told: a receipt to whoever answered, a report to the link officer of an answer refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from linkbot.engine.casework.keys import effect_key
from linkbot.engine.casework.recipients import link_officer
from linkbot.model.effect import Facts, SendEmail, Template
from linkbot.model.outbox import Intent
from linkbot.model.people import LINK_OFFICER
from linkbot.model.reply import Answerable, Sort, Unclear
from linkbot.model.slip import Slip
from linkbot.ports import StoredMessage
from linkbot.worker.office import Office

RECEIPTS_A_DAY = 12
"""To one address: whoever answers more often than this is a machine, or needs a telephone call."""


@dataclass(frozen=True)
class Reply:
    """A mail with a mark of ours; `things` are what its numbers stand for now."""

    sender: str
    slips: tuple[Slip, ...]
    things: tuple[Answerable, ...]
    refusal: str | None  # why this sender may not answer


@dataclass(frozen=True)
class Outcome:
    number: int | None
    said: str
    done: bool
    case: str | None = None


def problem(unclear: Unclear) -> Outcome:
    said = f"“{unclear.said}”. " if unclear.said else ""
    return Outcome(unclear.number, f"{said}{unclear.why}", False)


def receipt(
    office: Office, message: StoredMessage, reply: Reply, done: list[Outcome], problems: list[Outcome]
) -> tuple[Intent, ...]:
    """What was understood and done, and what is asked again, under the numbers it had. To whoever answered."""
    now = office.moment().at
    with office.store.begin() as tx:
        lately = tx.done_since(now - timedelta(days=1))
    sent = [e for e in lately if isinstance(e.effect, SendEmail) and e.effect.template == Template.ANSWER_RECEIPT.value]
    if sum(reply.sender in entry.effect.to for entry in sent if isinstance(entry.effect, SendEmail)) >= RECEIPTS_A_DAY:
        return ()
    asked_back = {problem.number for problem in problems}
    everything = None in asked_back and not done
    answered = {outcome.number for outcome in done}
    again = [
        f"{thing.number} {thing.target}"
        for thing in reply.things
        if thing.sort is not Sort.SETTLED
        and thing.number not in answered
        and (everything or thing.number in asked_back)
    ]
    facts: Facts = (
        ("answered", "\n".join(_line(outcome) for outcome in done)),
        ("problems", "\n".join(_line(outcome) for outcome in problems)),
        ("again", "\n".join(again)),
    )
    effect = SendEmail(template=Template.ANSWER_RECEIPT.value, role=LINK_OFFICER, to=(reply.sender,), facts=facts)
    return (Intent(_key(message, Template.ANSWER_RECEIPT), effect),)


def _line(outcome: Outcome) -> str:
    return f"{outcome.number}: {outcome.said}" if outcome.number is not None else outcome.said


def report(office: Office, message: StoredMessage, reply: Reply) -> Intent:
    """An answer from somebody who may not give it: nothing is done, they hear nothing, the link officer is told."""
    targets = ", ".join(dict.fromkeys(thing.target for thing in reply.things))
    effect = SendEmail(
        template=Template.ALERT.value,
        role=LINK_OFFICER,
        to=(link_officer(office.desk, office.moment().today),),
        facts=(
            ("headline", "An answer to linkbot's questions was refused."),
            ("detail", f"Message {message.id}: {reply.refusal}.\nIt is about {targets[:300]}."),
            ("todo", "Nothing was done and nobody was answered. If it is genuine, answer yourself."),
        ),
    )
    return Intent(_key(message, Template.ALERT), effect)


def _key(message: StoredMessage, template: Template) -> str:
    return effect_key(cause=f"reply:{message.id}", step=f"mail:{template.value}", subject="answers", role=LINK_OFFICER)
