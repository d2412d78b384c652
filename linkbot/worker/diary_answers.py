"""A mail that answers an invitation of ours: noted on it, in the transaction that calls the message decided.

Known by the UID in its calendar part, never by its words. A mail that brings something else besides is read as a letter
as well; an answer to somebody else's invitation is put away only when a colleague sent it and nothing else is in it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from linkbot.engine.casework.attendance import Said, take_answer
from linkbot.engine.mail.diary_answer import diary_answer, is_calendar
from linkbot.model.authentication import Verdict
from linkbot.model.decision import Decision
from linkbot.model.diary import DiaryAnswer
from linkbot.model.effect import SendInvite
from linkbot.model.mail import TextStatus
from linkbot.model.outbox import OutboxState
from linkbot.model.place import Place, place_of
from linkbot.model.reading import Disposition
from linkbot.ports import StoredMessage, Transaction, Transient
from linkbot.worker.modes import for_mode
from linkbot.worker.office import Office
from linkbot.worker.process import Looked
from linkbot.worker.settled_row import settled_row

NO_ANSWER = frozenset({"delayed", "bounce", "own_mail", "oversized"})
"""Gates behind which nobody has answered anything. A diary that answers by itself is an answer."""
UNKNOWN = "An answer to an invitation that is none of linkbot's."


def take_diary_answer(office: Office, message: StoredMessage, looked: Looked) -> bool:
    """Whether this was all there is to the message. Raises Stale; Transient while its invitation is on its way."""
    seen = looked.seen
    answer = diary_answer(seen.message)
    if answer is None or message.vouch is not None or place_of(message.folder) is Place.SENT:
        return False
    if seen.message.from_ is None or (seen.gate is not None and seen.gate.id in NO_ANSWER):
        return False
    verified = seen.authentication.verdict is Verdict.INTERNAL
    if not verified and not office.desk.organisation.owns(seen.message.from_.address):
        return False  # nobody outside is ever invited: whatever they write is read
    row = settled_row(office, message, looked)
    whole = not _brings_more(looked)
    with office.store.begin() as tx:
        decision = _decision(tx, office, answer, _said(row, looked, verified=verified))
        if decision is None and not (verified and whole):
            return False
        decision = for_mode(decision or Decision(Disposition.FILE, reasons=(UNKNOWN,)), office.mode)
        new = tx.commit_decision(message.id if whole else None, decision, office.moment().at)
        row = replace(row, disposition=decision.disposition.value, cases=decision.touched_cases)
        if whole:
            tx.save_message(row)
    if whole:
        office.observer.message_decided(row, decision, new)
    else:
        office.observer.fell_due(decision, new)
    return whole


def _decision(tx: Transaction, office: Office, answer: DiaryAnswer, said: Said) -> Decision | None:
    """None: it answers no invitation that is known here."""
    invitation = tx.invitation(answer.uid)
    file = tx.case(invitation.case) if invitation else None
    if invitation is None or file is None:
        if said.verified and _is_on_its_way(tx, said.by):
            raise Transient("An invitation to this officer is still on its way: what its diary calls it is not known.")
        return None
    return take_answer(answer, said, invitation, file=file, desk=office.desk, moment=office.moment())


def _is_on_its_way(tx: Transaction, address: str) -> bool:
    """Cut off while a diary was being written: its own UID is known once the diary has been asked."""
    sending = (entry.effect for entry in tx.outbox(OutboxState.CLAIMED))
    return any(isinstance(effect, SendInvite) and address in effect.to for effect in sending)


def _said(row: StoredMessage, looked: Looked, *, verified: bool) -> Said:
    """When it was written, as the mail says; never later than it came."""
    written = looked.seen.message.date
    at = min(written.astimezone(UTC), row.received_at) if written is not None else row.received_at
    return Said(by=row.sender or "", at=at, verified=verified, message=row.id)


def _brings_more(looked: Looked) -> bool:
    """Files beside the calendar, or a letter passed on."""
    message = looked.seen.message
    calendars = {part.index for part in message.all_attachments if is_calendar(part)}
    files = [text for text in looked.texts if text.status is not TextStatus.IGNORED and text.index not in calendars]
    return bool(files or message.nested or looked.seen.acting.forwarded)
