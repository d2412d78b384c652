"""What a person does on the command line: one act, put on record with who and why, through the worker's one door."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from linkbot.cli.arguments import setup_of
from linkbot.cli.errors import UserError
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.tables import print_json
from linkbot.engine.casework.deeds import Refused
from linkbot.model.question import Verb
from linkbot.ports import Store
from linkbot.settings.values import Settings

if TYPE_CHECKING:
    from linkbot.wiring import Setup
    from linkbot.worker.office import Office


def do(arguments: argparse.Namespace, verb: Verb, target: str, value: str | None = None) -> int:
    """Perform it and print the sentence of what became of it; a refusal is exit code 1, and nothing was changed."""
    by = who(arguments.by)
    from linkbot.worker.acts.perform import make_act, perform_act  # late: the lists of the same commands need no engine

    with desk_office(setup_of(arguments)) as office:
        act = make_act(
            at=office.clock.now(), by=by, verb=verb, target=target, value=value, reason=str(arguments.reason)
        )
        try:
            said, done = perform_act(office, act), True
        except Refused as error:
            said, done = str(error), False
    if arguments.json:
        print_json({"verb": verb, "target": target, "value": value, "by": by, "done": done, "said": said})
    elif done:
        print(said)
    else:
        print(f"linkbot: {said} Nothing was changed.", file=sys.stderr)
    return ExitCode.OK if done else ExitCode.PROBLEM


def who(by: str | None) -> str:
    """The name given, else the account at the keyboard. Raises UserError when there is neither."""
    if by and by.strip():
        return by.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        raise UserError("This system does not say who you are: name yourself with --by NAME.") from None


@contextmanager
def desk_office(setup: Setup) -> Iterator[Office]:
    """The office for an act: it sends nothing, what follows from the act leaves with the worker's next turn."""
    if not (setup.settings.resolve(setup.settings.store) / "linkbot.db").is_file():
        raise UserError("Nothing is registered yet, so there is nothing to act on: run `linkbot poll` first.")
    from linkbot.wiring import office_of

    office = office_of(setup, sends=False)
    try:
        yield office
    finally:
        office.extractor.close()
        office.store.close()


@contextmanager
def register(settings: Settings) -> Iterator[Store | None]:
    """The register for reading alone; None before the first poll. Raises a StoreFault."""
    from linkbot.store.opening import open_existing

    store = open_existing(settings.resolve(settings.store))
    try:
        yield store
    finally:
        if store is not None:
            store.close()


def need(words: list[str], count: int, usage: str) -> None:
    """Raises UserError when an act was given fewer words than it needs."""
    if len(words) < count:
        raise UserError(f"Something is missing. Write: {usage}")


def no_more(words: list[str], usage: str) -> None:
    if words:
        raise UserError(f"{' '.join(words)!r} was not expected. Write: {usage}")
