"""workbook.agreed: the people's own has what was agreed. workbook.free: nobody has it open, and it can be written."""

from __future__ import annotations

from collections.abc import Iterator

from linkbot.cli.checks.finding import Finding, Patient, note, ok, wrong
from linkbot.cli.checks.folders import hindrance
from linkbot.effectors.workbook_lock import held_by
from linkbot.ports import Transient
from linkbot.settings.workbook import WorkbookKind
from linkbot.wiring import shared_workbook_of

ID = "workbook.free"


AGREED = "workbook.agreed"


def agreed(patient: Patient) -> Iterator[Finding]:
    """Of a workbook that people keep themselves."""
    if patient.settings.workbook.kind is not WorkbookKind.EXISTING:
        return
    sheet = shared_workbook_of(patient.settings)
    try:
        changes = sheet.changes()
    except Transient as error:
        yield wrong(
            AGREED,
            str(error),
            why="linkbot writes nothing into a workbook that is not as agreed; its rows wait in CSV files beside it.",
            todo="Put right what it says, then: linkbot workbook check",
        )
        return
    if changes:
        yield note(
            AGREED,
            f"People have changed {len(changes)} of linkbot's cells in {patient.settings.workbook.path}.",
            why="linkbot does not write over them, so they may not say what the register says.",
            todo="See them with linkbot workbook changes; linkbot workbook overwrite CELL gives one free.",
        )
        return
    yield ok(AGREED, "The workbook has the sheets and columns that were agreed.")


def free(patient: Patient) -> Iterator[Finding]:
    path = patient.settings.resolve(patient.settings.workbook.path)
    try:
        who = held_by(path)
        if path.exists():
            with path.open("rb+"):
                pass  # opened for writing, not written
    except OSError as error:
        who = f"{path} cannot be opened for writing: {error.strerror or error}."
    if who:
        yield note(
            ID,
            who,
            why="Its rows wait until it is free; the register itself goes on.",
            todo="Close it when you have finished, or give linkbot's account the right to write it.",
        )
        return
    reason = hindrance(path.parent)
    if reason:
        yield wrong(
            ID,
            reason,
            why="The spreadsheet cannot be written; the register itself goes on.",
            todo="Give linkbot's account the right to write there, make room, or name another workbook.path.",
        )
        return
    yield ok(ID, f"{path} is free." if path.exists() else f"{path} will be made by the first case.")
