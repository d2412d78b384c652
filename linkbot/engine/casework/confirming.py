"""What is asked about a letter that somebody brought in: linkbot's reading of it, the case and the dates, for a yes.

The words of the question and who answers it; what follows from the answer is `word` and `decide`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from linkbot.engine.casework.opening import KEEPS_THE_CLOCK, NO_CLOCK, earliest_deadline
from linkbot.engine.casework.recipients import link_officer
from linkbot.engine.casework.telling import long_day
from linkbot.engine.casework.work import Work
from linkbot.model.casework import CaseStatus
from linkbot.model.classification import Certainty
from linkbot.model.decision import CaseFile
from linkbot.model.desk import Desk
from linkbot.model.item import ItemKind
from linkbot.model.playbook import Playbook
from linkbot.model.question import About
from linkbot.model.reading import Disposition, Reading, ReplyOutcome

CASE_REFERENCE = "a case reference"
"""Stands among the choices where the reference of a case may be typed."""


def ask_to_confirm(
    work: Work, reading: Reading, sentence: str, *, playbook: Playbook | None, quote: str, urgent: bool, said: int
) -> None:
    """One question a time: which case, then what it is, then by when. `said`: how often they have answered."""
    kinds = [one for one in (reading.kind, *(rival.kind for rival in reading.classification.rivals[:2])) if one]
    unclear = reading.kind is None or reading.classification.certainty is Certainty.UNCLEAR
    by = earliest_deadline(reading)
    other = other_case(reading, work.before)
    doubts = tuple(doubt.sentence for doubt in reading.doubts)
    about, choices, wanted = About.KIND, ("yes", *kinds[1:], "nothing"), "Shall linkbot act on it so?"
    if other is not None:
        choices = (*(("yes",) if reading.kind else ()), other, *kinds[1:], "nothing")
    elif unclear and reading.unreadable:
        about, choices = About.UNREADABLE, (*kinds, "nothing")
        wanted = "Please read it and say what it is."
    elif unclear:
        choices = (*(("yes",) if reading.kind else ()), *kinds, "nothing")
    elif doubts or wants_a_date(reading, playbook):
        dates = dict.fromkeys(one.on.isoformat() for one in reading.deadlines if one.on)
        about, choices = About.DATE, (*dates, "YYYY-MM-DD", "keep", "nothing")
        wanted = "By when? That day also says yes to the rest."
    work.ask(
        about,
        reading=" ".join((brought(reading), sentence, facts_to_confirm(reading, work), *doubts, wanted)),
        quote=quote,
        choices=tuple(dict.fromkeys(choices)),
        if_unanswered=KEEPS_THE_CLOCK if by else NO_CLOCK,
        urgent=urgent or about is About.UNREADABLE,
        subject=f"{work.case.id}:{work.message}:{said}",
        owner=asked_of(reading, work.desk, work.moment.today),
    )


def date_first(reading: Reading, playbook: Playbook | None, *, dated: bool) -> Reading:
    """Confirmed, but by when is still in doubt: that is asked before anything runs."""
    in_doubt = bool(reading.doubts) or wants_a_date(reading, playbook)
    if reading.disposition is Disposition.ACT and in_doubt and not dated:
        return replace(reading, disposition=Disposition.REVIEW)
    return reading


def asked_of(reading: Reading, desk: Desk, on: date) -> str | None:
    """Who is asked: the person who brought it, when they are one of ours; None for the link officer."""
    by = reading.vouch.by if reading.vouch else ""
    if "@" not in by or not desk.organisation.owns(by):
        return None
    address = desk.directory.address(by, on)
    return None if address == link_officer(desk, on) else address


def brought(reading: Reading) -> str:
    """The first words of every question about such a letter; empty for all others."""
    if reading.vouch is None:
        return ""
    return f"A letter {'brought in by' if '@' in reading.vouch.by else 'from the'} {reading.vouch.by}."


def facts_to_confirm(reading: Reading, work: Work) -> str:
    """What a yes stands behind: the case, the letter's date, its dates; and what speaks against it."""
    file, meant = work.before, reading.vouch.case if reading.vouch else None
    said = [f"It is filed under {file.case.id}"]
    if reading.letter_date is not None:
        said[0] += f" as a letter of {long_day(reading.letter_date)}"
    if meant is not None and meant != file.case.id:
        said.append(f"It names {file.case.id}, but it was brought for {meant}: which of them is right?")
    elif meant is not None and not reading.references.about:
        said.append(f"No reference stands in it; it was brought for {meant}")
    said.append(dates_said(reading))
    said.append(orders_said(reading))
    if file.case.status is CaseStatus.CLOSED:
        said.append("That case was closed")
    same = [
        event.title
        for event in file.events
        if event.id != work.cause and event.acted and event.letter_on and event.letter_on == reading.letter_date
    ]
    said += [f"The case holds a letter of that date already ({title})" for title in same[:1]]
    return " ".join(one if one.endswith(("?", ".")) else f"{one}." for one in said if one)


def orders_said(reading: Reading) -> str:
    """How many orders and recommendations were read, and what we are to pay: nothing where there are none."""
    items = [item for item in reading.items if item.kind is not ItemKind.REQUEST]
    told = [
        f"{item.kind.value} {item.number}" + (f" (£{item.amount_gbp})" if item.amount_gbp is not None else "")
        for item in items
    ]
    return f"It holds {', '.join(told)}" if told else ""


def dates_said(reading: Reading) -> str:
    """Every date a yes stands behind, and which papers may hold more."""
    dates = dict.fromkeys(f"{long_day(d.on)} ({d.purpose})" for d in reading.deadlines if d.on)
    said = f"Its dates: {', '.join(dates)}." if dates else "No date to answer by was found in it."
    return f"{said} Not readable: {', '.join(reading.unreadable)}." if reading.unreadable else said


def other_case(reading: Reading, file: CaseFile) -> str | None:
    """The case the person brought it for, when the letter names another."""
    meant = reading.vouch.case if reading.vouch else None
    return meant if meant is not None and meant != file.case.id else None


def wants_a_date(reading: Reading, playbook: Playbook | None) -> bool:
    """Its kind is clear and needs a date, and none could be read: a person gives it before anything runs."""
    if playbook is None or reading.classification.certainty is Certainty.UNCLEAR:
        return False
    chasing = playbook.chaser or playbook.final_chaser or reading.extension is ReplyOutcome.REFUSED
    unread_orders = playbook.needs_items and bool(reading.unreadable) and not reading.items
    dated = any(one.on for one in reading.deadlines)
    return (playbook.needs_deadline or unread_orders) and not chasing and not dated
