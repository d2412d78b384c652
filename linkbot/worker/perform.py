"""One effect to the outside, through the port that can do it. Asked first whether it was done before, when repeated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from linkbot.engine.compose import TemplateFault, compose
from linkbot.engine.headers import HeaderRefused
from linkbot.engine.invite import invitation_mail
from linkbot.engine.mime import Answered, NotOurReader, Sender, draft_mail, internal_mail
from linkbot.engine.mime_parts import Enclosure
from linkbot.engine.parse import parse
from linkbot.model.compose_context import Composed
from linkbot.model.effect import (
    AskPerson,
    CancelInvite,
    DraftReply,
    FileMessage,
    PrepareSubmission,
    RegisterInCaseSystem,
    SendEmail,
    SendInvite,
    SendReport,
    UpdateSheet,
)
from linkbot.model.outbox import OutboxEntry
from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Answer, Doubtful, Found, Permanent, Receipt
from linkbot.worker.composing import Fresh, context_of
from linkbot.worker.office import Office

ON_THE_DESK = Receipt("waits for the desk mail")


@dataclass(frozen=True)
class Done:
    """What happened: proof, and what people see of it."""

    receipt: Receipt
    subject: str | None = None
    message_id: str | None = None


def perform(entry: OutboxEntry, state: Fresh, office: Office, *, repeated: bool) -> Done:
    """Raises Transient, Permanent, Doubtful. `repeated`: an earlier try may have done it, so the far side is asked."""
    try:
        return _perform(entry, state, office, repeated=repeated)
    except (NotOurReader, HeaderRefused, TemplateFault) as error:
        raise Permanent(str(error)) from error


def _perform(entry: OutboxEntry, state: Fresh, office: Office, *, repeated: bool) -> Done:
    effect = entry.effect
    match effect:
        case SendEmail() | SendReport():
            return _send(_internal(entry, effect, state, office), office, repeated=repeated)
        case AskPerson():
            if not effect.urgent:
                return Done(ON_THE_DESK)
            return _send(_internal(entry, effect, state, office), office, repeated=repeated)
        case SendInvite() | CancelInvite():
            composed = compose(effect, context=context_of(state, office), templates=office.templates)
            mail = invitation_mail(
                effect,
                composed,
                key=entry.key,
                sender=_sender(office),
                organisation=office.desk.organisation,
                date=entry.created_at,
            )
            return _send((mail, composed), office, repeated=repeated)
        case DraftReply():
            return _draft(entry, effect, state, office, repeated=repeated)
        case FileMessage():
            return Done(_file(entry, effect, office))
        case RegisterInCaseSystem():
            return Done(_register(entry, effect, state, office, repeated=repeated))
        case PrepareSubmission():
            return Done(_prepare(entry, state, office, repeated=repeated))
        case UpdateSheet():
            raise Permanent("rows of the spreadsheet are written together, not one by one")
        case _:
            assert_never(effect)


def _sender(office: Office) -> Sender:
    return Sender(office.sender, f"{office.desk.organisation.name} Ombudsman desk (linkbot)")


def _internal(
    entry: OutboxEntry, effect: SendEmail | SendReport | AskPerson, state: Fresh, office: Office
) -> tuple[OutgoingMail, Composed]:
    composed = compose(effect, context=context_of(state, office), templates=office.templates)
    mail = internal_mail(
        composed,
        key=entry.key,
        sender=_sender(office),
        organisation=office.desk.organisation,
        to=effect.to,
        cc=getattr(effect, "cc", ()),
        date=entry.created_at,
        tasks=getattr(effect, "tasks", ()),
        urgent=isinstance(effect, AskPerson) and effect.urgent,
        enclosures=_enclosures(effect, office) if isinstance(effect, SendEmail) else (),
    )
    return mail, composed


def _enclosures(effect: SendEmail, office: Office) -> tuple[Enclosure, ...]:
    found = []
    for number, id in enumerate(effect.attach, 1):
        with office.store.begin() as tx:
            message = tx.message(id)
        if message is not None:
            octets = office.store.octets(message.octets_digest)
            found.append(Enclosure(filename=f"letter-{number}.eml", media_type="message/rfc822", octets=octets))
    return tuple(found)


def _send(made: tuple[OutgoingMail, Composed], office: Office, *, repeated: bool) -> Done:
    mail, composed = made
    receipt = _asked(office.outgoing.find(mail)) if repeated else None
    return Done(receipt or office.outgoing.send(mail), composed.subject, mail.message_id)


def _asked(found: Found) -> Receipt | None:
    """The receipt of an earlier try, None when it did not happen. Raises Doubtful when nobody can say."""
    if isinstance(found, Receipt):
        return found
    if found is Answer.CANNOT_TELL:
        raise Doubtful("An earlier try was cut off and the far side cannot say whether it got there.")
    return None


def _draft(entry: OutboxEntry, effect: DraftReply, state: Fresh, office: Office, *, repeated: bool) -> Done:
    ombudsman = office.desk.ombudsmen.by_id(state.file.case.ombudsman if state.file else None)
    if ombudsman is None or state.answers is None:
        raise Permanent("The letter this draft answers is not in the store any more.")
    direct = ombudsman.owns((state.answers.sender or "").rpartition("@")[2])
    answered = Answered(None)
    if direct:
        message = parse(office.store.octets(state.answers.octets_digest))
        answered = Answered(message.message_id, message.references)
    composed = compose(effect, context=context_of(state, office), templates=office.templates)
    mail = draft_mail(
        composed,
        key=entry.key,
        sender=_sender_of_drafts(office),
        ombudsman=ombudsman,
        to=effect.to,
        date=entry.created_at,
        answers=answered,
    )
    receipt = _asked(office.drafts.find(mail)) if repeated else None
    receipt = receipt or office.drafts.save(mail, answered.message_id)
    return Done(receipt, composed.subject, mail.message_id)


def _sender_of_drafts(office: Office) -> Sender:
    """A person sends it: no mark of a machine in the name."""
    return Sender(office.sender, office.desk.organisation.name)


def _file(entry: OutboxEntry, effect: FileMessage, office: Office) -> Receipt:
    with office.store.begin() as tx:
        message = tx.message(effect.message)
    mailbox = next((m for m in office.mailboxes if message and m.name == message.mailbox), None)
    if message is None or mailbox is None:
        raise Permanent("The message or its mailbox is not known any more.")
    return mailbox.file(message.handle, effect.folder, entry.key)


def _register(
    entry: OutboxEntry, effect: RegisterInCaseSystem, state: Fresh, office: Office, *, repeated: bool
) -> Receipt:
    if state.file is None:
        raise Permanent(f"There is no case {effect.case}.")
    event = next((event for event in state.file.events if event.id == effect.event), None)
    if event is None:
        raise Permanent(f"There is no such letter on {effect.case}.")
    receipt = _asked(office.case_system.find(entry.key)) if repeated else None
    complaint = effect.complaint or state.file.case.complaint
    return receipt or office.case_system.register(entry.key, state.file.case, event, complaint)


def _prepare(entry: OutboxEntry, state: Fresh, office: Office, *, repeated: bool) -> Receipt:
    if state.file is None or not state.tasks:
        raise Permanent("The task of this submission is not known any more.")
    receipt = _asked(office.submissions.find(entry.key)) if repeated else None
    return receipt or office.submissions.prepare(entry.key, state.tasks[0], state.file.case)
