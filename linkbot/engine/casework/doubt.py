"""What happens on a doubt: the clock runs with the link officer, one question says what is needed, all else waits."""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.casework.confirming import CASE_REFERENCE, ask_to_confirm, asked_of, brought, facts_to_confirm
from linkbot.engine.casework.opening import (
    KEEPS_THE_CLOCK,
    NO_CLOCK,
    NOT_YET,
    earliest_deadline,
    open_letter_task,
    tell_owner,
)
from linkbot.engine.casework.reviewing import describe_changes, replaces_orders
from linkbot.engine.casework.telling import from_a_scan, long_day, quote_of, reading_sentence
from linkbot.engine.casework.vouched import awaits_files
from linkbot.engine.casework.work import Work
from linkbot.engine.dates.working_days import working_days_between
from linkbot.model.casework import Task, TaskKind
from linkbot.model.classification import Certainty
from linkbot.model.effect import Template
from linkbot.model.playbook import Do, Playbook
from linkbot.model.question import About
from linkbot.model.reading import Reading


def hold(work: Work, reading: Reading, playbook: Playbook | None, *, runs: bool) -> Task | None:
    """An open item with the link officer, dated by the earliest date the letter may mean; None when it has no date."""
    if not runs or playbook is None:
        return None
    portal = playbook.task_kind == TaskKind.PORTAL.value and _makes_task(playbook)
    if portal and any(awaits_files(t) for t in work.before.tasks):
        return None  # one "open the Portal" a case
    dated = earliest_deadline(reading) is not None
    if not portal and not dated and not (_makes_task(playbook) and playbook.default_days is not None):
        return None
    task = open_letter_task(work, reading, playbook, to_link_officer=True)
    if portal:
        return tell_owner(work, task, template=Template.PORTAL_TASK.value, role="link_officer")
    # The question itself is the first notice: reminders count from today.
    return work.save(replace(task, kind=TaskKind.FOLLOW_UP, last_notice_on=work.moment.today))


def _makes_task(playbook: Playbook) -> bool:
    return any(step.do is Do.TASK_PER_LETTER for step in playbook.steps)


def ask_about_doubt(
    work: Work,
    reading: Reading,
    playbook: Playbook | None,
    *,
    older: str | None,
    closed: bool,
    repeated: bool,
    conflict: bool = False,
    said: int = 0,
) -> None:
    """The one question that settles the doubt, the gravest reason first. `said`: how often they have answered."""
    urgent = is_urgent(work, reading, playbook) or reading.vouch is not None  # whoever brought it is at hand now
    quote, sentence = quote_of(reading), reading_sentence(reading, playbook)
    if reading.by_ocr:
        sentence += f" {from_a_scan(reading)}"
    if reading.vouch is not None and not older and not repeated and reading.kind != "review_outcome":
        ask_to_confirm(work, reading, sentence, quote=quote, urgent=urgent, said=said, playbook=playbook)
        return
    if reading.vouch is not None:
        sentence = f"{brought(reading)} {sentence}"
    came = "brought in" if reading.vouch else "forwarded"
    owner = asked_of(reading, work.desk, work.moment.today)
    if older is not None:
        work.ask(
            About.OLDER_LETTER,
            reading=f"{sentence} It was {came} late: {older}. It was registered and nothing was done.",
            quote=quote,
            choices=("no", "yes"),
            if_unanswered="Nothing is done about it.",
            urgent=urgent,
            owner=owner,
        )
    elif conflict:
        _ask_kind(
            work,
            reading,
            f"{sentence} A message with the same Message-ID came before with other words: which of them counts?",
            quote=quote,
            urgent=urgent,
            about=About.CONFLICT,
        )
    elif repeated:
        again = "A second determination on a case that has orders already. Act on it as well?"
        if replaces_orders(work, reading):
            again = (
                f"An amended determination in place of the earlier one: {describe_changes(work, reading)}. Apply this?"
            )
        work.ask(
            About.REVIEW_OUTCOME,
            reading=again,
            quote=quote,
            choices=("yes", "no"),
            if_unanswered="The orders stand as they were.",
            urgent=urgent,
            owner=owner,
        )
    elif reading.kind == "review_outcome" and reading.classification.certainty is not Certainty.UNCLEAR:
        work.ask(
            About.REVIEW_OUTCOME,
            reading=f"A review has been decided: {describe_changes(work, reading)}. Apply this?",
            quote=quote,
            choices=("yes", "no"),
            if_unanswered="The orders stand as they were.",
            urgent=urgent,
            owner=owner,
        )
    elif closed:
        _ask_kind(work, reading, f"{sentence} The case was closed.", quote=quote, urgent=urgent)
    elif _dates_in_doubt(reading):
        doubts = " ".join(doubt.sentence for doubt in reading.doubts)
        dates = dict.fromkeys(d.on.isoformat() for d in reading.deadlines if d.on)
        work.ask(
            About.DATE,
            reading=f"{sentence} By when? {doubts}",
            quote=next((doubt.quote for doubt in reading.doubts if doubt.quote), quote),
            choices=(*dates, "YYYY-MM-DD"),
            if_unanswered=KEEPS_THE_CLOCK,
            urgent=urgent,
        )
    elif reading.unreadable and reading.classification.certainty is not Certainty.UNCLEAR:
        names = ", ".join(reading.unreadable)
        work.ask(
            About.UNREADABLE,
            reading=f"{sentence} But {names} could not be read. Please read it and say what kind of letter it is.",
            quote=quote,
            choices=(reading.kind or "nothing", "nothing"),
            if_unanswered=KEEPS_THE_CLOCK if earliest_deadline(reading) else NO_CLOCK,
            urgent=True,
        )
    else:
        _ask_kind(work, reading, sentence, quote=quote, urgent=urgent)


def ask_before_acting(work: Work, reading: Reading, playbook: Playbook | None) -> None:
    """Clear and genuine, but its kind has not been switched on: what a yes stands behind, and a yes."""
    rivals = [rival.kind for rival in reading.classification.rivals[:2]]
    by = earliest_deadline(reading)
    dates = ("YYYY-MM-DD",) if by is not None else ()
    work.ask(
        About.CONFIRM,
        reading=f"{reading_sentence(reading, playbook)} {facts_to_confirm(reading, work)} {NOT_YET} "
        "Shall it act on this one so?",
        quote=quote_of(reading),
        choices=tuple(dict.fromkeys(("yes", *rivals, *dates, CASE_REFERENCE, "nothing"))),
        if_unanswered=KEEPS_THE_CLOCK if by else NO_CLOCK,
        urgent=is_urgent(work, reading, playbook),
        subject=f"{work.case.id}:{'forwarded' if reading.forwarded else 'direct'}",
    )


def _dates_in_doubt(reading: Reading) -> bool:
    return bool(reading.doubts) and reading.classification.certainty is not Certainty.UNCLEAR and not reading.unreadable


def _ask_kind(
    work: Work, reading: Reading, sentence: str, *, quote: str, urgent: bool, about: About = About.KIND
) -> None:
    rivals = [rival.kind for rival in reading.classification.rivals[:2]]
    choices = tuple(dict.fromkeys([*([reading.kind] if reading.kind else []), *rivals, "nothing"]))
    why = " ".join(reading.reasons)
    by = earliest_deadline(reading)
    dated = f" The earliest date in it is {long_day(by.on)}." if by else ""
    work.ask(
        about,
        reading=f"{sentence} {why}{dated}".strip(),
        quote=quote,
        choices=choices,
        if_unanswered=KEEPS_THE_CLOCK if by else NO_CLOCK,
        urgent=urgent,
    )


def is_urgent(work: Work, reading: Reading, playbook: Playbook | None) -> bool:
    """At once: final chasers, determinations, what the kind says, and anything due within a few working days."""
    by = earliest_deadline(reading)
    soon = (
        by is not None
        and by.safe_on is not None
        and working_days_between(work.moment.today, by.safe_on, work.desk.calendar) <= work.desk.habits.urgent_within
    )
    grave = reading.kind in ("final_chaser", "final_determination") or "final_chaser" in reading.classification.also
    return soon or grave or reading.threatens or (playbook is not None and playbook.urgent)
