"""One effect to the outside, through the port that can do it. Tried before, the far side is asked first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import assert_never

from linkbot.engine.mail.parse import parse
from linkbot.engine.wording.compose import TemplateFault, compose
from linkbot.engine.wording.headers import HeaderRefused
from linkbot.engine.wording.invite import diary_event, invitation_mail
from linkbot.engine.wording.mime import Answered, NotOurReader, Sender, draft_mail, internal_mail
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
from linkbot.model.outbox import OutboxEntry, OutboxState
from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Answer, Doubtful, Found, Outgoing, Permanent, Receipt
from linkbot.worker.answerable import slips_for
from linkbot.worker.case_entries import case_entry
from linkbot.worker.composing import Fresh, context_of
from linkbot.worker.enclosures import evidence_enclosures, going_along
from linkbot.worker.office import Office
from linkbot.worker.packs import pack_of
from linkbot.worker.reached import sent_to_the_rest
from linkbot.worker.second_way import goes_second, sender_of, way_of

ON_THE_DESK = Receipt("waits for the desk mail")


@dataclass(frozen=True)
class Done:
    """What happened: proof, and what people see of it."""

    receipt: Receipt
    subject: str | None = None
    message_id: str | None = None


class Before(Enum):
    """How earlier tries of an effect ended, as far as is known."""

    NEVER = "never"  # this is the first
    NOT_DONE = "not_done"  # each ended with word that nothing was done
    CUT_OFF = "cut_off"  # the last one never ended: it may have been done
    OVERTAKEN = "overtaken"  # cut off, and not wanted any more, or not now: only what became of it is asked


class Unwanted(Exception):
    """The try that was cut off did nothing, and nothing is to be done any more, or now."""


def tries_before(entry: OutboxEntry) -> Before:
    """`entry` as it was before it was claimed now: one that is still claimed was cut off."""
    if entry.state is OutboxState.CLAIMED:
        return Before.CUT_OFF
    return Before.NOT_DONE if entry.attempts else Before.NEVER


def perform(entry: OutboxEntry, state: Fresh, office: Office, *, before: Before) -> Done:
    """Raises Transient, Permanent, Doubtful, Unwanted. Tried before, the far side is asked first."""
    try:
        return _perform(entry, state, office, before=before)
    except (NotOurReader, HeaderRefused, TemplateFault) as error:
        raise Permanent(str(error)) from error


def _perform(entry: OutboxEntry, state: Fresh, office: Office, *, before: Before) -> Done:
    effect = entry.effect
    match effect:
        case SendEmail() | SendReport():
            return _send(
                entry, _internal(entry, effect, state, office), office, before=before, way=way_of(effect, office)
            )
        case AskPerson():
            if not effect.urgent:
                return Done(ON_THE_DESK)
            return _send(entry, _internal(entry, effect, state, office), office, before=before)
        case SendInvite() | CancelInvite():
            return _invite(entry, effect, state, office, before=before)
        case DraftReply():
            return _draft(entry, effect, state, office, before=before)
        case FileMessage():
            return Done(_file(entry, effect, office))
        case RegisterInCaseSystem():
            return Done(_register(entry, effect, state, office, before=before))
        case PrepareSubmission():
            return Done(_prepare(entry, state, office, before=before))
        case UpdateSheet():
            raise Permanent("rows of the spreadsheet are written together, not one by one")
        case _:
            assert_never(effect)


def _sender(office: Office) -> Sender:
    return Sender(office.sender, f"{office.desk.organisation.name} Ombudsman desk (linkbot)")


def _internal(
    entry: OutboxEntry, effect: SendEmail | SendReport | AskPerson, state: Fresh, office: Office
) -> tuple[OutgoingMail, Composed]:
    token = ""
    if state.asked:
        with office.store.begin() as tx:
            token = slips_for(tx, entry, state.asked, address=effect.to[0], office=office)
    composed = compose(effect, context=context_of(state, office, token=token), templates=office.templates)
    mail = internal_mail(
        composed,
        key=entry.key,
        token=token,
        sender=replace(_sender(office), address=sender_of(effect, office)),
        organisation=office.desk.organisation,
        to=effect.to,
        cc=getattr(effect, "cc", ()),
        date=entry.created_at,
        tasks=getattr(effect, "tasks", ()),
        urgent=(isinstance(effect, AskPerson) and effect.urgent) or goes_second(effect),
        enclosures=going_along(effect, office),
    )
    return mail, composed


def _send(
    entry: OutboxEntry,
    made: tuple[OutgoingMail, Composed],
    office: Office,
    *,
    before: Before,
    way: Outgoing | None = None,
) -> Done:
    mail, composed = made
    way = way or office.outgoing
    receipt = _asked(lambda: way.find(mail), before)
    return Done(receipt or sent_to_the_rest(entry, mail, way, office), composed.subject, mail.message_id)


def _invite(
    entry: OutboxEntry, effect: SendInvite | CancelInvite, state: Fresh, office: Office, *, before: Before
) -> Done:
    """By the diary of the mail system where it has one, else by mail: never by both."""
    composed = compose(effect, context=context_of(state, office), templates=office.templates)
    mail = invitation_mail(
        effect,
        composed,
        key=entry.key,
        sender=_sender(office),
        organisation=office.desk.organisation,
        date=entry.created_at,
    )
    calendar = office.calendar
    if calendar is None:
        return _send(entry, (mail, composed), office, before=before)
    event = diary_event(effect, composed, key=entry.key)
    receipt = _asked(lambda: calendar.find(event), before)
    act = calendar.cancel if isinstance(effect, CancelInvite) else calendar.put
    return Done(receipt or act(event), composed.subject)


def _asked(find: Callable[[], Found], before: Before) -> Receipt | None:
    """The receipt of an earlier try, None when it did not happen and should. Raises Doubtful when nobody can say.

    A far side that cannot tell (plain SMTP) makes a doubt only of a try that was cut off: a server that was down, a
    rate cap or a person's "do it again" is word enough that nothing was done.
    """
    if before is Before.NEVER:
        return None
    found = find()
    if isinstance(found, Receipt):
        return found
    if found is Answer.CANNOT_TELL and before in (Before.CUT_OFF, Before.OVERTAKEN):
        raise Doubtful("An earlier try was cut off and the far side cannot say whether it got there.")
    if before is Before.OVERTAKEN:
        raise Unwanted("An earlier try was cut off before anything was done.")
    return None


def _draft(entry: OutboxEntry, effect: DraftReply, state: Fresh, office: Office, *, before: Before) -> Done:
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
        enclosures=evidence_enclosures(effect.files, office, most=None),
    )
    receipt = _asked(lambda: office.drafts.find(mail), before)
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
    entry: OutboxEntry, effect: RegisterInCaseSystem, state: Fresh, office: Office, *, before: Before
) -> Receipt:
    if effect.by_hand:
        raise Permanent("A person does this in the case system, and says so here: it is never done by linkbot.")
    made = case_entry(entry, effect, state.file, office)
    receipt = _asked(lambda: office.case_system.find(entry.key, made), before)
    return receipt or office.case_system.write(entry.key, made)


def _prepare(entry: OutboxEntry, state: Fresh, office: Office, *, before: Before) -> Receipt:
    if state.file is None or not state.tasks:
        raise Permanent("The task of this submission is not known any more.")
    receipt = _asked(lambda: office.submissions.find(entry.key), before)
    task = state.tasks[0]
    return receipt or office.submissions.prepare(entry.key, task, state.file.case, pack_of(office, state.file, task))
