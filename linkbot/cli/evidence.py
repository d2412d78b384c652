"""`linkbot evidence`: list what services sent for a task, or say that a file is not for the Ombudsman."""

from __future__ import annotations

import argparse

from linkbot.cli.acting import do, need, no_more, register
from linkbot.cli.arguments import add_act, add_config, add_json, settings_of
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.tables import moment, one_line, plain, print_json, table
from linkbot.model.evidence_file import EvidenceFile
from linkbot.model.question import Verb
from linkbot.worker.acts.finding import find_task

VERBS = (Verb.LEAVE_OUT, Verb.INCLUDE)


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="?", choices=("list", *(verb.value for verb in VERBS)), default="list")
    parser.add_argument("words", nargs="*", metavar="ID", help="list: a task; else a file, as in e-0123456789ab")
    add_act(parser)
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    words: list[str] = arguments.words
    if arguments.what == "list":
        return _list(arguments, " ".join(words) or None)
    need(words, 1, f"linkbot evidence {arguments.what} FILE")
    no_more(words[1:], f"linkbot evidence {arguments.what} FILE")
    return do(arguments, Verb(arguments.what), words[0], None)


def _list(arguments: argparse.Namespace, task: str | None) -> int:
    found: tuple[EvidenceFile, ...] = ()
    with register(settings_of(arguments)) as store:
        if store is not None:
            with store.begin() as tx:
                ids = [find_task(tx, task)[1].id] if task else [one.id for one in tx.open_tasks()]
                found = tx.evidence(ids)
    if arguments.json:
        for file in found:
            print_json(plain(file))
    elif not found:
        print("Nothing has been sent.")
    else:
        titles = ("file", "task", "came", "from", "state", "name")
        print(table(titles, [_cells(file) for file in found]))
    return ExitCode.OK


def _cells(file: EvidenceFile) -> tuple[str, ...]:
    state = file.state.value.replace("_", " ") + (f": {file.why}" if file.why else "")
    return (file.id, file.task, moment(file.at), file.sender, one_line(state), one_line(file.name))
