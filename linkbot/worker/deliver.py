"""The outbox: claim, look whether it still makes sense, ask when repeated, act, keep the receipt.

A deed is never done on a lapsed claim and never a second time blindly; what cannot be told is left to a person.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from linkbot.model.decision import Decision
from linkbot.model.effect import AskPerson, Effect, SendEmail, SendInvite, SendReport, Template
from linkbot.model.outbox import OutboxEntry, OutboxState
from linkbot.model.reading import Disposition
from linkbot.ports import Doubtful, Permanent, Transaction, Transient, Unusable
from linkbot.worker.alerts import cap_alert, outbox_alert
from linkbot.worker.answered import take_back
from linkbot.worker.composing import fresh
from linkbot.worker.not_now import NotNow, not_now, what_is_left
from linkbot.worker.office import Office
from linkbot.worker.patience import Patience
from linkbot.worker.perform import Before, Done, Unwanted, perform, tries_before
from linkbot.worker.rate_cap import RateCap
from linkbot.worker.reached import all_reached, remember
from linkbot.worker.reminders import Reminded
from linkbot.worker.second_way import goes_second
from linkbot.worker.sending_streak import RATE_CAP, goes_by_mail, note_failed, note_sent
from linkbot.worker.sheet_cycle import log_actions, look_back, write_rows

LEASE = timedelta(minutes=10)
BATCH = 100
ROWS = 20_000
"""Rows of the spreadsheet written in one turn; the others wait for the next. Opening and saving it is most of the work,
however many rows there are.
"""
SHORTEST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
CAP_WAIT = timedelta(minutes=10)
NEVER_CAPPED = frozenset(
    {
        Template.FIRST_CHASER_NOTICE.value,
        Template.FINAL_CHASER_NOTICE.value,
        Template.PRIORITY_TASK.value,
        Template.DETERMINATION_NOTICE.value,
        Template.QUESTION.value,
        Template.ALERT.value,
    }
)


def deliver(office: Office) -> int:
    """Do whatever is due in the outbox; answers how many effects were done. The spreadsheet comes last, and once."""
    take_back(office)
    go = Round(RateCap(office.messages_per_hour))
    done = _all_but_the_sheet(office, go)
    if not office.stopping():
        with office.store.begin() as tx:
            rows = tx.due_entries(office.moment().at, ROWS, sheet=True)
        if rows:
            done += write_rows(office, rows, lease=LEASE)
            done += _all_but_the_sheet(office, go)  # a workbook that fails is told at once
    log_actions(office)
    look_back(office)
    return done


@dataclass
class Round:
    """One going through the outbox. `waits`: for the next turn, the mail server does not answer in this one."""

    cap: RateCap
    patience: Patience = field(default_factory=Patience)
    reminded: Reminded = field(default_factory=Reminded)
    waits: set[str] = field(default_factory=set)


def _all_but_the_sheet(office: Office, go: Round) -> int:
    done = 0
    while not office.stopping() and (entries := _next(office, go.waits)):
        for entry in entries:
            if go.patience.is_spent and _by_server(entry):
                go.waits.add(entry.key)
            elif not office.stopping():
                done += _timed(office, entry, go)
    return done


def _next(office: Office, waits: set[str]) -> list[OutboxEntry]:
    with office.store.begin() as tx:
        due = tx.due_entries(office.moment().at, BATCH + len(waits), sheet=False)
    return _urgent_first([entry for entry in due if entry.key not in waits])


def _timed(office: Office, entry: OutboxEntry, go: Round) -> bool:
    begun = office.moment().at
    went = _one(office, entry, go)
    if _by_server(entry):
        go.patience.tried(office.moment().at - begun, went=went)
    if went and goes_by_mail(entry.effect):
        go.cap.sent()
    return went


def _by_server(entry: OutboxEntry) -> bool:
    return goes_by_mail(entry.effect) or goes_second(entry.effect)


def _urgent_first(entries: list[OutboxEntry]) -> list[OutboxEntry]:
    """After an outage a chaser's notice does not queue behind three days of lists; else in the order of deciding."""
    return sorted(entries, key=lambda entry: not _is_urgent(entry.effect))


def _is_urgent(effect: Effect) -> bool:
    if isinstance(effect, AskPerson):
        return effect.urgent
    return isinstance(effect, SendEmail) and effect.template in NEVER_CAPPED


def deliver_alarms(office: Office) -> int:
    """What goes by the second way, each tried before anything else is; answers how many were done."""
    with office.store.begin() as tx:
        waiting = tx.outbox(OutboxState.PENDING, OutboxState.CLAIMED)
    go, done = Round(RateCap(office.messages_per_hour)), 0
    for entry in (entry for entry in waiting if goes_second(entry.effect)):
        if not go.patience.is_spent and not office.stopping():
            done += _timed(office, entry, go)
    return done


def _one(office: Office, entry: OutboxEntry, go: Round) -> bool:
    token = secrets.token_hex(12)
    with office.store.begin() as tx:
        entry = tx.entry(entry.key) or entry
        before = tries_before(entry)
        if not tx.claim(entry.key, token, LEASE, office.moment().at):
            return False
    try:
        with office.store.begin() as tx:
            if not tx.holds_claim(entry.key, token, office.moment().at):
                return False  # slept past the lease: somebody else may have it
            state = fresh(tx, entry.effect, office)
            why = not_now(tx, entry, state, office, go.reminded)
            if why and before is Before.CUT_OFF:
                before = Before.OVERTAKEN  # what may have gone is never called withdrawn
            elif why:
                _put_off(tx, entry, token, why, office)
                return False
            elif before is not Before.CUT_OFF and _waits(tx, entry, token, office, go.cap):
                return False
        finished = perform(entry, what_is_left(entry, state, office), office, before=before)
    except Unwanted:
        with office.store.begin() as tx:
            if why:
                _put_off(tx, entry, token, why, office)
    except (Transient, OSError) as error:
        if before in (Before.CUT_OFF, Before.OVERTAKEN):
            # the doubt must outlive this try: it stays claimed, and is asked about again
            office.observer.fault("deliver", entry.key, str(error))
        else:
            _later(office, entry, token, error)
    except Doubtful as error:
        go.reminded.may_have_had(entry.effect)
        _end(office, entry, token, OutboxState.DOUBTFUL, error)
    except Permanent as error:
        _end(office, entry, token, OutboxState.FAILED, error)
    except Unusable:
        raise  # no fault of this effect, and nothing can be written about it
    except Exception as error:  # one effect that cannot be composed must not stop the others
        _end(office, entry, token, OutboxState.FAILED, error)
    else:
        _finish(office, entry, token, finished)
        go.reminded.may_have_had(entry.effect)
        return True
    return False


def _put_off(tx: Transaction, entry: OutboxEntry, token: str, why: NotNow, office: Office) -> None:
    tx.settle(entry.key, token, why.state, office.moment().at, error=why.reason, next_at=why.until)


def _waits(tx: Transaction, entry: OutboxEntry, token: str, office: Office, cap: RateCap) -> bool:
    """Over the rate cap: chasers, determinations, questions and alerts never wait, and a person is told once a day."""
    now = office.moment()
    if not isinstance(entry.effect, SendEmail | SendReport | SendInvite) or entry.effect.template in NEVER_CAPPED:
        return False
    if not cap.is_reached(tx, now.at):
        return False
    alert = cap_alert(office.messages_per_hour, desk=office.desk, today=now.today)
    tx.commit_decision(None, Decision(Disposition.REVIEW, intents=(alert,)), now.at)
    return tx.settle(entry.key, token, OutboxState.PENDING, now.at, error=RATE_CAP, next_at=now.at + CAP_WAIT)


def _finish(office: Office, entry: OutboxEntry, token: str, done: Done) -> None:
    with office.store.begin() as tx:
        tx.settle(entry.key, token, OutboxState.DONE, office.moment().at, receipt=done.receipt.reference)
        note_sent(tx, entry.effect)
        all_reached(tx, entry.key)
        if done.message_id:
            remember(tx, entry.effect, done.message_id)
    office.observer.delivered(replace(entry, state=OutboxState.DONE, receipt=done.receipt.reference), done.subject)


def _later(office: Office, entry: OutboxEntry, token: str, error: Transient | OSError) -> None:
    """Nothing was done, and the far side need not be asked: the next try is a first one."""
    now = office.moment().at
    wait = timedelta(minutes=2 ** min(entry.attempts, 6))
    if isinstance(error, Transient) and error.retry_after is not None:
        wait = timedelta(seconds=min(max(error.retry_after, 0.0), LONGEST_WAIT.total_seconds()))
    wait = min(max(wait, SHORTEST_WAIT), LONGEST_WAIT)
    with office.store.begin() as tx:
        tx.settle(entry.key, token, OutboxState.PENDING, now, error=str(error), next_at=now + wait)
        _note(tx, entry.effect, now, error, for_good=False)
    office.observer.fault("deliver", entry.key, str(error))


def _end(office: Office, entry: OutboxEntry, token: str, state: OutboxState, error: Exception) -> None:
    """Never again by itself: visible in the outbox, and a person is told once."""
    now = office.moment()
    words = str(error) or type(error).__name__
    with office.store.begin() as tx:
        tx.settle(entry.key, token, state, now.at, error=words)
        _note(tx, entry.effect, now.at, error, for_good=True)
        alert = outbox_alert(entry, state, words, desk=office.desk, today=now.today)
        if alert is not None:
            tx.commit_decision(None, Decision(Disposition.REVIEW, intents=(alert,)), now.at)
    office.observer.fault("deliver", entry.key, words)


def _note(tx: Transaction, effect: Effect, at: datetime, error: Exception, *, for_good: bool) -> None:
    """A server that took the mail for somebody works."""
    if isinstance(error, Transient | Permanent) and error.reached:
        note_sent(tx, effect)
    else:
        note_failed(tx, effect, at, str(error) or type(error).__name__, for_good=for_good)
