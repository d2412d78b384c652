"""`linkbot`: one sub-command a file. Each module has `add(parser)` and `run(arguments)` and is imported when named,
so that `linkbot --help` stays quick.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from linkbot import __version__
from linkbot.cli.exit_codes import ExitCode

COMMANDS = {
    "explain": "read messages and say what they are and why; acts on nothing",
    "simulate": "run the worker over a folder of mail in a sandbox and print every effect",
    "rules": "check, show and test the rules",
    "config": "show the configuration with where each value came from",
    "init": "write a first linkbot.toml and create the folders",
    "poll": "one cycle: fetch, decide, deliver",
    "run": "poll until stopped",
    "status": "what has come, what waits, what is due",
    "doctor": "check configuration, folders, rules, store, senders",
    "cases": "list, show, link or close cases",
    "complaints": "search the council's own complaints; how far their matching is trusted",
    "tasks": "list tasks, or say what was done about one",
    "evidence": "what services sent for a task; leave a file out of what goes to the Ombudsman",
    "people": "who holds which post and how much; hand a leaver's tasks over",
    "questions": "list what linkbot asks, or answer",
    "outbox": "list effects; approve, retry, settle or withdraw one",
    "workbook": "the people's own spreadsheet: check it, make it ready, see what was changed",
    "parked": "messages set aside after a fault: retry or discard",
    "audit": "what was decided and done, when and by whom, in ids; is the record whole",
    "export": "what is held about a person, for a subject access request",
    "retention": "which closed cases are past their day; erase one",
    "backup": "copy register and messages now",
    "restore": "put a backup back",
    "import": "bring in the council's own complaints and its open items; release the latter",
    "report": "any report of any period, as files; nothing is sent",
    "demo": "the whole job on a sample mailbox, no account needed",
}


def parser() -> argparse.ArgumentParser:
    """Every command with its help; arguments are added by the command's own module when it is called."""
    top = argparse.ArgumentParser(prog="linkbot", description="The unattended worker of an Ombudsman link officer.")
    top.add_argument("--version", action="version", version=f"linkbot {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, summary in COMMANDS.items():
        commands.add_parser(name, help=summary, description=summary, add_help=False)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Answers an exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] not in COMMANDS:
        parser().parse_args(words)
        return ExitCode.USAGE
    module = importlib.import_module(f"linkbot.cli.{_module(words[0])}")
    command = argparse.ArgumentParser(prog=f"linkbot {words[0]}", description=COMMANDS[words[0]])
    module.add(command)
    os.umask(0o077)  # what linkbot writes holds people's affairs; each writer asks for it as well
    arguments = command.parse_intermixed_args(words[1:])
    from linkbot.cli.errors import guarded

    return guarded(module.run, arguments)


def _module(command: str) -> str:
    return {"import": "importing"}.get(command, command)


if __name__ == "__main__":
    sys.exit(main())
