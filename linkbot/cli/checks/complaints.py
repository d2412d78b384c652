"""complaints.kept: the export of the council's own complaints can be read, and its columns are understood."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from linkbot.cli.checks.finding import Finding, Patient, note, ok, wrong
from linkbot.wiring import mapped_of
from linkbot.worker.directory.columns import NotComplaints
from linkbot.worker.directory.feeds import FileFeed
from linkbot.worker.directory.files import rows_of

CHECK = "complaints.kept"


def kept(patient: Patient) -> Iterator[Finding]:
    """Of an export; what the case system answers is its own check's. Only the first rows are read."""
    said = patient.settings.complaints
    if said.path is None:
        return
    path = patient.settings.resolve(said.path)
    try:
        found = FileFeed(path, said.sheet).found(patient.now)
        if found is None:
            yield note(
                CHECK,
                f"There is no export of complaints in {path} yet, or it is being written just now.",
                why="Without it linkbot finds original complaints in the list it has, which grows old.",
                todo="Let the case system export there, .xlsx or CSV, or correct complaints.path.",
            )
            return
        rows = sum(1 for _ in islice(rows_of(found[0], mapped_of(patient.settings), sheet=said.sheet), 20))
    except (OSError, NotComplaints) as error:
        yield wrong(
            CHECK,
            f"{path} cannot be taken: {error}",
            why="The list of complaints grows old, and more original complaints are asked about.",
            todo="Put right what it says, or correct [complaints] in the configuration.",
        )
        return
    yield ok(
        CHECK, f"{found[0].name} in {found[0].parent} is a list of complaints{'' if rows else ', with no row yet'}."
    )
