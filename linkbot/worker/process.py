"""Deciding a letter: read, decide, commit in one transaction; a fault parks only its own message."""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace

from linkbot.engine.casework.decide import decide
from linkbot.engine.casework.keys import effect_key
from linkbot.engine.casework.lying import as_it_lies
from linkbot.engine.casework.word import word_of
from linkbot.engine.evidence.taking import KIND as SERVICE_EVIDENCE
from linkbot.engine.mail.parse import parse
from linkbot.engine.read import Look, read
from linkbot.model.classification import Certainty
from linkbot.model.decision import Decision
from linkbot.model.effect import SendEmail, Template
from linkbot.model.mail import ExtractedText
from linkbot.model.outbox import Intent
from linkbot.model.people import LINK_OFFICER
from linkbot.model.place import Place, place_of
from linkbot.model.question import About, Verb
from linkbot.model.reading import Disposition, Reading
from linkbot.ports import MessageStatus, Override, Stale, StoredMessage, Transaction, Transient, Unusable
from linkbot.worker.acts.on_links import let_go_of_registrations
from linkbot.worker.answered import is_our_answer, to_an_ombudsman, withdraw_drafts
from linkbot.worker.filing import filed_away
from linkbot.worker.modes import for_mode
from linkbot.worker.office import Office, moment_of
from linkbot.worker.reading import gather, look_at_parsed
from linkbot.worker.sent_answers import note_sent_answer
from linkbot.worker.service_mail import commit_service_mail, service_mail
from linkbot.worker.trusting import waits_for_yes, with_check
from linkbot.worker.unthreaded import asking_for_the_task

STRIKES = 3
CUT_OFF, CUT_OFFS = "The worker was cut off while it read this message.", 5


@dataclass(frozen=True)
class Looked:
    """What a first look found; `fresh`: the texts of the attachments are not kept yet."""

    seen: Look
    texts: tuple[ExtractedText, ...]
    fresh: bool


def process(office: Office, id: str, *, decide_it: Callable[[Office, StoredMessage], object] | None = None) -> bool:
    """Decide one message; answers whether it was. A fault is a strike, the third parks it and tells a person.

    That it has been begun is on record first: a message at which the worker itself dies again and again is parked too.
    """
    with office.store.begin() as tx:
        before = tx.message(id)
        if before is None or before.status is not MessageStatus.RECEIVED:
            return False
        message = replace(before, strikes=before.strikes + (before.fault == CUT_OFF))
        if message.strikes < CUT_OFFS:
            tx.save_message(replace(message, fault=CUT_OFF))
    if message.strikes >= CUT_OFFS:
        _park(office, replace(message, fault=CUT_OFF))
        return False
    try:
        (decide_it or decide_stored)(office, message)
    except Stale:
        _not_begun(office, before)
        return False  # a row moved on meanwhile: the next cycle decides on what stands then
    except (OSError, Transient) as error:
        office.observer.fault("decide", id, str(error))
        _not_begun(office, before)
        return False  # the disk or the database, not the message
    except Unusable:
        raise
    except Exception as error:  # whatever a message contains must not stop the next one
        _strike(office, message, error)
        return False
    return True


def decide_stored(office: Office, message: StoredMessage, looked: Looked | None = None) -> Decision:
    """Read and decide on what the store knows now, and commit it all together. Raises Stale."""
    looked = looked or look_into(office, message)
    evidence = service_mail(office, message, looked.seen)
    with office.store.begin() as tx:
        if looked.fresh:
            tx.save_texts(message.octets_digest, looked.texts)
        if evidence is not None:
            decision, new, row = commit_service_mail(tx, office, message, looked.seen, evidence)
        else:
            decision, new, row = _decide(office, tx, message, looked.seen)
        sent = place_of(message.folder) is Place.SENT
        if sent and to_an_ombudsman(looked.seen, office.desk.ombudsmen):
            note_sent_answer(tx, office, message, looked.seen)
        if is_our_answer(looked.seen, office.desk.ombudsmen, sent=sent):
            withdraw_drafts(tx, looked.seen, now=office.moment().at)
    office.observer.message_decided(row, decision, new)
    return decision


def look_into(office: Office, message: StoredMessage) -> Looked:
    """The first step of reading, as on the day it came."""
    parsed = parse(office.store.octets(message.octets_digest))
    texts: tuple[ExtractedText, ...] | None = ()
    if parsed.all_attachments:  # of most mail there is nothing to look up, and nothing to keep
        with office.store.begin() as tx:
            texts = tx.texts(message.octets_digest)
    seen, found = look_at_parsed(
        parsed,
        received_on=moment_of(message.received_at).today,
        reader=office.reader,
        extractor=office.extractor,
        texts=texts,
        vouch=message.vouch,
    )
    return Looked(seen, found, fresh=found is not texts)


def _decide(
    office: Office, tx: Transaction, message: StoredMessage, seen: Look
) -> tuple[Decision, tuple[Intent, ...], StoredMessage]:
    moment = office.moment()
    again = message.disposition is not None
    kinds = tuple(playbook.kind for playbook in office.desk.playbooks)
    word = word_of([_said(override) for override in tx.overrides(message.id)], kinds)
    place = place_of(message.folder)
    known = gather(tx, seen, own=message.id, again=again, named=word.case, place=place)
    reading = as_it_lies(read(seen, known=known, reader=office.reader), place, ombudsmen=office.desk.ombudsmen)
    if again and message.kind is not None:
        reading = _as_read_before(reading, message.kind)
    known = replace(known, asked_first=waits_for_yes(tx, reading, office))
    decision = decide(
        reading,
        message=message.id,
        received_at=message.received_at,
        known=known,
        desk=office.desk,
        moment=moment,
        word=word,
    )
    asked = [q.id for q in tx.questions() if q.message in known.rescued] if known.rescued else []
    decision = replace(decision, answered=tuple(dict.fromkeys((*decision.answered, *asked))))
    if reading.kind == SERVICE_EVIDENCE and reading.classification.certainty is not Certainty.UNCLEAR:
        decision = asking_for_the_task(tx, office, message, seen, decision)
    if not word.said and reading.vouch is None:
        decision = with_check(tx, decision, reading, message=message, office=office)
    decision = for_mode(filed_away(decision, message, office), office.mode)
    for act in decision.acts:
        if act.verb is Verb.LINK:
            let_go_of_registrations(tx, office, act.target)
    new = tx.commit_decision(message.id, decision, moment.at)
    row = replace(
        message,
        status=MessageStatus.DECIDED,
        message_id=seen.message.message_id,
        content_digest=seen.message.content_digest,
        cases=decision.touched_cases,
        kind=reading.kind,
        disposition=decision.disposition.value,
        sender=seen.message.from_.address if seen.message.from_ else None,
        subject=seen.message.subject,
        attempted_at=moment.at,
        fault=None,
        vouch=reading.vouch,
    )
    tx.save_message(row)
    return decision, new, row


def _as_read_before(reading: Reading, kind: str) -> Reading:
    """The person answered about the letter as it was read then: what has happened to the case since (a chaser has
    moved its own date, say) must not make another kind of it.
    """
    return replace(reading, classification=replace(reading.classification, kind=kind))


def _said(override: Override) -> tuple[About, str]:
    return About(override.about), override.value


def _strike(office: Office, message: StoredMessage, error: Exception) -> None:
    fault = "".join(traceback.format_exception_only(error)).strip()
    struck = replace(message, strikes=message.strikes + 1, fault=fault[:2000])
    office.observer.fault("decide", message.id, type(error).__name__)
    if struck.strikes >= STRIKES:
        _park(office, struck)
        return
    with office.store.begin() as tx:
        tx.save_message(replace(struck, attempted_at=office.moment().at))


def _park(office: Office, message: StoredMessage) -> None:
    """Set aside until a person has looked; they are told once."""
    now = office.moment()
    with office.store.begin() as tx:
        tx.save_message(replace(message, status=MessageStatus.PARKED, attempted_at=now.at))
        tx.commit_decision(None, Decision(Disposition.REVIEW, intents=(_alert(office, message),)), now.at)


def _not_begun(office: Office, before: StoredMessage) -> None:
    """It was not the message's fault; if even this cannot be written, the disk will say so again."""
    with contextlib.suppress(OSError, Transient), office.store.begin() as tx:
        tx.save_message(before)


def _alert(office: Office, message: StoredMessage) -> Intent:
    today = office.moment().today
    effect = SendEmail(
        template=Template.ALERT.value,
        role=LINK_OFFICER,
        to=(office.desk.directory.post(LINK_OFFICER, today),),
        facts=(
            ("headline", "linkbot could not handle a message and has set it aside."),
            ("detail", f"Message {message.id}, received {message.received_at:%d %B %Y at %H:%M}."),
            ("todo", f"Read it in the mailbox, then: linkbot parked retry {message.id} or linkbot parked discard"),
        ),
    )
    key = effect_key(cause=f"message:{message.id}", step="mail:alert", subject="parked", role=LINK_OFFICER)
    return Intent(key, effect)
