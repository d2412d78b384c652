"""`linkbot simulate`: the whole worker over a folder of mail in a throw-away sandbox, every effect a line."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

from linkbot.cli.arguments import add_config, add_json, day, setup_of
from linkbot.cli.errors import UserError
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.lines import Lines
from linkbot.effectors.recording import Recording
from linkbot.model.mode import Mode
from linkbot.model.question import Act, Verb
from linkbot.model.trust import EVERYTHING
from linkbot.store.copying import copy_store
from linkbot.wiring import sandbox_of
from linkbot.worker.acts.perform import make_act
from linkbot.worker.office import LONDON
from linkbot.worker.simulation import ArrivingMailbox, WalkingClock, arrivals_in, walk


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--mail", type=Path, required=True, metavar="DIR", help="a folder of .eml files")
    parser.add_argument("--from", dest="start", type=day, required=True, metavar="DAY")
    parser.add_argument("--to", dest="end", type=day, required=True, metavar="DAY")
    parser.add_argument(
        "--acts", type=Path, default=None, metavar="FILE", help="what people do, one JSON object a line"
    )
    parser.add_argument("--mode", choices=[mode.value for mode in Mode], default=Mode.ACT.value)
    parser.add_argument(
        "--kinds",
        choices=("all", "configured"),
        default="all",
        help="kinds that act alone: all of them, or those that the configuration and people have switched on",
    )
    parser.add_argument("--continue", dest="go_on", action="store_true", help="start from a copy of the live store")
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    setup = setup_of(arguments)
    if arguments.kinds == "all":
        setup = replace(setup, desk=replace(setup.desk, automation=EVERYTHING))
    mail: Path = arguments.mail
    if not mail.is_dir():
        raise UserError(f"There is no folder {mail}: --mail names a folder of .eml files.")
    if arguments.end < arguments.start:
        raise UserError("--to lies before --from.")
    acts = read_acts(arguments.acts) if arguments.acts else []
    arrivals = arrivals_in(mail)
    clock = WalkingClock(datetime.combine(arguments.start, time(), tzinfo=LONDON))
    lines = Lines(clock, as_json=arguments.json, write=_writer())
    with tempfile.TemporaryDirectory(prefix="linkbot-simulate-") as scratch:
        folder = Path(scratch) / "store"
        if arguments.go_on:
            copy_store(setup.settings.resolve(setup.settings.store), folder, link=True)
        office = sandbox_of(
            setup,
            folder=folder,
            mailbox=ArrivingMailbox(setup.settings.organisation.mailboxes[0], arrivals, clock),
            clock=clock,
            mode=Mode(arguments.mode),
            observer=lines,
            recording=Recording(),
        )
        try:
            walk(
                office, clock, start=arguments.start, end=arguments.end, arrivals=arrivals, acts=acts, refused=_refused
            )
        finally:
            office.extractor.close()
            office.store.close()
    return ExitCode.OK


def _writer() -> Callable[[str], None]:
    def write(line: str) -> None:
        sys.stdout.write(line + "\n")

    return write


def _refused(act: Act, why: str) -> None:
    print(f"linkbot: {act.at.isoformat()} {act.by}: {act.verb.value} {act.target} was refused: {why}", file=sys.stderr)


def read_acts(path: Path) -> list[Act]:
    """`{at, by, verb, target, value, reason}`, one a line. Raises UserError with every bad line."""
    acts, faults = [], []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            at = datetime.fromisoformat(row["at"])
            acts.append(
                make_act(
                    at=at if at.tzinfo else at.replace(tzinfo=LONDON),
                    by=str(row.get("by") or "unnamed"),
                    verb=Verb(row["verb"]),
                    target=str(row["target"]),
                    value=None if row.get("value") is None else str(row["value"]),
                    reason=str(row.get("reason") or ""),
                )
            )
        except (ValueError, KeyError, TypeError) as error:
            faults.append(f"{path}:{number}: {type(error).__name__}: {error}")
    if faults:
        raise UserError("These acts cannot be read:\n" + "\n".join(faults))
    return acts
