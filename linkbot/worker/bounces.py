"""A mail that says that one of ours did not arrive: found again by its Message-ID, and asked about with its task.

Only what the store knows as ours is taken so; any other notice of a failure is read as before, and a person looks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from linkbot.engine.casework.bounced import Bounced
from linkbot.engine.casework.bounced import take_bounce as follow
from linkbot.engine.mail.undelivered import Undelivered, undelivered
from linkbot.model.decision import Decision
from linkbot.model.effect import AskPerson, Effect, Template
from linkbot.model.outbox import OutboxEntry
from linkbot.model.place import Place, place_of
from linkbot.model.question import About
from linkbot.model.reading import Disposition
from linkbot.ports import StoredMessage, Transaction
from linkbot.worker.modes import for_mode
from linkbot.worker.office import LONDON, Office
from linkbot.worker.process import Looked
from linkbot.worker.settled_row import settled_row
from linkbot.worker.trial_mail import came_back

GATE = "bounce"
MOST = 3
"""Addresses of a report that are told although the mail was written to others: aliases lead anywhere."""
_OURS = re.compile(r"([0-9a-f]{32})@linkbot\.")
_CALLED = {
    Template.TASK.value: "The task mail",
    Template.REMINDER.value: "The reminder",
    Template.DESK_MAIL.value: "The desk mail",
    Template.WEEKLY_LIST.value: "The weekly list",
    Template.DAILY_LIST.value: "The daily list",
    Template.INVITATION.value: "The invitation",
}


@dataclass(frozen=True)
class Ours:
    """What came back. `entry` is None for a mail that people wrote in this mailbox."""

    id: str  # its Message-ID
    entry: OutboxEntry | None
    cases: tuple[str, ...]
    tasks: tuple[str, ...]


def take_bounce(office: Office, message: StoredMessage, looked: Looked) -> bool:
    """Whether it was the return of a mail of ours, and is settled with that. Raises Stale."""
    seen = looked.seen
    outside = message.vouch is not None or place_of(message.folder) is Place.SENT
    if outside or seen.gate is None or seen.gate.id != GATE:
        return False
    report = undelivered(seen.message)
    row = replace(settled_row(office, message, looked), kind=seen.gate.kind)
    with office.store.begin() as tx:
        copies = tx.messages_with_id(row.message_id) if row.message_id else ()
        if copies:
            return False
        decision = _of_a_trial(tx, report) or _of_ours(tx, office, report, message.id)
        if decision is None:
            return False
        decision = for_mode(decision, office.mode)
        new = tx.commit_decision(message.id, decision, office.moment().at)
        row = replace(row, disposition=decision.disposition.value, cases=decision.touched_cases)
        tx.save_message(row)
    office.observer.message_decided(row, decision, new)
    return True


def _of_a_trial(tx: Transaction, report: Undelivered) -> Decision | None:
    """Nobody waits for it but whoever asks `linkbot doctor`."""
    trial = came_back(tx, report)
    if trial is None:
        return None
    return Decision(Disposition.FILE, reasons=(f"The test mail to {trial.to} did not arrive: {trial.failed}.",))


def _of_ours(tx: Transaction, office: Office, report: Undelivered, id: str) -> Decision | None:
    ours = _ours(tx, report.mails)
    if ours is None:
        return None
    tasks = [task for id in ours.tasks if (task := tx.task(id)) is not None]
    asked = [question for question in tx.questions() if question.about is About.UNDELIVERED]
    return follow(_bounced(ours, report, id), tasks, asked=asked, desk=office.desk, moment=office.moment())


def _ours(tx: Transaction, mails: Sequence[str]) -> Ours | None:
    """The first of these ids that a mail of linkbot's bore, else one that stands in a case."""
    found = []
    for id in mails:
        mark = _OURS.match(id)
        entry = next(iter(tx.entries_beginning(mark[1])), None) if mark else None
        tasks, cases = tx.tasks_of_thread((id,)), tx.cases_of_thread((id,))
        if entry is not None or tasks or cases:
            found.append(Ours(id, entry, cases, tasks))
    return next((one for one in found if one.entry is not None), found[0] if found else None)


def _bounced(ours: Ours, report: Undelivered, id: str) -> Bounced:
    effect = ours.entry.effect if ours.entry else None
    to = tuple(address.casefold() for address in (*getattr(effect, "to", ()), *getattr(effect, "cc", ())))
    failed = tuple(address for address in report.failed if address in to) or report.failed[:MOST] or to
    return Bounced(
        report=id,
        what=_called(effect),
        sent_on=_sent_on(ours.entry),
        failed=failed,
        why=report.why,
        case=next(iter(ours.cases), None) or (effect.case if effect else None),
    )


def _called(effect: Effect | None) -> str:
    if effect is None:
        return "A mail from this mailbox"
    if isinstance(effect, AskPerson):
        return "A question of linkbot's"
    template = str(getattr(effect, "template", None) or effect.effect)
    return _CALLED.get(template, f"Our mail ({template.replace('_', ' ')})")


def _sent_on(entry: OutboxEntry | None) -> date | None:
    return entry.done_at.astimezone(LONDON).date() if entry and entry.done_at else None
