"""backup.recent: there is a good backup, not long ago, in a place that is not lost with the store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from linkbot.cli.checks.finding import Finding, Patient, note, ok, wrong
from linkbot.cli.checks.folders import hindrance
from linkbot.worker.nightly import LastBackup, last_backup

ID = "backup.recent"
LONG = timedelta(hours=50)
"""Two nights and a little."""
_WHY = "If the disk fails, cases, dates and what was sent are lost."


def recent(patient: Patient) -> Iterator[Finding]:
    settings = patient.settings
    last = LastBackup(None, None, None, None)
    if patient.store is not None:
        with patient.store.begin() as tx:
            last = last_backup(tx)
    if settings.backup.folder is None:
        yield note(
            ID,
            "linkbot makes no backups: backup.folder is not named.",
            why=_WHY,
            todo="Name a folder on another disk under [backup], or back up by other means (docs/operations.md).",
        )
        return
    folder, store = settings.resolve(settings.backup.folder), settings.resolve(settings.store)
    reason = hindrance(folder) if folder.is_dir() else f"The backup folder {folder} is not there."
    if reason:
        yield wrong(ID, reason, why=_WHY, todo="Make it or mount it, for linkbot's account alone; then: linkbot backup")
        return
    if last.fault:
        yield wrong(ID, f"The last backup failed: {last.fault}", why=_WHY, todo="Put it right, then: linkbot backup")
    elif patient.store is None:
        yield ok(ID, f"{folder} can be written; there is nothing to back up yet.")
    elif last.at is None:
        yield note(ID, "No backup has been made yet.", why=_WHY, todo="linkbot backup (by night linkbot does it)")
    elif patient.now - last.at > LONG:
        days = (patient.now - last.at).days
        yield wrong(
            ID,
            f"The last good backup is {days} days old.",
            why=_WHY,
            todo="See that `linkbot run` runs at night, or: linkbot backup",
        )
    else:
        yield ok(ID, f"The last good backup is {last.name} in {last.folder}.")
    if store.exists() and store.stat().st_dev == folder.stat().st_dev:
        yield note(
            ID,
            f"{folder} lies on the same disk as the store.",
            why="A disk that fails takes both.",
            todo="Name a folder on another disk or a share.",
        )
