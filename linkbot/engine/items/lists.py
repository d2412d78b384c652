"""Lists and rows of a letter: what is ordered, asked or complained of below an introducing line; rows with a status.

The points of such a list say what somebody shall do or has suffered, not what the letter is: "put a reminder into the
workflow" is an order, no reminder. The introducing words come from `rules/classification.toml`; it reads no dates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from linkbot.engine.dates.phrases import ending
from linkbot.engine.kinds.matching import Terms, Text

_POINT = re.compile(
    r"[ \t]*(?:(?P<bullet>[-•*·–—▪◦‣])|(?P<dotted>\d{1,2}\.\d{1,2}\.?)|\(?(?P<number>\d{1,2})[.)]|"
    r"\(?(?P<letter>[a-zA-Z]|[ivxIVX]{2,4})[.)])[ \t]+(?=\S)"
)
_NUMBERED_ORDER = re.compile(
    r"^[ \t*•-]*(?:order|recommendation|action)\s+(?:\d{1,2}|one|two|three|four|five|six)\b[^\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_ROW = re.compile(
    r"^[ \t]*(?:[-•*·–—]|\(?\d{1,2}[.)]|\(?[a-h][.)])?[ \t]*"
    r"(?:order|recommendation|action|remedy|item|part|point|para(?:graph)?)s?\b",
    re.IGNORECASE,
)
_NOT_DONE = re.compile(
    r"\b(?:not|to be|be|until|when|once|if|yet|never|part|partly|unless|must|whether|before)[ \t]+(?:\w+[ \t]+){0,4}$",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(r"(?::|\b(?:following|below|as follows)\b[^\n.]*[.:])[ \t]*$", re.IGNORECASE)
_NUMBER = re.compile(r"\d{2} \d{3} \d{3}|\d{6,}")
_WRAPPED = 45
"""A line this long may go on in the next one."""


@dataclass(frozen=True)
class Opened:
    """A list with its introducing line. `ordered`: its points are orders or agreed actions."""

    intro: tuple[int, int]
    start: int
    end: int
    ordered: bool


def opened_lists(text: Text, *, openers: Terms, orders: Terms) -> tuple[Opened, ...]:
    """The lists below a line that orders, asks or tells a complaint, in order."""
    starts_of = _starts(text, openers)
    ordered_at = _starts(text, orders)
    found, at = [], 0
    lines = _lines(text.text)
    while at < len(lines):
        if _POINT.match(text.text, *lines[at]) is None:
            at += 1
            continue
        last = _last_of_list(text.text, lines, at)
        intro = _intro(text.text, lines, at) or _heading(text.text, lines, at)
        if intro is not None:
            ordered = any(intro[0] <= one < intro[1] for one in ordered_at)
            if ordered or any(intro[0] <= one < intro[1] for one in starts_of):
                found.append(Opened(intro, lines[at][0], lines[last][1], ordered))
        at = last + 1
    return tuple(found)


def numbered_orders(text: str) -> tuple[int, int] | None:
    """Where two or more lines "Order 1: …", "Order 2: …" begin that carry no status."""
    rows = list(_NUMBERED_ORDER.finditer(text))
    return rows[0].span() if len(rows) > 1 else None


def done_row(text: str, done: tuple[str, ...]) -> tuple[int, int] | None:
    """The first row of a list or table, about an order or in a table, that ends with a word for done."""
    pattern = ending(done, r"[ \t.|✓✔)]*")
    for start, end in _lines(text):
        line = text[start:end]
        cells = re.split(r"\t|\|", line.strip(" \t|"))
        if len(line) > 200 or not (_ROW.match(line) or len(cells) > 2):
            continue
        if len(cells) > 2 and any(cell.strip(" *.").casefold() in done for cell in cells[1:]):
            return start, end  # the status has its own column, its date may stand behind it
        match = pattern.search(line)
        if match and match.start("cue") > 3 and not _NOT_DONE.search(line[: match.start("cue")]):
            return start, end
    return None


def _starts(text: Text, terms: Terms) -> list[int]:
    return sorted(text.words[f.first].start for found in terms.find(text).values() for f in found)


def _lines(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"[^\n]+", text) if match[0].strip()]


def _kind_of_point(text: str, line: tuple[int, int]) -> str | None:
    match = _POINT.match(text, *line)
    return match.lastgroup if match else None


def _last_of_list(text: str, lines: list[tuple[int, int]], first: int) -> int:
    """The last line of the list that begins at line `first`: points of one sort, with what is wrapped below them."""
    sort, at = _kind_of_point(text, lines[first]), first
    while at + 1 < len(lines):
        above, below = text[slice(*lines[at])].rstrip(), lines[at + 1]
        other = _kind_of_point(text, below)
        blank = text.count("\n", lines[at][1], below[0]) > 1
        if other is None:
            wrapped = len(above.strip()) > _WRAPPED and not above.endswith((".", ";", ":", "!", "?")) and not blank
            if not wrapped and not (text[below[0] : below[1]].lstrip()[:1].islower() and not blank):
                return at
        elif other != sort:
            return at
        at += 1
    return at


def _heading(text: str, lines: list[tuple[int, int]], first: int) -> tuple[int, int] | None:
    """The short line without a stop above a list: its heading."""
    if first == 0:
        return None
    start, end = lines[first - 1]
    line = text[start:end].strip()
    if _NUMBER.search(line):
        return None  # "Complaint 26 012 345: Mr Dale" names the case; the numbered paragraphs below are the letter
    return (start, end) if len(line) < _WRAPPED and not line.endswith((".", ",", ";", "!", "?")) else None


def _intro(text: str, lines: list[tuple[int, int]], first: int) -> tuple[int, int] | None:
    """The sentence just above a list, when it points to it."""
    if first == 0:
        return None
    start, end = lines[first - 1]
    if not _INTRODUCED.search(text[start:end]):
        return None
    above = first - 2
    if above >= 0 and text.count("\n", lines[above][1], start) == 1 and lines[above][1] - lines[above][0] > _WRAPPED:
        start = lines[above][0]  # the introducing sentence was wrapped
    ends = [match.end() for match in re.finditer(r"[.!?]\s", text[start : end - 1])]
    return start + (ends[-1] if ends else 0), end
