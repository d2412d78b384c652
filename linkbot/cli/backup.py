"""`linkbot backup`: register and messages copied now, while the worker runs or not. By night the worker does it."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from linkbot.cli.arguments import add_config, add_json, settings_of
from linkbot.cli.errors import UserError
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.tables import print_json
from linkbot.ports import BackupTaken
from linkbot.settings.values import Settings
from linkbot.store import SqlStore, open_store, schema_revision


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--to",
        type=Path,
        default=None,
        metavar="FOLDER",
        help="another folder than backup.folder; nothing is removed in it",
    )
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    settings = settings_of(arguments)
    by_hand = arguments.to is not None
    if not by_hand and settings.backup.folder is None:
        raise UserError("linkbot.toml names no backup.folder: name one there, or here with --to FOLDER.")
    folder: Path = arguments.to if by_hand else settings.resolve(settings.backup.folder or Path())
    from linkbot.wiring import SystemClock, backups_of

    begun = time.monotonic()
    taken = backups_of(settings, folder, tidied=not by_hand).take(SystemClock().now())
    if not by_hand:
        _note(settings, taken)
    _tell(taken, time.monotonic() - begun, as_json=arguments.json)
    return ExitCode.PROBLEM if taken.missing else ExitCode.OK


def _note(settings: Settings, taken: BackupTaken) -> None:
    """For `status` and `doctor`. A register of an older linkbot is left as it is: it is backed up to be brought up to
    date after.
    """
    from linkbot.worker.nightly import note_backup

    folder = settings.resolve(settings.store)
    if schema_revision(folder).up_to_date:
        store: SqlStore = open_store(folder)
        try:
            with store.begin() as tx:
                note_backup(tx, taken)
        finally:
            store.close()


def _tell(taken: BackupTaken, seconds: float, *, as_json: bool) -> None:
    place = Path(taken.folder) / taken.name
    if as_json:
        print_json(
            {
                "backup": str(place),
                "at": taken.at,
                "register_octets": taken.database_size,
                "messages": taken.octets,
                "missing": list(taken.missing),
                "seconds": round(seconds, 2),
            }
        )
        return
    print(
        f"{place}\nThe register ({taken.database_size / 1_000_000:.1f} MB) and {taken.octets} messages, verified, in "
        f"{seconds:.1f} seconds."
    )
    if taken.missing:
        print(
            f"{len(taken.missing)} messages are lost or damaged in the store itself: manifest.json has their digests."
        )
