"""`linkbot import complaints FILE`: the council's own complaints into the register, so that cases find theirs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from linkbot.cli.arguments import setup_of
from linkbot.cli.errors import UserError
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.tables import print_json
from linkbot.store.opening import open_store
from linkbot.worker.directory.columns import NotComplaints
from linkbot.worker.directory.reading import read_complaints


def run(arguments: argparse.Namespace) -> int:
    setup = setup_of(arguments)
    from linkbot.wiring import SystemClock, mapped_of
    from linkbot.worker.office import moment_of

    path: Path = arguments.file
    try:
        read = read_complaints(
            path,
            setup.rulebook.services,
            mapped=mapped_of(setup.settings),
            sheet=arguments.sheet or setup.settings.complaints.sheet,
            today=moment_of(SystemClock().now()).today,
        )
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror or error}.") from error
    except NotComplaints as error:
        raise UserError(f"{path}: {error}") from error
    complaints, bad, doubts = read.complaints, read.bad, read.doubts
    store = open_store(setup.settings.resolve(setup.settings.store))
    try:
        with store.begin() as tx:
            known = {c.reference for c in tx.complaints([c.reference for c in complaints], None, None)}
            tx.save_complaints(complaints)
    finally:
        store.close()
    for row in bad:
        print(f"linkbot: {path}:{row.line}: {row.reason}", file=sys.stderr)
    for row in doubts:
        print(f"linkbot: {path}:{row.line}: taken without this: {row.reason}", file=sys.stderr)
    replaced = sum(complaint.reference in known for complaint in complaints)
    if arguments.json:
        print_json(
            {
                "imported": len(complaints),
                "new": len(complaints) - replaced,
                "replaced": replaced,
                "bad": bad,
                "in_part": doubts,
            }
        )
    else:
        print(
            f"{len(complaints)} complaints are in the register: {len(complaints) - replaced} new, {replaced} replaced. "
            + (f"{len(bad)} rows were left out." if bad else "No row was left out.")
            + (f" {len({row.line for row in doubts})} were taken in part." if doubts else "")
        )
    return ExitCode.PROBLEM if bad or doubts else ExitCode.OK
