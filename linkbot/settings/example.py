"""The example configuration that comes with linkbot, as the text of a first `linkbot.toml`. Writes nothing."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

NAME = "config.example.toml"
_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_example() -> Path:
    """In the installed package, else at the top of a checkout. FileNotFoundError means a broken installation."""
    for candidate in (_PACKAGE / "_shipped" / NAME, _PACKAGE.parent / NAME):
        if candidate.is_file():
            return candidate
    raise FileNotFoundError(f"linkbot came without its {NAME}: install it again")


def first_configuration(example: str, *, today: date, maildir: bool) -> str:
    """Careful to begin with: it only watches, and never acts on older mail. A folder where no Maildir can be."""
    text = example.partition("\n\n")[2]  # the example's own introduction speaks of copying it
    text = _set(text, "mode", '"watch"')
    text = _set(text, "begin_on", today.isoformat())
    if not maildir:
        text = _set(text, "kind", '"folder"')
    return (
        "# linkbot's configuration. Anytown and its people are invented: put your own council or landlord in their\n"
        "# place, and take out what you do not need. A misspelt key is an error with its line, never ignored.\n"
        "# Paths are relative to the folder of this file. No password belongs here.\n\n" + text
    )


def _set(text: str, key: str, value: str) -> str:
    """The first line of the key, commented or not, with this value; the remark behind it stays."""
    pattern = re.compile(rf"^(?:# )?{key} = (?:\"[^\"]*\"|[^\s#]+)( *)", re.MULTILINE)
    return pattern.sub(lambda found: _as_wide(f"{key} = {value}", found), text, count=1)


def _as_wide(line: str, found: re.Match[str]) -> str:
    return line.ljust(len(found[0])) if found[1] else line
