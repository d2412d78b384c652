"""The small markup of `templates/`: rendered text to blocks, blocks to plain text. HTML comes from `frame.html`.

One wording serves both parts of a mail. A line's first characters say what it is (see `templates/README.md`); values
cannot start a block, because every value is put on one line when the template is filled.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

_MARK = re.compile(r"(# |- |\d+\. |> ?|\| |@ |\$ )")
_KINDS = {"#": "heading", "-": "bullets", ">": "quote", "|": "table", "@": "facts", "$": "commands"}


@dataclass(frozen=True)
class Block:
    """`kind`: paragraph, heading, bullets, numbered, quote, table, facts or commands.

    `rows` hold cells: one a line in most kinds, number and text in `numbered`, label and value in `facts`, columns in
    `table` (whose first row is its head).
    """

    kind: str
    rows: tuple[tuple[str, ...], ...]


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of a filled template, in order."""
    found: list[Block] = []
    for paragraph in re.split(r"\n\s*\n", text):
        lines = [line.rstrip() for line in paragraph.split("\n") if line.strip()]
        for kind, members in groupby(lines, key=_kind):
            rows = tuple(_cells(kind, line) for line in members)
            found.extend([Block(kind, (row,)) for row in rows] if kind == "heading" else [Block(kind, rows)])
    return tuple(found)


def _kind(line: str) -> str:
    mark = _MARK.match(line)
    if mark is None:
        return "paragraph"
    return _KINDS.get(line[0], "numbered")


def _cells(kind: str, line: str) -> tuple[str, ...]:
    mark = _MARK.match(line)
    rest = line[mark.end() :].strip() if mark else line.strip()
    match kind:
        case "numbered":
            return (line.partition(".")[0], rest)
        case "facts":
            label, _, value = rest.partition(": ")
            return (label, value)
        case "table":
            return tuple(cell.strip() for cell in rest.strip("|").split("|"))
        case _:
            return (rest,)


def text_of(blocks: tuple[Block, ...]) -> str:
    """Plain text: blocks parted by a blank line, the columns of tables lined up."""
    return "\n\n".join("\n".join(_lines(block)) for block in blocks) + "\n"


def _lines(block: Block) -> list[str]:
    match block.kind:
        case "heading":
            title = block.rows[0][0]
            return [title, "-" * min(len(title), 60)]
        case "bullets":
            return [f"- {row[0]}" for row in block.rows]
        case "numbered":
            return [f"{number}. {line}" for number, line in block.rows]
        case "quote":
            return [f"> {row[0]}".rstrip() for row in block.rows]
        case "facts":
            return [f"{label}: {value}" for label, value in block.rows]
        case "commands":
            return [f"    {row[0]}" for row in block.rows]
        case "table":
            return _columns(block.rows)
        case _:
            return [row[0] for row in block.rows]


def _columns(rows: tuple[tuple[str, ...], ...]) -> list[str]:
    count = max(len(row) for row in rows)
    even = [row + ("",) * (count - len(row)) for row in rows]
    widths = [max(len(row[at]) for row in even) for at in range(count)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in even]
    return [lines[0], "  ".join("-" * width for width in widths), *lines[1:]]
