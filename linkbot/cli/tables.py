"""Tables for people: columns as wide as their words, cut to the window only when it is one; and values for JSON."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from linkbot.cli.clock import LONDON
from linkbot.worker.jsonable import plain

__all__ = ["day", "moment", "one_line", "plain", "print_json", "table"]

GAP = "  "
NARROWEST = 16


def table(titles: Sequence[str], rows: Iterable[Sequence[str]], *, width: int | None = None) -> str:
    """The last column gives way when a terminal is too narrow; a pipe or file gets every word."""
    lines = [list(titles), *(list(row) for row in rows)]
    if width is None and sys.stdout.isatty():
        width = shutil.get_terminal_size().columns
    widths = [max(len(line[column]) for line in lines) for column in range(len(titles))]
    if width is not None:
        room = width - sum(widths[:-1]) - len(GAP) * (len(widths) - 1)
        widths[-1] = min(widths[-1], max(room, NARROWEST))
    lines.insert(1, ["-" * size for size in widths])
    return "\n".join(
        GAP.join(_cut(cell, size).ljust(size) for cell, size in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 3] + "..."


def day(value: date | None) -> str:
    return value.isoformat() if value else "-"


def moment(value: datetime | None) -> str:
    """As London's clocks show it, to the minute."""
    return f"{value.astimezone(LONDON):%Y-%m-%d %H:%M}" if value else "-"


def one_line(text: str | None) -> str:
    return " ".join((text or "-").split())


def print_json(value: object) -> None:
    """One object, on one line."""
    print(json.dumps(plain(value), ensure_ascii=False))
