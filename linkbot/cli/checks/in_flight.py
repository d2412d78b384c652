"""open_items.known, open_items.released: nothing falls between the old spreadsheet and the register at go-live."""

from __future__ import annotations

from collections.abc import Iterator

from linkbot.cli.checks.finding import Finding, Patient, note, ok
from linkbot.engine.casework.releasing import waits
from linkbot.engine.read import Reader
from linkbot.worker.in_flight import LOOK_BACK, LooseEnd, loose_ends

KNOWN, RELEASED = "open_items.known", "open_items.released"
_SHOWN = 20


def known(patient: Patient) -> Iterator[Finding]:
    """Letters of the months before `begin_on` that want something of us, and no case that was brought over has it."""
    begin_on = patient.settings.worker.begin_on
    if begin_on is None or patient.store is None:
        yield ok(KNOWN, "No letter is older than the day linkbot begins on." if begin_on is None else "Nothing yet.")
        return
    settings = patient.settings
    reader = Reader(patient.rulebook, settings.organisation, settings.authentication, settings.directory)
    found = loose_ends(patient.store, begin_on=begin_on, reader=reader)
    if not found:
        yield ok(KNOWN, f"Every letter of the {LOOK_BACK.days} days before {begin_on} is settled or has its tasks.")
        return
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    yield note(
        KNOWN,
        f"{len(found)} letters came in the {LOOK_BACK.days} days before {begin_on} and want something, but no task "
        f"answers to them: {'; '.join(map(_told, found[:_SHOWN]))}{more}.",
        why="linkbot registered them and does not act on them, and no spreadsheet told of what they ask: their dates "
        "are on nobody's list.",
        todo="Look at each (linkbot explain ID). What is still open belongs in the spreadsheet: add it and run linkbot "
        "import open-items again. What is over: mark its row closed there, or linkbot cases close ID.",
    )


def _told(one: LooseEnd) -> str:
    return f"{one.message} ({one.case or 'names no case'}, {one.received_on})"


def released(patient: Patient) -> Iterator[Finding]:
    waiting = 0
    if patient.store is not None:
        with patient.store.begin() as tx:
            waiting = sum(waits(task) for task in tx.open_tasks())
    if not waiting:
        yield ok(RELEASED, "No task waits for release.")
        return
    yield note(
        RELEASED,
        f"{waiting} tasks brought over from a spreadsheet wait for release.",
        why="Their officers have not been told: they get no reminder and no diary entry until then.",
        todo="Look at `linkbot tasks`, then: linkbot import release --by NAME --reason TEXT",
    )
