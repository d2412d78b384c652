"""What follows from one message: the heart of linkbot. Pure: the reading, what is known, the desk and the moment in,
a `Decision` out. It reads nothing, sends nothing and asks nobody; it says what should be read, sent and asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from linkbot.engine.casework.confirming import date_first
from linkbot.engine.casework.copies import earlier_determination, further_copy, older_letter
from linkbot.engine.casework.doubt import ask_about_doubt, ask_before_acting, hold
from linkbot.engine.casework.following import act_on_letter, put_away
from linkbot.engine.casework.keys import event_id
from linkbot.engine.casework.misfiled import left_behind
from linkbot.engine.casework.projection import project_letter
from linkbot.engine.casework.recipients import draft_address
from linkbot.engine.casework.record import event_title, update_case
from linkbot.engine.casework.recovering import tell_recovered
from linkbot.engine.casework.steps import register
from linkbot.engine.casework.targets import targets
from linkbot.engine.casework.unfiled import decide_without_case
from linkbot.engine.casework.vouched import brought_again, came_at, reopen, settle_portal
from linkbot.engine.casework.word import Word, apply
from linkbot.engine.casework.work import Moment, Work
from linkbot.model.casework import CaseStatus, Event
from linkbot.model.decision import CaseFile, Decision, Known
from linkbot.model.desk import Desk
from linkbot.model.playbook import Do
from linkbot.model.question import About
from linkbot.model.reading import Disposition, Reading

_NOW_DIRECT = "The forward of this letter raised a doubt; now it has come directly."
_NOW_IN_THE_INBOX = "It lay in junk or among deleted mail; now somebody has moved it to where letters are."
EARLY = "Received before begin_on: registered, not acted on."

CASELESS = frozenset({"annual_letter", "newsletter", "automatic_reply", "delivery_failure", "unrelated"})
"""Kinds that are about no case even when a reference stands in them."""


def decide(
    reading: Reading,
    *,
    message: str,
    received_at: datetime,
    known: Known,
    desk: Desk,
    moment: Moment,
    word: Word | None = None,
) -> Decision:
    """Everything that should follow from one message, for each case it is about."""
    word = word or Word()
    reading = apply(word, reading, desk.calendar)
    if known.copies and reading.vouch is None:
        return Decision(Disposition.FILE, reasons=("The same message came before.",), copy_of=known.copies[0])
    received_on = received_at.astimezone(moment.at.tzinfo).date()
    if reading.vouch is not None:
        received_on = reading.vouch.notice_on or received_on
        reading = date_first(reading, desk.playbook(reading.kind or ""), dated=word.dated)
    early = desk.begin_on is not None and received_on < desk.begin_on and reading.vouch is None
    files = targets(reading, known=known, at=received_at) if _may_touch_a_case(reading, word) else ()
    if not files and known.copies:  # brought in again it may be wanted again: that is seen in its case
        return Decision(Disposition.FILE, reasons=("The same message came before.",), copy_of=known.copies[0])
    if not files and early:
        return Decision(reading.disposition, reasons=(*reading.reasons, EARLY))
    unproven = _is_unproven(reading, word, known)
    if not files:
        return decide_without_case(
            reading, message=message, desk=desk, moment=moment, said=word.said, unproven=unproven
        )
    works = []
    for position, file in enumerate(files):
        draft_to = draft_address(reading, desk) if position == 0 else None
        works.append(
            _decide_case(
                reading,
                file,
                message=message,
                received_at=received_at,
                received_on=received_on,
                early=early,
                known=known,
                desk=desk,
                moment=moment,
                word=word,
                draft_to=draft_to,
                unproven=unproven,
            )
        )
    if word.case is not None:
        left = left_behind(known, files, message=message, moment=moment, desk=desk)
        works += [(work, Disposition.FILE) for work in left]
    return _merge(works, reading)


def _is_unproven(reading: Reading, word: Word, known: Known) -> bool:
    """Clear and genuine, but of a kind that does not act alone, and no person has said yes."""
    kinds = {reading.kind, *reading.classification.also}
    acts = reading.disposition is Disposition.ACT and reading.vouch is None
    return acts and not word.confirmed and bool(kinds & known.asked_first)


def _may_touch_a_case(reading: Reading, word: Word) -> bool:
    """Gated mail, mail of no known kind or sender, and kinds without a case stay outside the register."""
    if reading.vouch is not None:
        return True  # a person says that it is a letter; where no case is named, they are asked
    if reading.kind in CASELESS:
        return False
    if reading.gate is not None:
        return word.genuine
    return reading.ombudsman is not None or reading.kind in ("service_evidence", "portal_notice")


def _decide_case(
    reading: Reading,
    file: CaseFile,
    *,
    message: str,
    received_at: datetime,
    received_on: date,
    early: bool,
    known: Known,
    desk: Desk,
    moment: Moment,
    word: Word,
    draft_to: str | None,
    unproven: bool,
) -> tuple[Work, Disposition]:
    cause = event_id(
        ombudsman=file.case.ombudsman,
        reference=file.case.reference,
        letter_on=reading.letter_date,
        letter_digest=reading.letter_digest,
    )
    work = Work(file, cause=cause, message=message, moment=moment, desk=desk, directory_kept=known.directory_kept)
    seen = next((event for event in file.events if event.id == cause), None)
    playbook = desk.playbook(reading.kind) if reading.kind else None
    stood_for = word.older_acts or (reading.vouch is not None and word.confirmed)
    older = None if stood_for else older_letter(reading, file, received_on=received_on)
    closed = file.case.status is CaseStatus.CLOSED and not word.confirmed and reading.kind != "compliance_confirmation"
    repeated = earlier_determination(reading, file, cause) and not word.confirmed
    conflict = bool(known.conflicting) and not word.confirmed and reading.disposition is not Disposition.FILE
    doubted = bool(older or closed or repeated or conflict)
    clear = reading.disposition is Disposition.ACT and not doubted and playbook is not None
    acts = clear and not unproven
    if seen is not None and brought_again(reading, seen, file):
        reopen(work)
    elif seen is not None and seen.message != message:
        direct_now = seen.forwarded and not reading.forwarded
        if not (clear and not seen.acted and (direct_now or seen.message in known.rescued)):
            further_copy(work, seen, reading)
            settle_portal(work, reading, acted=seen.acted)
            return work, Disposition.FILE
        work.reasons.append(_NOW_DIRECT if direct_now else _NOW_IN_THE_INBOX)
        work.answered.extend(q.id for q in file.questions if q.message == seen.message)
    update_case(work, reading, known=known, acted=acts and not early, asks=not early)
    work.events.append(
        Event(
            id=cause,
            case=file.case.id,
            kind=reading.kind or "unclear",
            letter_on=reading.letter_date,
            received_at=seen.received_at if seen else came_at(reading.vouch, file, received_at),
            message=message,
            forwarded=reading.forwarded,
            acted=acts and not early,
            title=event_title(reading, playbook),
            outcomes=tuple(finding.outcome for finding in reading.findings),
        )
    )
    if early:
        work.reasons.append(EARLY)
        return work, reading.disposition
    if word.said:  # a letter about several cases is asked about once for each, and answered once
        work.answered.extend(q.id for q in file.questions if q.about is About.CONFIRM and q.message == message)
    if acts and playbook is not None:
        act_on_letter(work, reading, playbook, draft_to=draft_to, word=word)
        settle_portal(work, reading, acted=True)
    elif reading.disposition is Disposition.FILE:
        put_away(work)
        settle_portal(work, reading, nothing=True)
    else:
        settle_portal(work, reading)
        if playbook is not None and any(step.do is Do.REGISTER for step in playbook.steps):
            register(work, reading, playbook)
        hold(work, reading, playbook, runs=older is None)
        if clear:
            ask_before_acting(work, reading, playbook)
        else:
            ask_about_doubt(
                work,
                reading,
                playbook,
                older=older,
                closed=closed,
                repeated=repeated,
                conflict=conflict,
                said=word.said,
            )
    tell_recovered(work)
    work.rows = work.diary()
    project_letter(work)
    return work, Disposition.ACT if acts else Disposition.REVIEW if doubted or clear else reading.disposition


def _merge(works: Sequence[tuple[Work, Disposition]], reading: Reading) -> Decision:
    dispositions = [disposition for _, disposition in works]
    order = (Disposition.REVIEW, Disposition.ACT, Disposition.FILE)
    copies = [work for work, _ in works if work.reasons and work.reasons[0].startswith("The same letter")]
    return Decision(
        disposition=next(d for d in order if d in dispositions),
        cases=tuple(work.case for work, _ in works if work.case != work.before.case or not work.before.events),
        events=tuple(event for work, _ in works for event in work.events),
        tasks=tuple(task for work, _ in works for task in work.touched()),
        invitations=tuple(row for work, _ in works for row in work.rows),
        questions=tuple(question for work, _ in works for question in work.questions.values()),
        intents=tuple(intent for work, _ in works for intent in work.intents.values()),
        reasons=(*reading.reasons, *(reason for work, _ in works for reason in work.reasons)),
        copy_of=copies[0].cause if len(copies) == len(works) else None,
        withdraw=tuple(key for work, _ in works for key in work.withdraw),
        acts=tuple(act for work, _ in works for act in work.acts),
        answered=tuple(id for work, _ in works for id in work.answered),
        touched_cases=tuple(work.case.id for work, _ in works),
    )
