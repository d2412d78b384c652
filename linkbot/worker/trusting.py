"""Trust where a message is decided: which kinds are asked about first, and which a person looks at afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from linkbot.engine.casework.checking import check_of, handled_alone
from linkbot.engine.casework.work import asking
from linkbot.engine.trust.sampling import wants_check
from linkbot.engine.trust.switching import acting_kinds, asked_first, switch_of
from linkbot.model.decision import Decision
from linkbot.model.mode import Mode
from linkbot.model.question import Verb
from linkbot.model.reading import Disposition, Reading
from linkbot.ports import StoredMessage, Transaction
from linkbot.worker.office import Office


def waits_for_yes(tx: Transaction, reading: Reading, office: Office) -> frozenset[str]:
    """Kinds of this letter that do not act alone. Only in mode `act`: else a person stands before every deed anyway."""
    if office.mode is not Mode.ACT or reading.disposition is not Disposition.ACT:
        return frozenset()
    kinds = {reading.kind, *reading.classification.also} & set(acting_kinds(office.desk.playbooks))
    own = (kind for kind in kinds if kind is not None)
    return asked_first(own, office.desk.automation, tx.acts(verb=Verb.TRUST))


def with_check(
    tx: Transaction, decision: Decision, reading: Reading, *, message: StoredMessage, office: Office
) -> Decision:
    """Ask whether it was right: of a kind that does not act alone yet always, of all others of a sample.

    The first sort comes up in the modes `watch` and `draft` only, where linkbot earns its trust.
    """
    kind = reading.kind
    if kind is None or not handled_alone(decision, message.id):
        return decision
    automation, moment = office.desk.automation, office.moment()
    if switch_of(kind, automation, tx.acts(verb=Verb.TRUST)).on:
        percent = automation.sample_percent
        lately = tx.proofs(kind, since=moment.at - timedelta(days=8)) if percent else ()
        if not wants_check(kind, digest=message.octets_digest, proofs=lately, percent=percent, moment=moment):
            return decision
    check = check_of(decision, reading, message=message.id, mode=office.mode, desk=office.desk, moment=moment)
    asked = asking(check, cause=f"message:{message.id}")
    return replace(decision, questions=(*decision.questions, check), intents=(*decision.intents, asked))
