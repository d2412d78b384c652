"""intake.reach: the watched folder can be read and cleared, and nothing lies where nobody takes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from linkbot.cli.checks.finding import Finding, Patient, note, ok, wrong
from linkbot.cli.checks.folders import hindrance
from linkbot.mailsystems.intake_files import README, dropped_in

CHECK = "intake.reach"


def reach(patient: Patient) -> Iterator[Finding]:
    """Nothing is said where no folder is watched. Changes nothing: the worker makes what is missing when it starts."""
    intake = patient.settings.intake
    if intake.folder is None:
        return
    root, ids = patient.settings.resolve(intake.folder), [one.id for one in patient.rulebook.ombudsmen.all]
    for folder in (root, *(root / id for id in ids if (root / id).exists())):
        reason = hindrance(folder)
        if reason:
            yield wrong(
                CHECK,
                reason,
                why="What people put there is not taken, or lies there for ever after it was.",
                todo="Give linkbot's account the right to read, write and delete there, or correct intake.folder.",
            )
            return
    try:
        lost, waiting = _lost(root, ids), sum(1 for id in ids for _ in _in(root / id))
    except OSError as error:
        yield wrong(
            CHECK,
            f"{root} cannot be listed: {error.strerror or error}.",
            why="What people put there is not taken.",
            todo="Give linkbot's account the right to read there, or correct intake.folder.",
        )
        return
    if lost:
        yield note(
            CHECK,
            f"Beside the folders of the Ombudsmen in {root} lie {', '.join(lost[:3])}{' …' if len(lost) > 3 else ''}.",
            why="Nobody has said whose letters these are: linkbot does not take them.",
            todo=f"Move each into the folder of its Ombudsman: {', '.join(ids)}.",
        )
        return
    yield ok(CHECK, f"{root} is watched; {waiting or 'no'} letter{'' if waiting == 1 else 's'} in it to be taken.")


def _in(folder: Path) -> Iterator[object]:
    return iter(dropped_in(folder)) if folder.is_dir() else iter(())


def _lost(root: Path, ids: list[str]) -> list[str]:
    if not root.is_dir():
        return []
    return sorted(
        path.name for path in root.iterdir() if path.name not in (*ids, README) and not path.name.startswith((".", "~"))
    )
