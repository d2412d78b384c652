"""workbook.free: nobody has the spreadsheet open, and it can be written."""

from __future__ import annotations

from collections.abc import Iterator

from linkbot.cli.checks.finding import Finding, Patient, note, ok, wrong
from linkbot.cli.checks.folders import hindrance
from linkbot.effectors.workbook_lock import held_by

ID = "workbook.free"


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
