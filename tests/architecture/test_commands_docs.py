"""docs/commands.md tells of every command there is, with its options, and of no other."""

from __future__ import annotations

import argparse
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.main import COMMANDS

from .house import PACKAGE, document

FILES = {"import": "importing"}  # a command whose name is no name for a module


def _walk(words: str, parser: argparse.ArgumentParser) -> Iterator[tuple[str, frozenset[str]]]:
    """Each command line there is, as its words and its options; sub-commands and verbs count as words."""
    options = frozenset(name for action in parser._actions for name in action.option_strings if name.startswith("--"))
    below = [action for action in parser._actions if not action.option_strings and action.choices]
    for action in below:
        for name in action.choices or ():
            if isinstance(action, argparse._SubParsersAction):
                yield from _walk(f"{words} {name}", action.choices[name])
            else:
                yield f"{words} {name}", options
    if not any(action.required for action in below):
        yield words, options


def _file_of(command: str) -> Path:
    return PACKAGE / "cli" / f"{FILES.get(command, command)}.py"


@cache
def _commands() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for name in COMMANDS:
        if not _file_of(name).is_file():
            continue  # told by its own test
        parser = argparse.ArgumentParser(prog=f"linkbot {name}")
        importlib.import_module(f"linkbot.cli.{FILES.get(name, name)}").add(parser)
        found.update(_walk(name, parser))
    return found


def _chapters() -> dict[str, str]:
    """The page's `### linkbot …` chapters by their words, placeholders left out."""
    parts = re.split(r"^### `linkbot (.*)`$", document("docs/commands.md"), flags=re.MULTILINE)
    return {
        re.split(r" (?=[A-Z\[-])", title)[0]: title + text for title, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def _shared() -> str:
    """What the page says of all commands, before the first chapter."""
    return document("docs/commands.md").split("\n### ")[0]


def _chapter_of(words: str) -> str:
    chapters = _chapters()
    while words not in chapters and " " in words:
        words = words.rpartition(" ")[0]
    return words


def test_every_command_has_a_file_of_its_own() -> None:
    assert [name for name in COMMANDS if not _file_of(name).is_file()] == []


def test_every_command_has_its_chapter() -> None:
    chapters = _chapters()
    assert [words for words in _commands() if _chapter_of(words) not in chapters] == []


def test_every_word_and_option_of_a_command_stands_in_its_chapter() -> None:
    chapters = _chapters()
    missing = []
    for words, options in _commands().items():
        chapter, command = _chapter_of(words), words.split()[0]
        text = _shared() + "".join(chapters[title] for title in chapters if title.split()[0] == command)
        rest = words.removeprefix(chapter).split()
        missing += [f"{words}: {word}" for word in rest if f"`{word}" not in text and f" {word}" not in text]
        missing += [f"{words}: {option}" for option in options - {"--help"} if option not in text]
    assert missing == []


def test_the_page_promises_nothing_that_is_not_there() -> None:
    known = {*_commands(), *(name for name in COMMANDS if not _file_of(name).is_file())}
    assert [
        words
        for words in _chapters()
        if not any(f"{k} ".startswith(words + " ") or words.startswith(k + " ") for k in known)
    ] == []


@pytest.mark.parametrize("code", list(ExitCode))
def test_exit_codes_are_told(code: ExitCode) -> None:
    assert re.search(rf"^\| {code.value} \|", document("docs/commands.md"), re.MULTILINE)
