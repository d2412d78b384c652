"""Reading one message: who it is from, which letter acts, what it is, what it wants. All of it pure and repeatable.

Two steps, because what is known of a case helps to read: `look` needs no state and names the references; `read` is
then given what the store knows of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from linkbot.engine.casework.case_facts import Standing, case_facts
from linkbot.engine.casework.dispose import Grounds, dispose
from linkbot.engine.casework.keys import letter_digest
from linkbot.engine.casework.vouched import completed, of_the_letter
from linkbot.engine.dates.deadlines import find_deadlines, merge
from linkbot.engine.facts.complainant import find_complainant
from linkbot.engine.facts.findings import find_findings
from linkbot.engine.facts.letter_date import letter_date
from linkbot.engine.facts.marks import find_marks, publication_on
from linkbot.engine.facts.no_orders import says_no_orders
from linkbot.engine.facts.references import find_references
from linkbot.engine.items.items import find_items
from linkbot.engine.kinds.body_named import another_body
from linkbot.engine.kinds.chasers import chief_executive_copied, threatens
from linkbot.engine.kinds.classify import classify
from linkbot.engine.kinds.leaning import leans_on_the_unread
from linkbot.engine.kinds.service import find_service
from linkbot.engine.mail.acting import whole
from linkbot.engine.mail.files_read import guessed, unread
from linkbot.engine.mail.inner_verdict import checked_acting
from linkbot.engine.mail.new_words import without_surroundings
from linkbot.engine.mail.vouched import octets_of_papers, vouched_acting, vouched_authentication
from linkbot.engine.sender.authenticate import authenticate
from linkbot.engine.sender.gate import gate, limits_only
from linkbot.model.acting import Acting
from linkbot.model.authentication import Authentication
from linkbot.model.decision import Known
from linkbot.model.evidence import Evidence
from linkbot.model.gates import GateHit
from linkbot.model.mail import ExtractedText, Message
from linkbot.model.marks import CLOSED_PAPERS
from linkbot.model.organisation import AuthenticationPolicy, Organisation
from linkbot.model.people import Directory
from linkbot.model.reading import Complainant, Reading, References
from linkbot.model.rulebook import Rulebook
from linkbot.model.vouch import Vouch


@dataclass(frozen=True)
class Reader:
    """What reading needs besides the message."""

    rulebook: Rulebook
    organisation: Organisation
    policy: AuthenticationPolicy
    directory: Directory


@dataclass(frozen=True)
class Look:
    """The first step: everything that needs no state."""

    message: Message
    received_on: date
    authentication: Authentication
    acting: Acting
    gate: GateHit | None
    references: References
    complainant: Complainant
    unreadable: tuple[str, ...]
    thread: tuple[str, ...]
    guessed: tuple[tuple[str, ...], str] = ((), "")  # files read by OCR, and what they seem to say
    vouch: Vouch | None = None


def look(
    message: Message,
    texts: tuple[ExtractedText, ...],
    *,
    received_on: date,
    reader: Reader,
    vouch: Vouch | None = None,
) -> Look:
    """`message` with its letters; `texts` says what became of each attachment. `vouch`: a person brought it in."""
    rules, organisation = reader.rulebook, reader.organisation
    if vouch is not None:
        received_on = vouch.notice_on or received_on
        authentication = vouched_authentication(message, vouch)
        act = vouched_acting(message, vouch, ombudsmen=rules.ombudsmen)
    else:
        authentication = authenticate(
            message, policy=reader.policy, organisation=organisation, ombudsmen=rules.ombudsmen
        )
        act = checked_acting(
            message, authentication, policy=reader.policy, organisation=organisation, ombudsmen=rules.ombudsmen
        )
    act = whole(act, texts)
    gates = limits_only(rules.gates) if vouch else rules.gates
    return Look(
        message=message,
        received_on=received_on,
        authentication=authentication,
        acting=act,
        gate=gate(message, authentication, act, rules=gates, organisation=organisation),
        references=find_references(act, ombudsmen=rules.ombudsmen, our_patterns=organisation.our_references),
        complainant=find_complainant(act),
        unreadable=unread(message, texts),
        thread=() if vouch else tuple(dict.fromkeys((*message.in_reply_to, *reversed(message.references)))),
        guessed=guessed(message, texts),
        vouch=vouch,
    )


def read(seen: Look, *, known: Known, reader: Reader) -> Reading:
    """The whole reading, with the help of what is known of the cases."""
    rules, act, received_on = reader.rulebook, seen.acting, seen.received_on
    ombudsman = act.ombudsman or seen.authentication.ombudsman
    copied = chief_executive_copied(
        act, organisation=reader.organisation, ceo_addresses=_chief_executives(reader.directory), rules=rules.kinds
    )
    facts = case_facts(known, _standing(seen), copied=copied)
    kinds = classify(act, kinds=rules.kinds, facts=facts, ombudsman=ombudsman)
    if seen.vouch is not None:
        kinds = of_the_letter(kinds)
    day, day_source = letter_date(act, received_on)
    marks = find_marks(act, rules=rules.marks)
    papers = octets_of_papers(seen.message) if seen.vouch and seen.unreadable else ()
    vouch = completed(seen.vouch, seen.references, known, letter_on=day) if seen.vouch else None
    received_on = vouch.notice_on or received_on if vouch else received_on
    dates = find_deadlines(
        act, kind=kinds.kind, letter_date=day, received_on=received_on, calendar=rules.calendar, rules=rules.deadlines
    )
    items = find_items(
        act,
        kind=kinds.kind,
        ombudsman=ombudsman,
        letter_date=day,
        received_on=received_on,
        calendar=rules.calendar,
        rules=rules.deadlines,
    )
    dates = merge(dates, items)
    threat, threat_evidence = threatens(act, rules.kinds)
    service = find_service(act, services=rules.services, configured=tuple(s.id for s in reader.directory.services))
    playbooks = [p for kind in (kinds.kind, *kinds.also) if (p := rules.playbook(kind)) is not None]
    disposition, reasons = dispose(
        Grounds(
            authentication=seen.authentication,
            gate=seen.gate,
            forwarded=act.forwarded,
            vouched=seen.vouch is not None,
            doubt=act.doubt,
            classification=kinds,
            playbooks=playbooks,
            references=seen.references,
            deadlines=dates.deadlines,
            items=items.items,
            doubts=dates.doubts,
            unreadable=seen.unreadable,
            by_ocr=seen.guessed[0],
            says_no_orders=any(p.needs_items for p in playbooks) and says_no_orders(act),
            extension=items.extension,
            confirmation=items.confirmation,
            another_body=another_body(
                act, our_name=reader.organisation.name, also_known_as=reader.organisation.also_known_as
            ),
            leans_on_unread=bool(seen.unreadable) and leans_on_the_unread(act, items.items, rules.kinds),
            in_thread=bool(known.thread_cases),
            sender_ombudsman=ombudsman,
            letter_date=day,
            received_on=received_on,
        )
    )
    return Reading(
        message_id=seen.message.message_id,
        subject=act.subject or _name_of(seen),
        authentication=seen.authentication,
        gate=seen.gate.id if seen.gate else None,
        letter=act.letters[0] if act.letters else None,
        forwarded=act.forwarded,
        classification=kinds,
        ombudsman=ombudsman,
        references=seen.references,
        complainant=seen.complainant,
        letter_date=day,
        letter_date_source=day_source,
        service=service,
        deadlines=dates.deadlines,
        items=items.items,
        doubts=dates.doubts,
        disposition=disposition,
        reasons=reasons,
        letter_digest=letter_digest((*(without_surroundings(letter) for letter in act.letters), *papers)),
        thread=seen.thread,
        mentions=dates.mentions,
        missed_on=dates.missed_on,
        concerns=items.concerns,
        threatens=threat,
        chief_executive_copied=copied,
        extension=items.extension,
        confirmation=items.confirmation,
        changes=items.changes,
        replaces=items.replaces,
        unreadable=seen.unreadable,
        confidential=any(p.confidential for p in playbooks) or any(mark.kind in CLOSED_PAPERS for mark in marks),
        marks=marks,
        publication_on=publication_on(act, rules=rules.marks, letter_date=day),
        findings=find_findings(act) if kinds.kind == "final_determination" else (),
        evidence=_evidence(seen, threat_evidence, service.evidence),
        by_ocr=seen.guessed[0],
        proposal=seen.guessed[1],
        files=len(act.attachment_names),
        vouch=vouch,
    )


def _standing(seen: Look) -> Standing:
    return Standing(seen.references, seen.authentication, seen.gate, seen.received_on, seen.vouch is not None)


def _name_of(seen: Look) -> str:  # what a letter without a subject of its own is called
    return next(iter(seen.acting.attachment_names), "") if seen.vouch else ""


def _chief_executives(directory: Directory) -> tuple[str, ...]:
    person = directory.person("ceo_office")
    return (person.email,) if person else ()


def _evidence(seen: Look, threat: Evidence | None, service: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return (
        *seen.authentication.evidence,
        *(seen.gate.evidence if seen.gate else ()),
        *seen.references.evidence,
        *seen.complainant.evidence,
        *service,
        *((threat,) if threat else ()),
    )
