"""What the rows of one case in a spreadsheet tell of the case itself: its facts, and the chasers it has had."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from linkbot.engine.casework.keys import digest
from linkbot.engine.casework.work import Work
from linkbot.model.casework import Event, LinkState, TaskKind
from linkbot.model.open_item import OpenItem

FIRST, FINAL = "first_chaser", "final_chaser"


def change_case(work: Work, items: Sequence[OpenItem]) -> None:
    """Blanks are filled; what stands there is replaced only while nobody but the file has told of the case."""
    case = work.case
    ours = all(task.awaiting_release for task in work.before.tasks) and not any(e.message for e in work.before.events)
    service = next((item for item in items if item.service), None)
    if service is not None and (case.service is None or not case.service_certain or ours):
        work.change_case(service=service.service, service_certain=service.service_certain)
    name, postcode = _first(item.complainant for item in items), _first(item.postcode for item in items)
    work.change_case(
        complainant=(name or case.complainant) if ours else (case.complainant or name),
        postcode=(postcode or case.postcode) if ours else (case.postcode or postcode),
        last_letter_on=max((day for day in (case.last_letter_on, *_letters(work, items)) if day), default=None),
    )
    if ours:
        work.change_case(stage=_stage(items))
    complaint = _first(item.complaint for item in items)
    if complaint and not any(_plain(complaint) == _plain(known) for known in work.case.our_references):
        work.change_case(our_references=(*work.case.our_references, complaint))
    if complaint and (case.link is not LinkState.LINKED or (ours and case.complaint != complaint)):
        work.change_case(link=LinkState.LINKED, complaint=complaint)


def chaser_events(work: Work, items: Sequence[OpenItem]) -> list[Event]:
    """The chasers the file tells of, numbered through the case so that a corrected day replaces its event.

    One that a letter in the register has told already is left out; so are those whose event stands as it is.
    """
    seen = {event.letter_on or event.received_at.date() for event in work.before.events if event.message}
    finals = {day for item in items for day in item.chasers.final_on}
    firsts = {day for item in items for day in item.chasers.first_on} - finals
    days: list[tuple[date | None, str]] = sorted((day, FINAL if day in finals else FIRST) for day in firsts | finals)
    days += [(None, FIRST)] * max((item.chasers.undated for item in items), default=0)
    known = {event.id: event for event in work.before.events}
    found = []
    for number, (day, kind) in enumerate(days, 1):
        if day is not None and day in seen:
            continue
        event = _event(work, day, kind, number)
        before = known.get(event.id)
        if before is None or (before.letter_on, before.kind) != (day, kind):
            found.append(event)
    return found


def _event(work: Work, day: date | None, kind: str, number: int) -> Event:
    """Its message is empty: linkbot has never seen the letter."""
    at = datetime.combine(day, time(12), tzinfo=work.moment.at.tzinfo) if day else work.moment.at
    name = "Final chaser" if kind == FINAL else "Chaser"
    return Event(
        id=digest("brought over", work.case.id, "chaser", str(number)),
        case=work.case.id,
        kind=kind,
        letter_on=day,
        received_at=at,
        message="",
        title=f"{name}, as the council's own spreadsheet has it" + ("" if day else " (day not known)"),
    )


def _stage(items: Sequence[OpenItem]) -> str:
    """The kind of the latest letter the rows tell of."""
    if any(item.chasers.final_on for item in items):
        return FINAL
    if any(item.chasers.any for item in items):
        return FIRST
    if any(item.asks and item.kind in (TaskKind.ORDER, TaskKind.RECOMMENDATION) for item in items):
        return "final_determination"
    return "information_request" if any(item.asks for item in items) else "new_notification"


def _letters(work: Work, items: Sequence[OpenItem]) -> list[date]:
    days = [day for i in items for day in (i.letter_on, *i.chasers.first_on, *i.chasers.final_on) if day]
    return [day for day in days if day <= work.moment.today]


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())
