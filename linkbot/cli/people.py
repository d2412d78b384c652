"""`linkbot people`: who holds which post, who stands in today, who has how much; handing over what a leaver holds."""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import date

from linkbot.cli import clock
from linkbot.cli.acting import do, need, no_more, register
from linkbot.cli.arguments import add_act, add_config, add_json, setup_of
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.tables import print_json, table
from linkbot.engine.casework.clock import is_overdue
from linkbot.model.casework import Task
from linkbot.model.people import Directory
from linkbot.model.question import Verb

USAGE = "linkbot people handover LEAVER SUCCESSOR --by NAME --reason TEXT"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="?", choices=("list", Verb.HANDOVER.value), default="list")
    parser.add_argument("words", nargs="*", metavar="WHO", help="handover: who leaves, then who takes over")
    add_act(parser)
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    words: list[str] = arguments.words
    if arguments.what == "list":
        no_more(words, "linkbot people")
        return _list(arguments)
    need(words, 2, USAGE)
    no_more(words[2:], USAGE)
    return do(arguments, Verb.HANDOVER, words[0], words[1])


def _list(arguments: argparse.Namespace) -> int:
    setup, today = setup_of(arguments), clock.today()
    with register(setup.settings) as store:
        tasks: tuple[Task, ...] = ()
        if store is not None:
            with store.begin() as tx:
                tasks = tx.open_tasks()
    rows = _rows(setup.desk.directory, tasks, today)
    if arguments.json:
        for row in rows:
            print_json(row)
        return ExitCode.OK
    titles = ("address", "known as", "stood in for today by", "open tasks", "overdue")
    print(table(titles, [tuple(str(value) if value is not None else "" for value in row.values()) for row in rows]))
    return ExitCode.OK


def _rows(directory: Directory, tasks: tuple[Task, ...], today: date) -> list[dict[str, str | int | None]]:
    """People of the configuration first, then others who hold tasks."""
    held = Counter(task.owner for task in tasks if not task.done)
    late = Counter(task.owner for task in tasks if not task.done and is_overdue(task, today))
    known: dict[str, list[str]] = {}
    for person in directory.people:
        known.setdefault(person.email.casefold(), []).append(person.id)
    addresses = [*known, *sorted(owner for owner in held if owner.casefold() not in known)]
    return [
        {
            "address": address,
            "known_as": ", ".join(known.get(address, ())),
            "stands_in": stand_in if (stand_in := directory.address(address, today)) != address else None,
            "open_tasks": held[address],
            "overdue": late[address],
        }
        for address in addresses
    ]
