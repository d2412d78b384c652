"""`linkbot tasks`: list what the cases ask of us, or say what was done about one."""

from __future__ import annotations

import argparse
from datetime import date

from linkbot.cli import clock
from linkbot.cli.acting import do, need, no_more, register
from linkbot.cli.arguments import add_act, add_config, add_json, settings_of
from linkbot.cli.errors import UserError
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.tables import day, one_line, plain, print_json, table
from linkbot.engine.casework.clock import is_overdue
from linkbot.engine.casework.releasing import waits
from linkbot.model.casework import Invitation, Task
from linkbot.model.decision import CaseFile
from linkbot.model.question import Verb

VERBS = (
    *(
        Verb.DONE,
        Verb.RECEIVED,
        Verb.VALIDATE,
        Verb.QUERY,
        Verb.SUBMITTED,
        Verb.SATISFIED,
        Verb.REASSIGN,
        Verb.WITHDRAW,
    ),
    Verb.REOPEN,
)


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="?", choices=("list", *(verb.value for verb in VERBS)), default="list")
    parser.add_argument("words", nargs="*", metavar="ID", help="the task, as in LGSCO 23 012 345/2; then a value")
    parser.add_argument("--all", action="store_true", help="list: also the tasks of closed cases")
    add_act(parser)
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    words: list[str] = arguments.words
    if arguments.what == "list":
        no_more(words, "linkbot tasks")
        return _list(arguments)
    verb = Verb(arguments.what)
    wanted = {
        Verb.REASSIGN: " WHO",
        Verb.RECEIVED: " [POINTS]",
        Verb.QUERY: " [POINTS:] WHY",
        Verb.VALIDATE: " POST",
        Verb.SUBMITTED: " [RECEIPT]",
    }
    usage = f"linkbot tasks {verb.value} ID" + wanted.get(verb, "")
    need(words, 1, usage)
    target, rest = _target(words, usage)
    if verb is Verb.REASSIGN:
        need(rest, 1, f"{usage} (an address, a person's id or a service)")
    elif verb is Verb.QUERY:
        need(rest, 1, usage)
    elif verb not in (Verb.RECEIVED, Verb.VALIDATE, Verb.SUBMITTED):
        no_more(rest, usage)
    return do(arguments, verb, target, " ".join(rest) or None)


def _target(words: list[str], usage: str) -> tuple[str, list[str]]:
    """The id ends with the first word that holds the task's slash; a number after a bare slash belongs to it."""
    for position, word in enumerate(words):
        if "/" in word:
            end = position + (2 if word.endswith("/") and position + 1 < len(words) else 1)
            return " ".join(words[:end]), words[end:]
    raise UserError(f"{' '.join(words)!r} is no task: its id ends in /1, /2 and so on. Write: {usage}")


def _list(arguments: argparse.Namespace) -> int:
    today = clock.today()
    with register(settings_of(arguments)) as store:
        if store is None:
            files: tuple[CaseFile, ...] = ()
        else:
            with store.begin() as tx:
                files = tx.cases(open_only=not arguments.all)
    entries = {id: i for file in files for i in file.invitations if not i.cancelled for id in i.tasks}
    tasks = sorted((t for file in files for t in file.tasks), key=lambda t: (not t.is_open, t.due_on or date.max, t.id))
    if arguments.json:
        for task in tasks:
            row = plain(task)
            assert isinstance(row, dict)
            entry = entries.get(task.id)
            print_json({**row, "overdue": is_overdue(task, today), "invitation": plain(entry) if entry else None})
    elif not tasks:
        print("There are no tasks." if arguments.all else "There are no tasks of open cases.")
    else:
        titles = ("task", "state", "due", "our date", "owner", "what")
        print(table(titles, [_cells(task, today, entries.get(task.id)) for task in tasks]))
    return ExitCode.OK


def _cells(task: Task, today: date, entry: Invitation | None) -> tuple[str, ...]:
    state = task.state.value + (", done" if task.done and task.is_open else "")
    if is_overdue(task, today):
        state += ", OVERDUE"
    if waits(task):
        state += ", not released"
    urgent = " (priority)" if task.priority else ""
    return (
        task.id,
        state,
        day(task.due_on),
        day(task.internal_due_on),
        _owner(task, entry),
        one_line(task.title) + urgent,
    )


def _owner(task: Task, entry: Invitation | None) -> str:
    """With what they answered to the entry in their diary, when they have."""
    said = entry.attendance if entry is not None and entry.attendee == task.owner else None
    return f"{task.owner} ({said.value})" if said else task.owner
