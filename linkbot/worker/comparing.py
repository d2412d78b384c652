"""After a restore: nothing leaves before what was done meanwhile has been compared with the far side.

First everything the former linkbot may have read is read and decided again, and what may have fallen due falls due;
keys make it the same effects. Then each that is not done is looked for: in the register that was replaced, in Drafts,
in the mailbox, at the far side. Found is done; what nobody can tell is a person's. What follows is one transaction.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from linkbot.engine.casework.due_again import due_again, of_that_day
from linkbot.engine.wording.tokens import message_id
from linkbot.model.decision import Decision
from linkbot.model.effect import (
    AskPerson,
    CancelInvite,
    DraftReply,
    Effect,
    PrepareSubmission,
    RegisterInCaseSystem,
    SendEmail,
    SendInvite,
    SendReport,
    Template,
)
from linkbot.model.mode import Mode
from linkbot.model.outbox import OutboxEntry, OutboxState
from linkbot.model.outgoing import OutgoingMail
from linkbot.model.reading import Disposition
from linkbot.ports import Answer, Found, MessageStatus, Permanent, Receipt, Traces, Transaction
from linkbot.worker.backlog import process_backlog
from linkbot.worker.case_entries import case_entry
from linkbot.worker.falling_due import happen, run_due, standing
from linkbot.worker.filing import whose
from linkbot.worker.office import Office, moment_of
from linkbot.worker.reached import remember
from linkbot.worker.restored import RestoredTo, restored_to, word_taken
from linkbot.worker.safekeeping import restored_alert
from linkbot.worker.second_way import goes_second
from linkbot.worker.sheet_cycle import write_anew

OPEN = (OutboxState.PENDING, OutboxState.CLAIMED, OutboxState.HELD, OutboxState.FAILED, OutboxState.DOUBTFUL)
MAILS = (SendEmail, SendReport, SendInvite, CancelInvite, AskPerson)
DOUBT = "linkbot was restored to an earlier state: this may have been done before, and the far side cannot say."
COMES_AGAIN = frozenset({Template.REMINDER.value, Template.DESK_MAIL.value, Template.DAILY_LIST.value})
"""Days later, or the next morning: not worth a person's search."""
OVER = "linkbot was restored to an earlier state: this may have been sent before, and the next one comes by itself."
HELD_DOUBT = (
    "linkbot was restored to an earlier state: this may have been released and sent already. Look before you do."
)


class Verdict(Enum):
    DONE = "done"
    DOUBTFUL = "doubtful"
    UNSURE = "held, and perhaps sent"
    NEXT_TIME = "the next one comes by itself"
    GOES_ON = "goes on"


def compare(office: Office) -> bool:
    """True when nothing stands in the way of delivery: always, but between a restore and the end of its comparison.

    Raises Transient or Permanent when a far side cannot be asked: then nothing leaves, and the next turn tries again.
    """
    with office.store.begin() as tx:
        word = restored_to(tx)
        if word is None:
            return True
        read = _all_read(tx, office, word)
    return read and _decided_again(office, word) and _settled(office, word)


def verdict(entry: OutboxEntry, found: Found) -> Verdict:
    """Pure. What is held waits for a person in any case; what had failed or was in doubt then, still is."""
    if isinstance(found, Receipt):
        return Verdict.DONE
    if found is Answer.ABSENT or entry.state in (OutboxState.FAILED, OutboxState.DOUBTFUL):
        return Verdict.GOES_ON
    if entry.state is OutboxState.HELD:
        return Verdict.UNSURE
    return Verdict.NEXT_TIME if getattr(entry.effect, "template", None) in COMES_AGAIN else Verdict.DOUBTFUL


def _all_read(tx: Transaction, office: Office, word: RestoredTo) -> bool:
    """Every mailbox has been looked into since: what came meanwhile is in the register."""
    looked = {poll.mailbox: poll.succeeded_at for poll in tx.polls()}
    return not office.stopping() and all(
        (at := looked.get(mailbox.name)) is not None and at >= word.at for mailbox in office.mailboxes
    )


def _decided_again(office: Office, word: RestoredTo) -> bool:
    """In the order of receipt; what came after the former linkbot stopped is left for later, and is no doubt then."""
    process_backlog(office, before=word.until)
    with office.store.begin() as tx:
        left = [message for message in tx.messages(MessageStatus.RECEIVED) if message.received_at < word.until]
        state = standing(tx, office)
    if left or office.stopping():
        return False
    if office.mode is not Mode.WATCH:
        moment, until = office.moment(), moment_of(word.until)
        with office.store.begin() as tx:
            for one in of_that_day(state, until=until, desk=office.desk, times=office.times):
                tx.add_occurrence(one, moment.at)  # what may have gone that day waits for the next
        run_due(office)
        for due in due_again(state, until=until, moment=moment, desk=office.desk, times=office.times):
            happen(office, due)
    return True


def _settled(office: Office, word: RestoredTo) -> bool:
    with office.store.begin() as tx:
        entries = [entry for entry in tx.outbox(*OPEN) if _can_be_doubled(entry.effect)]
    ids = {message_id(entry.key, _domain(office)): entry.key for entry in entries}
    traces = _traces(office, frozenset(ids), word)
    found = {entry.key: _found(entry, office, word, traces) for entry in entries}
    now = office.moment()
    try:
        with office.store.begin() as tx:
            done = _with(Verdict.DONE, entries, found)
            doubtful = _with(Verdict.DOUBTFUL, entries, found)
            for entry in _with(Verdict.NEXT_TIME, entries, found):
                _settle(tx, office, entry, OutboxState.WITHDRAWN, error=OVER)
            unsure = _with(Verdict.UNSURE, entries, found)
            for entry in done:
                receipt = found[entry.key]
                assert isinstance(receipt, Receipt)
                _settle(tx, office, entry, OutboxState.DONE, receipt=receipt.reference)
            for entry in doubtful:
                _settle(tx, office, entry, OutboxState.DOUBTFUL, error=DOUBT)
            for entry in unsure:
                _settle(tx, office, entry, OutboxState.HELD, error=HELD_DOUBT)
            unknown = tuple((folder, id) for folder, id in traces.moved if not tx.messages_with_id(id))
            alert = restored_alert(
                word,
                done=done,
                doubtful=doubtful,
                unsure=unsure,
                moved=unknown,
                drop_folder=any(whose(mailbox) for mailbox in office.mailboxes),
                desk=office.desk,
                today=now.today,
            )
            tx.commit_decision(None, Decision(Disposition.REVIEW, intents=(alert,)), now.at)
            write_anew(tx)
            word_taken(tx, word)
    except _InHand:
        return False  # a claim of that time has not lapsed, or somebody else acts: the next turn looks again
    for entry in done:
        office.observer.delivered(replace(entry, state=OutboxState.DONE), None)
    return True


def _can_be_doubled(effect: Effect) -> bool:
    """Rows of the workbook and the filing of mail may be done again; alarms about linkbot itself never wait."""
    if isinstance(effect, AskPerson):
        return effect.urgent  # else it waits for the desk mail, and is no mail itself
    if isinstance(effect, RegisterInCaseSystem) and effect.by_hand:
        return False  # a person does it, and has not said so
    return isinstance(effect, (*MAILS, DraftReply, RegisterInCaseSystem, PrepareSubmission)) and not goes_second(effect)


def _traces(office: Office, ids: frozenset[str], word: RestoredTo) -> Traces:
    looked = [past.traces(ids, word.state_of) for past in office.past]
    return Traces(
        frozenset().union(*(one.ours for one in looked)),
        tuple(dict.fromkeys(two for one in looked for two in one.moved)),
    )


def _found(entry: OutboxEntry, office: Office, word: RestoredTo, traces: Traces) -> Found:
    known = dict(word.done).get(entry.key)
    if known is not None:
        return Receipt(known)
    match entry.effect:
        case RegisterInCaseSystem() as effect:
            return _written(entry, effect, office)
        case PrepareSubmission():
            return office.submissions.find(entry.key)
    id = message_id(entry.key, _domain(office))
    if id in traces.ours:
        return Receipt(id)
    mail = OutgoingMail(key=entry.key, message_id=id, sender=office.sender, recipients=(), octets=b"")
    return office.drafts.find(mail) if isinstance(entry.effect, DraftReply) else office.outgoing.find(mail)


def _written(entry: OutboxEntry, effect: RegisterInCaseSystem, office: Office) -> Found:
    with office.store.begin() as tx:
        file = tx.case(effect.case)
    try:
        return office.case_system.find(entry.key, case_entry(entry, effect, file, office))
    except Permanent:  # of a case or letter that the restored register does not hold
        return Answer.CANNOT_TELL


def _domain(office: Office) -> str:
    """As the sender of a mail gives it to its Message-ID."""
    return office.sender.rpartition("@")[2].casefold()


def _with(wanted: Verdict, entries: list[OutboxEntry], found: dict[str, Found]) -> tuple[OutboxEntry, ...]:
    return tuple(entry for entry in entries if verdict(entry, found[entry.key]) is wanted)


class _InHand(Exception):
    """An entry cannot be settled just now."""


def _settle(
    tx: Transaction,
    office: Office,
    entry: OutboxEntry,
    state: OutboxState,
    *,
    receipt: str | None = None,
    error: str | None = None,
) -> None:
    """What may have gone is remembered with its Message-ID: an answer to it finds its task. Raises _InHand."""
    if not tx.settle(entry.key, None, state, office.moment().at, receipt=receipt, error=error):
        raise _InHand
    if isinstance(entry.effect, (*MAILS, DraftReply)):
        remember(tx, entry.effect, message_id(entry.key, _domain(office)))
