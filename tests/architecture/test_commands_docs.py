"""docs/commands.md tells of every command there is, with its options, and of no other."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout, suppress
from functools import cache

import pytest

from linkbot.cli.main import main

from .house import document


@cache
def _help(*words: str) -> str:
    """What `linkbot WORDS --help` prints."""
    told = io.StringIO()
    with redirect_stdout(told), suppress(SystemExit):
        main([*words, "--help"])
    assert "usage:" in told.getvalue().casefold()
    return told.getvalue()


def _below(*words: str) -> tuple[str, ...]:
    """The sub-commands of a command, from the braces of its usage line."""
    usage = _help(*words).split("\n\n")[0]
    braces = re.search(r"\{([\w,\s-]+)\}\s*\.\.\.", usage)
    return tuple(name.strip() for name in braces[1].split(",")) if braces else ()


@cache
def _commands() -> tuple[str, ...]:
    found: list[str] = []
    waiting = [(name,) for name in _below()]
    while waiting:
        words = waiting.pop()
        below = _below(*words)
        waiting += [(*words, name) for name in below]
        if not below:
            found.append(" ".join(words))
    return tuple(sorted(found))


def test_there_are_commands() -> None:
    assert {"explain", "simulate", "poll", "run", "init"} <= set(_commands())


def test_every_command_is_on_the_page() -> None:
    page = document("docs/commands.md")
    assert [command for command in _commands() if f"`linkbot {command}" not in page] == []


def test_every_option_of_a_command_is_on_the_page() -> None:
    page = document("docs/commands.md")
    options = {
        (command, option)
        for command in _commands()
        for option in re.findall(r"(?<![\w-])--[a-z][\w-]*", _help(*command.split()))
        if option != "--help"
    }
    assert sorted(f"{command} {option}" for command, option in options if option not in page) == []


def test_the_page_promises_nothing_that_is_not_there() -> None:
    page = document("docs/commands.md")
    spoken = re.findall(r"^### `linkbot ([a-z-]+(?: [a-z-]+)*)", page, re.MULTILINE)
    assert spoken
    known = set(_commands())
    assert [words for words in spoken if not any(k == words or k.startswith(words + " ") for k in known)] == []


@pytest.mark.parametrize("code", ["0", "1", "2"])
def test_exit_codes_are_told(code: str) -> None:
    assert re.search(rf"^\| {code} \|", document("docs/commands.md"), re.MULTILINE)
