"""Silence is an alarm: linkbot looks whether it still hears and is still heard, and tells the link officer and IT.

One transaction reads what stands, raises and ends alarms and intends their mails: a restart or a second process repeats
nothing. In every mode, because it is about linkbot and never about a case. Without a store that can be written it can
do nothing: then the heartbeat stops.
"""

from __future__ import annotations

from datetime import datetime

from linkbot.engine.casework.keys import effect_key
from linkbot.engine.dates.working_hours import WORKING_DAY, working_time
from linkbot.engine.silence.alarming import Verdict, What, judge
from linkbot.engine.silence.recovery import recovery_facts
from linkbot.engine.silence.troubles import SENDING, Heard, Look, Stuck, troubles
from linkbot.engine.silence.usual_gap import LOOKED_BACK, SHORTEST_SILENCE
from linkbot.engine.silence.words import alarm_facts
from linkbot.model.alarm import Alarm, AlarmKind
from linkbot.model.decision import Decision
from linkbot.model.effect import Facts, SendEmail, Template, UpdateSheet
from linkbot.model.outbox import Intent, OutboxState
from linkbot.model.people import IT, LINK_OFFICER
from linkbot.model.reading import Disposition
from linkbot.ports import MessageStatus, Transaction
from linkbot.worker.office import Office, Vigil
from linkbot.worker.second_way import goes_second
from linkbot.worker.sending_streak import RATE_CAP, streak

FIRST_LOOK = "alarm.first_look:"
WELL_SINCE = "alarm.well_since:"


def keep_vigil(office: Office) -> int:
    """Raise and end alarms; their mails are in the outbox then. Answers how many stand of which a monitor should hear:
    linkbot cannot read, or cannot send.
    """
    vigil, moment = office.vigil, office.moment()
    if vigil is None:
        return 0
    calendar = office.desk.calendar
    with office.store.begin() as tx:
        alarms = tx.alarms(open_only=False)
        found = troubles(
            _heard(tx, office, moment.at),
            alarms=alarms,
            now=moment.at,
            minutes=vigil.no_poll_minutes,
            calendar=calendar,
        )
        well = {what: at for alarm in alarms if alarm.ended_at is None and (at := _instant(tx, what := _what(alarm)))}
        verdict = judge(found, alarms=alarms, well_since=well, now=moment.at, calendar=calendar)
        for what in well.keys() | verdict.well_since.keys():
            since = verdict.well_since.get(what)
            tx.set_mark(_well_mark(what), since.isoformat() if since else None)
        for alarm in (*(alarm for alarm, _ in verdict.raised), *verdict.ended):
            tx.save_alarm(alarm)
        decision = _told(verdict, office, vigil)
        new = tx.commit_decision(None, decision, moment.at)
        standing = tx.alarms()
    if new:
        office.observer.fell_due(decision, new)
    return sum(alarm.kind is AlarmKind.NO_POLL or alarm.scope == SENDING for alarm in standing)


def _told(verdict: Verdict, office: Office, vigil: Vigil) -> Decision:
    """An alarm that is over before its mail could leave is told by the recovery notice alone."""
    zone = office.moment().at.tzinfo
    watched = {mailbox.name for mailbox in office.mailboxes}
    intents: list[Intent] = []
    withdraw: list[str] = []
    for alarm, trouble in verdict.raised:
        facts = alarm_facts(alarm, trouble, minutes=vigil.no_poll_minutes, zone=zone)
        intents += _mails(alarm, "mail:alarm", facts, office, vigil)
    for alarm in verdict.ended:
        facts = recovery_facts(alarm, watched=alarm.scope in watched, zone=zone)
        intents += _mails(alarm, "mail:recovery", facts, office, vigil)
        withdraw += [intent.key for intent in _mails(alarm, "mail:alarm", (), office, vigil)]
    return Decision(Disposition.REVIEW, intents=tuple(intents), withdraw=tuple(withdraw))


def _mails(alarm: Alarm, step: str, facts: Facts, office: Office, vigil: Vigil) -> list[Intent]:
    """One to each reader, so that an address the server refuses keeps nobody else from hearing."""
    officer = office.desk.directory.post(LINK_OFFICER, office.moment().today)
    it = [(IT, address) for address in dict.fromkeys(vigil.it) if address != officer]
    cause = f"alarm:{alarm.kind.value}:{alarm.scope}@{alarm.since.timestamp():.6f}"
    return [
        Intent(
            effect_key(cause=cause, step=step, subject=role if role == LINK_OFFICER else address, role=role),
            SendEmail(template=Template.ALERT.value, role=role, to=(address,), facts=facts, route="second"),
        )
        for role, address in ((LINK_OFFICER, officer), *it)
    ]


def _heard(tx: Transaction, office: Office, now: datetime) -> Heard:
    return Heard(
        looks=_looks(tx, office),
        streak=streak(tx),
        stuck=_stuck(tx),
        letters=_letters(tx, office, now),
        undecided=tx.count_messages().get(MessageStatus.RECEIVED, 0),
    )


def _looks(tx: Transaction, office: Office) -> tuple[Look, ...]:
    """The mailboxes of today's configuration; one into which no look has ever gone well counts from the first."""
    polls = {poll.mailbox: poll for poll in tx.polls()}
    looks = []
    for mailbox in office.mailboxes:
        poll, name = polls.get(mailbox.name), FIRST_LOOK + mailbox.name
        if poll is None:
            continue
        first = tx.mark(name)
        if poll.succeeded_at is None and first is None:
            tx.set_mark(name, first := poll.at.isoformat())
        elif poll.succeeded_at is not None and first is not None:
            tx.set_mark(name, None)
        since = poll.succeeded_at or datetime.fromisoformat(first or poll.at.isoformat())
        looks.append(Look(mailbox.name, since, poll.fault))
    return tuple(looks)


def _stuck(tx: Transaction) -> tuple[Stuck, ...]:
    """What has been tried and waits. Not the workbook, which somebody has open; nor what the rate cap holds back; nor
    the alarms themselves.
    """
    return tuple(
        Stuck(entry.key, entry.effect.effect, entry.created_at, entry.attempts, entry.last_error or "")
        for entry in tx.outbox(OutboxState.PENDING, OutboxState.CLAIMED)
        if entry.attempts
        and entry.last_error != RATE_CAP
        and not isinstance(entry.effect, UpdateSheet)
        and not goes_second(entry.effect)
    )


def _letters(tx: Transaction, office: Office, now: datetime) -> tuple[datetime, ...]:
    """While the last one is not long ago the others are not looked up."""
    last = tx.last_letter_at()
    if last is None:
        return ()
    quiet = working_time(last, now, office.desk.calendar)
    return tx.letters_at(last - LOOKED_BACK) if quiet >= SHORTEST_SILENCE * WORKING_DAY else (last,)


def _what(alarm: Alarm) -> What:
    return alarm.kind, alarm.scope


def _well_mark(what: What) -> str:
    return f"{WELL_SINCE}{what[0].value}:{what[1]}"


def _instant(tx: Transaction, what: What) -> datetime | None:
    kept = tx.mark(_well_mark(what))
    return datetime.fromisoformat(kept) if kept else None
