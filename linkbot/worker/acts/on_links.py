"""A case tied to its original complaint by a person, tied anew, or untied; what is learnt from it; whether linkbot may
tie cases by likeness alone.
"""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.casework.deeds import Refused, act_on_case
from linkbot.engine.casework.linking import LINKBOT
from linkbot.engine.likeness.names import people_in
from linkbot.engine.likeness.places import postcode_key
from linkbot.engine.trust.linking import LINKS, LinkRecord, hindrance, link_record
from linkbot.engine.trust.switching import OFF, ON
from linkbot.model.case_system import Deed
from linkbot.model.complaint import Complaint
from linkbot.model.decision import CaseFile, Decision
from linkbot.model.effect import RegisterInCaseSystem
from linkbot.model.matching import Alias
from linkbot.model.outbox import OutboxEntry, OutboxState
from linkbot.model.question import Act, Verb
from linkbot.ports import Transaction
from linkbot.worker.acts.on_kinds import switch
from linkbot.worker.office import Office


def tie(tx: Transaction, office: Office, act: Act, file: CaseFile) -> tuple[Decision, Act, str]:
    """The decision of `link` or `unlink`, the act with the reference as the register writes it, and what else to say;
    both are stored by whoever asked. Raises `Refused`.
    """
    said, complaint = "", None
    if act.verb is Verb.LINK and act.value:
        complaint = next(iter(tx.complaints([act.value], None, None)), None)
        if complaint is not None:
            act = replace(act, value=complaint.reference)
        elif tx.has_complaints():
            said = f" {act.value} is not in the list of complaints."
    entries = tx.registrations_on(file.case.id)
    written = any(_is_letter(entry) and entry.state is OutboxState.DONE for entry in entries)
    decision = act_on_case(act, file=file, desk=office.desk, moment=office.moment(), registered=written)
    changed = file.case.complaint != (act.value if act.verb is Verb.LINK else None)
    let_go_of_registrations(
        tx,
        office,
        file.case.id,
        wrong=file.case.complaint if changed else None,
        as_they_are=act.verb is Verb.UNLINK and file.case.complaint is None,
    )
    if changed:
        tx.unlearn_aliases(file.case.id)
    if complaint is not None and (alias := _learnt(file, complaint, act)) is not None:
        tx.learn_alias(alias)
    return decision, act, said


def keep_or_lose(tx: Transaction, office: Office, act: Act, file: CaseFile) -> str:
    """After the act is stored: a tie by likeness that was wrong may take the right to tie away."""
    record = record_of_links(tx)
    undone = file.case.link_by == LINKBOT and file.case.complaint != act.value
    why = hindrance(record, office.desk.matching)
    if not (undone and record.switch.on and why):
        return ""
    switch(tx, Act(f"{act.id}-off", act.at, LINKBOT, Verb.TRUST, LINKS, OFF, why))
    return f" linkbot ties no case by likeness alone any more: {why}"


def let_go_of_registrations(
    tx: Transaction, office: Office, case: str, *, wrong: str | None = None, as_they_are: bool = False
) -> None:
    """Letters that waited for the original complaint: a case system that links its cases takes them now, for any other
    new ones in their place name the complaint. What was about to go to the wrong one does not go. `as_they_are`: there
    is no complaint, and nothing in their place.
    """
    now, links = office.moment().at, as_they_are or office.desk.case_system.hears_of(Deed.LINK)
    waiting = (OutboxState.PENDING, OutboxState.FAILED)
    for entry in tx.registrations_on(case):
        effect = entry.effect
        if not isinstance(effect, RegisterInCaseSystem) or effect.by_hand:
            continue
        if entry.state is OutboxState.HELD:
            state = OutboxState.PENDING if links else OutboxState.WITHDRAWN
        elif entry.state in waiting and wrong and effect.complaint == wrong and _is_letter(entry) and not links:
            state = OutboxState.WITHDRAWN
        else:
            continue
        tx.settle(entry.key, None, state, now, next_at=now)


def switch_links(office: Office, act: Act) -> str:
    """`act.value` on or off. Raises `Refused`: on before enough has been confirmed, or when it stands so already."""
    if act.value not in (ON, OFF):
        raise Refused(f"Tying by likeness is switched {ON} or {OFF}, not {act.value!r}.")
    with office.store.begin() as tx:
        record = record_of_links(tx)
        if record.switch.on is (act.value == ON):
            raise Refused(f"It is {act.value} already.")
        why = hindrance(record, office.desk.matching) if act.value == ON else None
        if why:
            raise Refused(why)
        switch(tx, act)
    if act.value == OFF:
        return "Off: each case is put to a person, unless its letter quotes our own reference."
    return "On: where a likeness is sure, linkbot ties the case by itself. `linkbot cases unlink` undoes one."


def record_of_links(tx: Transaction) -> LinkRecord:
    verbs = (Verb.TRUST, Verb.LINK, Verb.UNLINK)
    return link_record(tx.questions(open_only=False), [act for act in tx.acts() if act.verb in verbs])


def _learnt(file: CaseFile, complaint: Complaint, act: Act) -> Alias | None:
    """The letters' name or postcode, where the register has another; None where there is nothing to learn."""
    name, postcode = file.case.complainant, file.case.postcode
    same_name = people_in(name) == people_in(complaint.name)
    same_place = postcode_key(postcode or "") == postcode_key(complaint.postcode or "")
    if not people_in(name) or not complaint.name or (same_name and (same_place or not postcode)):
        return None
    return Alias(
        reference=complaint.reference,
        name=name,
        postcode=postcode,
        known_name=complaint.name,
        known_postcode=complaint.postcode,
        case=file.case.id,
        act=act.id,
    )


def _is_letter(entry: OutboxEntry) -> bool:
    effect = entry.effect
    return isinstance(effect, RegisterInCaseSystem) and effect.deed is Deed.LETTER and not effect.by_hand
