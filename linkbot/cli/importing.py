"""`linkbot import`: what the council keeps elsewhere into the register. Each word has a file of its own."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from linkbot.cli import import_complaints, import_open_items, import_release
from linkbot.cli.arguments import add_act, add_config, add_json
from linkbot.cli.errors import UserError

WORDS = {"complaints": import_complaints, "open-items": import_open_items, "release": import_release}
_OPEN_ITEMS_ONLY = ("columns", "dry_run")


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=tuple(WORDS))
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="an export, .xlsx or CSV")
    parser.add_argument("--sheet", metavar="NAME", help="the tab; default: the first visible one that will do")
    parser.add_argument("--columns", type=Path, metavar="FILE", help="open-items: which column holds what")
    parser.add_argument("--dry-run", action="store_true", help="open-items: show what would be brought over")
    parser.add_argument("--owner", metavar="ADDRESS", help="release: only this officer's tasks")
    add_act(parser)
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    word = str(arguments.what)
    if word != "release" and arguments.file is None:
        raise UserError(f"Name the file: linkbot import {word} FILE")
    if word == "release" and arguments.file is not None:
        raise UserError(
            f"{str(arguments.file)!r} was not expected: linkbot import release --owner ADDRESS, or all of it."
        )
    strange = [name for name in _OPEN_ITEMS_ONLY if getattr(arguments, name) and word != "open-items"]
    strange += ["sheet"] if arguments.sheet and word == "release" else []
    strange += ["owner"] if arguments.owner and word != "release" else []
    if strange:
        raise UserError(f"linkbot import {word} knows no --{strange[0].replace('_', '-')}.")
    run_word: Callable[[argparse.Namespace], int] = WORDS[word].run
    return run_word(arguments)
