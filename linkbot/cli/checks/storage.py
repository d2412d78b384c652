"""store.schema, store.writable: the register is ours, as new as this linkbot, and can be written."""

from __future__ import annotations

from collections.abc import Iterator

from linkbot.cli.checks.finding import Finding, Patient, note, ok, wrong
from linkbot.cli.checks.folders import hindrance
from linkbot.ports import Transient
from linkbot.store import StoreFault, schema_revision


def schema(patient: Patient) -> Iterator[Finding]:
    folder = patient.settings.resolve(patient.settings.store)
    try:
        revision = schema_revision(folder)
    except (StoreFault, Transient) as error:
        yield wrong("store.schema", str(error), why="Nothing can be registered or looked up.", todo="As it says.")
        return
    if revision.current is None:
        yield note(
            "store.schema",
            f"There is no register in {folder} yet.",
            why="It is made by the first poll.",
            todo="When all else is well: linkbot poll",
        )
    elif not revision.known:
        yield wrong(
            "store.schema",
            f"A newer linkbot wrote the register (its tables are at {revision.current}, known here: {revision.head}).",
            why="This linkbot would not understand what it finds, and does not open it.",
            todo="Install the newer linkbot again, or restore the backup made before it.",
        )
    elif not revision.up_to_date:
        yield note(
            "store.schema",
            f"An older linkbot wrote the register (tables at {revision.current}, needed {revision.head}).",
            why="Until it is brought up to date, status and lists cannot read it.",
            todo="Back up the store, then: linkbot poll",
        )
    else:
        yield ok("store.schema", f"The register in {folder} is up to date (tables at {revision.head}).")


def writable(patient: Patient) -> Iterator[Finding]:
    folder = patient.settings.resolve(patient.settings.store)
    reason = hindrance(folder)
    if reason:
        yield wrong(
            "store.writable",
            reason,
            why="Mail stays in the mailbox and nothing is decided until the register can be written.",
            todo="Give linkbot's account the right to write there, or make room.",
        )
        return
    yield ok("store.writable", f"{folder} can be written.")
