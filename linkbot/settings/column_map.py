"""A person's saved word on which column of their spreadsheet holds what: a small TOML file beside the configuration.

Written once from linkbot's own guess, afterwards only read. Whether the columns are in a file is asked of that file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from linkbot.toml_document import Fault, Faulty, read_toml
from linkbot.whole_file import write_whole

HEAD = """\
# Which column of the council's own Ombudsman spreadsheet holds what, by its title (capitals and spaces do not matter).
# `linkbot import open-items` guessed this; correct what is wrong and run it again, with --dry-run first.
# A field may have several columns: the first that holds something is taken, of `chased` all.
# Delete this file to have it guessed anew.
"""


@dataclass(frozen=True)
class ColumnMap:
    """Our field to the titles of its columns; `lines` says where each stands in the file."""

    columns: Mapping[str, tuple[str, ...]]
    file: str
    lines: Mapping[str, int | None]

    def fault(self, field: str, message: str) -> Fault:
        return Fault(self.file, self.lines.get(field), message)


def load_columns(path: Path, fields: Sequence[str], *, required: str) -> ColumnMap:
    """Raises `Faulty` with every fault: an unknown field, a column named twice, `required` missing."""
    faults: list[Fault] = []
    root = read_toml(path, faults)
    if faults:
        raise Faulty(tuple(faults))
    table = root.table("columns", required=True)
    columns = {field: titles for field in fields if (titles := table.texts(field))}
    if required not in columns and "columns" in root:
        table.fault(f"columns.{required} is missing: name the column that holds it")
    told: dict[str, str] = {}
    for field, titles in columns.items():
        for title in titles:
            other = told.setdefault(" ".join(title.casefold().split()), field)
            if other != field:
                table.fault(f"columns.{field} names {title!r}, which is columns.{other} already", field)
    table.finish()
    root.finish()
    if faults:
        raise Faulty(tuple(sorted(faults, key=lambda fault: fault.line or 0)))
    return ColumnMap(columns, str(path), {field: table.line(field) for field in columns})


def column_text(columns: Mapping[str, Sequence[str]], *, unread: Sequence[str] = ()) -> str:
    """The file's text. Titles are any words a person wrote: quoted as TOML wants it."""
    width = max((len(field) for field in columns), default=0)
    lines = [
        f"{field:<{width}} = [{', '.join(_quoted(title) for title in titles)}]" for field, titles in columns.items()
    ]
    rest = [f"# Not read: {' '.join(title.split())}" for title in unread if title.strip()]
    return "\n".join((HEAD, "[columns]", *lines, *([""] if rest else []), *rest, ""))


def save_columns(path: Path, columns: Mapping[str, Sequence[str]], *, unread: Sequence[str] = ()) -> None:
    """Raises OSError."""
    write_whole(path, column_text(columns, unread=unread).encode())


def _quoted(title: str) -> str:
    """A basic string of TOML: JSON's escapes are all TOML's, but DEL may not stand bare."""
    return json.dumps(title, ensure_ascii=False).replace("\x7f", "\\u007f")
