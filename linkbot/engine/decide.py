"""What follows from one message: the heart of linkbot. Pure: the reading, what is known, the desk and the moment in,
a `Decision` out. It reads nothing, sends nothing and asks nobody; it says what should be read, sent and asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from linkbot.engine.complaint_match import match_complaint
from linkbot.engine.dispose import OLD_FORWARD_DAYS
from linkbot.engine.doubt import ask_about_doubt, hold
from linkbot.engine.keys import event_id
from linkbot.engine.opening import letter_title, retire_overtaken
from linkbot.engine.steps import register, run_playbook
from linkbot.engine.targets import case_id, targets
from linkbot.engine.unfiled import decide_without_case
from linkbot.engine.word import Word, apply
from linkbot.engine.work import Moment, Work
from linkbot.model.casework import CaseStatus, Event, LinkState, TaskKind, TaskState
from linkbot.model.decision import CaseFile, Decision, Known
from linkbot.model.desk import Desk
from linkbot.model.item import ItemKind
from linkbot.model.playbook import Do, Playbook
from linkbot.model.question import About
from linkbot.model.reading import Disposition, Reading

ENDS = frozenset({"final_determination", "closed_without_investigation"})
"""Kinds after which a case without orders is over: a person closes it (domain, reading 15)."""

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
    if known.copies:
        return Decision(Disposition.FILE, reasons=("The same message came before.",), copy_of=known.copies[0])
    received_on = received_at.astimezone(moment.at.tzinfo).date()
    early = desk.begin_on is not None and received_on < desk.begin_on
    files = targets(reading, known=known, at=received_at) if _may_touch_a_case(reading, word) else ()
    if not files and early:
        return Decision(reading.disposition, reasons=(*reading.reasons, EARLY))
    if not files:
        return decide_without_case(reading, message=message, desk=desk, moment=moment)
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
            )
        )
    return _merge(works, reading)


def _may_touch_a_case(reading: Reading, word: Word) -> bool:
    """Gated mail, mail of no known kind or sender, and kinds without a case stay outside the register."""
    if reading.kind in CASELESS:
        return False
    if reading.gate is not None:
        return word.genuine
    return reading.ombudsman is not None or reading.kind in ("service_evidence", "portal_notice")


def draft_address(reading: Reading, desk: Desk) -> str | None:
    """Where a draft may go: the letter's own From, in that ombudsman's domains, if somebody reads it there."""
    ombudsman = desk.ombudsmen.by_id(reading.ombudsman)
    sender = reading.letter.from_ if reading.letter else None
    if ombudsman is None or sender is None or not ombudsman.owns(sender.domain):
        return None
    unread = ("noreply", "no-reply", "donotreply", "do-not-reply", "portal", "mailer-daemon", "postmaster")
    return None if sender.local_part.startswith(unread) else sender.address


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
    older = None if word.older_acts else older_letter(reading, file, received_on=received_on)
    closed = file.case.status is CaseStatus.CLOSED and not word.confirmed and reading.kind != "compliance_confirmation"
    repeated = _earlier_determination(reading, file, cause) and not word.confirmed
    conflict = bool(known.conflicting) and not word.confirmed and reading.disposition is not Disposition.FILE
    doubted = bool(older or closed or repeated or conflict)
    acts = reading.disposition is Disposition.ACT and not doubted and playbook is not None
    if seen is not None and seen.message != message:
        if not (acts and seen.forwarded and not seen.acted and not reading.forwarded):
            _further_copy(work, seen, reading)
            return work, Disposition.FILE
        work.reasons.append("The forward of this letter raised a doubt; now it has come directly.")
        work.answered.extend(q.id for q in file.questions if q.message == seen.message)
    _update_case(work, reading, known=known, acted=acts and not early, asks=not early)
    work.events.append(
        Event(
            id=cause,
            case=file.case.id,
            kind=reading.kind or "unclear",
            letter_on=reading.letter_date,
            received_at=seen.received_at if seen else received_at,
            message=message,
            forwarded=reading.forwarded,
            acted=acts and not early,
            title=_event_title(reading, playbook),
        )
    )
    if early:
        work.reasons.append(EARLY)
        return work, reading.disposition
    if acts and playbook is not None:
        _act(work, reading, playbook, draft_to=draft_to, word=word)
    elif reading.disposition is Disposition.FILE:
        _put_away(work)
    else:
        if playbook is not None and any(step.do is Do.REGISTER for step in playbook.steps):
            register(work, reading, playbook)
        hold(work, reading, playbook, runs=older is None)
        ask_about_doubt(work, reading, playbook, older=older, closed=closed, repeated=repeated, conflict=conflict)
    work.rows = work.diary()
    _project(work)
    return work, Disposition.ACT if acts else Disposition.REVIEW if doubted else reading.disposition


def _event_title(reading: Reading, playbook: Playbook | None) -> str:
    """An ombudsman's letter by its date; other mail just by what it is."""
    if playbook is None:
        return "Letter"
    return letter_title(reading, playbook) if reading.ombudsman else playbook.title


def _act(work: Work, reading: Reading, playbook: Playbook, *, draft_to: str | None, word: Word) -> None:
    """Run the playbook of the kind and of what the letter is besides; each is done once."""
    if work.case.status is CaseStatus.CLOSED and word.confirmed:
        work.change_case(status=CaseStatus.OPEN, closed_at=None)
    held = work.task_of_cause(kind=TaskKind.FOLLOW_UP)
    playbooks = [playbook, *(p for kind in reading.classification.also if (p := work.desk.playbook(kind)))]
    playbooks.sort(key=lambda p: not _asks_by_a_date(p))  # the request names the task, whichever kind comes first
    for one in playbooks:
        run_playbook(work, reading, one, draft_to=draft_to, escalate=word.escalate, confirmed=word.confirmed)
    if held and playbook.task_kind != TaskKind.FOLLOW_UP.value:
        now = next(t for t in work.tasks if t.id == held.id)
        if now.kind is TaskKind.FOLLOW_UP:
            work.save(replace(now, state=TaskState.WITHDRAWN, done=True))
    if playbook.kind in ENDS and not any(item.kind is not ItemKind.REQUEST for item in reading.items):
        retire_overtaken(work)
        work.ask(
            About.CLOSE_CASE,
            reading=f"{playbook.title}: nothing is ordered, so no confirmation will come. Close the case?",
            quote=reading.subject,
            choices=("yes", "no"),
            if_unanswered="The case stays open.",
            subject=f"{work.case.id}:close",
        )
    if reading.unreadable:
        work.ask(
            About.UNREADABLE,
            reading="Part of this message could not be read: " + ", ".join(reading.unreadable),
            quote=reading.subject,
            choices=("done",),
            if_unanswered="What could be read has been acted on.",
        )


def _asks_by_a_date(playbook: Playbook) -> bool:
    return playbook.needs_deadline and any(step.do is Do.TASK_PER_LETTER for step in playbook.steps)


def _further_copy(work: Work, seen: Event, reading: Reading) -> None:
    """The same letter again: no effect, no count, no new date. A direct copy ends "seen only as a forward"."""
    work.reasons.append("The same letter came before: a further copy.")
    if seen.forwarded and not reading.forwarded:
        work.change_case(seen_only_forwarded=False)
        work.events.append(replace(seen, forwarded=False))
        held = [q for q in work.before.questions if q.about is About.SENIOR_NOTICES]
        for question in held:
            work.ask(
                About.SENIOR_NOTICES,
                reading="The letter has now come directly from the Ombudsman. May the held notices to the SLT "
                "Director, the chief executive's office and the Monitoring Officer go?",
                quote=question.quote,
                choices=("yes", "no"),
                if_unanswered=question.if_unanswered,
                urgent=True,
                subject=f"{work.case.id}:direct",
            )
            work.answered.append(question.id)


def older_letter(reading: Reading, file: CaseFile, *, received_on: date) -> str | None:
    """Why a forwarded letter is too old to act on, or None."""
    if not reading.forwarded or reading.letter_date is None:
        return None
    if file.case.last_letter_on and reading.letter_date < file.case.last_letter_on:
        return f"it is dated before the latest letter of the case ({file.case.last_letter_on})"
    if received_on - reading.letter_date > timedelta(days=OLD_FORWARD_DAYS):
        return f"it is dated {reading.letter_date}, more than {OLD_FORWARD_DAYS} days ago"
    return None


def _earlier_determination(reading: Reading, file: CaseFile, cause: str) -> bool:
    """A second determination with orders: it replaces or repeats, and a person says which."""
    orders = [t for t in file.tasks if t.kind is TaskKind.ORDER and t.cause != cause]
    return reading.kind == "final_determination" and bool(orders) and bool(reading.items or reading.changes)


def _update_case(work: Work, reading: Reading, *, known: Known, acted: bool, asks: bool) -> None:
    case = work.case
    service, certain = case.service, case.service_certain
    if not certain and reading.service.service is not None:
        service = reading.service.service
        certain = reading.service.certain and not reading.service.sensitive
    letters = [day for day in (case.last_letter_on, reading.letter_date) if day is not None]
    first_by_forward = reading.forwarded and not work.before.events
    work.change_case(
        stage=reading.kind if acted and reading.kind else case.stage,
        our_references=tuple(dict.fromkeys((*case.our_references, *reading.references.ours))),
        complainant=case.complainant or reading.complainant.name,
        postcode=case.postcode or reading.complainant.postcode,
        service=service,
        service_certain=certain,
        last_letter_on=max(letters, default=None),
        seen_only_forwarded=first_by_forward or (case.seen_only_forwarded and reading.forwarded),
    )
    if case.link is LinkState.LINKED:
        return
    match = match_complaint(reading, known.complaints)
    outcome = LinkState(match.outcome)
    if outcome is not LinkState.NONE:
        work.change_case(link=outcome, complaint=match.reference if outcome is LinkState.LINKED else None)
    if asks and known.directory_kept and outcome is not LinkState.LINKED and not work.before.events:
        found = "; ".join(f"{reference}: {why}" for reference, why in match.candidates) or "nothing like it was found"
        work.ask(
            About.COMPLAINT_LINK,
            reading=f"Which original complaint does this case belong to? {found}",
            quote=reading.subject,
            choices=(*(reference for reference, _ in match.candidates), "none"),
            if_unanswered="Tasks and dates run; only the registration against the complaint waits.",
            subject=f"{work.case.id}:link",
        )


def _put_away(work: Work) -> None:
    """A person said nothing is to be done: what was held for it is withdrawn."""
    for task in work.tasks:
        if task.cause == work.cause and task.is_open:
            work.save(replace(task, state=TaskState.WITHDRAWN, done=True))


def _project(work: Work) -> None:
    """The spreadsheet follows the register: the case, every task that changed, and this action."""
    work.sheet(f"case:{work.case.id}", revision=work.before.case.version + 1)
    for task in work.touched():
        work.sheet(f"task:{task.id}", revision=task.version + 1, task=task.id)
    work.sheet(f"action:{work.cause[:16]}", revision=1)


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
        answered=tuple(id for work, _ in works for id in work.answered),
        touched_cases=tuple(work.case.id for work, _ in works),
    )


__all__ = ["case_id", "decide", "draft_address"]
