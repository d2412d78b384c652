"""Letters that came before: further copies, late forwards, a second determination. They never act a second time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from linkbot.engine.casework.dispose import OLD_FORWARD_DAYS
from linkbot.engine.casework.work import Work
from linkbot.model.casework import Event, TaskKind
from linkbot.model.decision import CaseFile
from linkbot.model.question import About
from linkbot.model.reading import Reading


def further_copy(work: Work, seen: Event, reading: Reading) -> None:
    """The same letter again: no effect, no count, no new date. A direct copy ends "seen only as a forward"."""
    work.reasons.append("The same letter came before: a further copy.")
    if seen.forwarded and not reading.forwarded:
        work.change_case(seen_only_forwarded=False)
        work.events.append(replace(seen, forwarded=False))
        held = [q for q in work.before.questions if q.about is About.SENIOR_NOTICES and q.message == seen.message]
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


def earlier_determination(reading: Reading, file: CaseFile, cause: str) -> bool:
    """A second determination with orders: it replaces or repeats, and a person says which."""
    orders = [t for t in file.tasks if t.kind is TaskKind.ORDER and t.cause != cause]
    return reading.kind == "final_determination" and bool(orders) and bool(reading.items or reading.changes)
