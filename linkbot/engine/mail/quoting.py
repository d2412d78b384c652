"""Splits a body into what was written now and what hangs below it: header blocks, separators, "On … wrote:", ">" lines.

Nothing is thrown away; every piece keeps its text and what its header says. Which piece is a letter to read is
`segment`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from linkbot.engine.mail.header_block import HeaderBlock, one_sender, read_block
from linkbot.engine.mail.header_dates import date_end, header_date
from linkbot.engine.mail.normalise import plain_line

_DEPTH = re.compile(r"^[ \t]*((?:>[ \t]?)+)")
_SEPARATOR = re.compile(
    r"^[ \t*]*(?:[-_=*]{2,}[ \t]*(?P<words>original (?:message|appointment|email)"
    r"|forwarded (?:message|by|email|mail)\b.*?|(?:e-?mail )?message from\b.*?)[ \t]*[-_=*]{2,}"
    r"|(?P<begin>begin forwarded message)[ \t]*:"
    r"|(?P<bare>-----? ?forwarded message.*))[ \t*]*$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^[ \t]*[-_=*~]{5,}[ \t]*$")
_ON = re.compile(r"^[ \t]*On\b.{0,400}\bwrote[ \t]*:[ \t]*$", re.DOTALL)
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
MOST = 200  # pieces of one body


@dataclass
class Piece:
    """A run of text. `floor` is the ">" depth below which it ends; `marked` a separator that says "forwarded"."""

    block: HeaderBlock | None = None
    marked: bool = False
    floor: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        while self.lines and (not self.lines[-1].strip() or _RULE.match(self.lines[-1])):
            self.lines.pop()
        return "\n".join(self.lines).strip("\n")


@dataclass(frozen=True)
class _Boundary:
    piece: Piece
    next: int


def split(body: str, *, reply: bool) -> list[Piece]:
    """The pieces in order; the first is the new text, possibly empty.

    `reply` says that unexplained ">" lines are surely quotes (the message answers another one).
    """
    depths, lines = _unquoted(body.split("\n"))
    pieces = [Piece()]
    current, index = pieces[0], 0
    while index < len(lines):
        boundary = _boundary(lines, depths, index) if len(pieces) < MOST else None
        if boundary:
            current = boundary.piece
            pieces.append(current)
            index = boundary.next
            continue
        depth, filled = depths[index], bool(lines[index].strip())
        if filled and depth < current.floor and not _is_wrap(lines, depths, index, current.floor):
            current = next(piece for piece in reversed(pieces) if piece.floor <= depth)
        elif filled and depth > current.floor == 0 and (reply or _run(depths, index) > 2) and len(pieces) < MOST:
            current = Piece(floor=1)
            pieces.append(current)
        current.lines.append(lines[index])
        index += 1
    return [piece for piece in pieces if piece is pieces[0] or piece.block or piece.text]


def _unquoted(raw: Sequence[str]) -> tuple[list[int], list[str]]:
    depths, lines = [], []
    for line in raw:
        match = _DEPTH.match(line)
        depths.append(match[1].count(">") if match else 0)
        lines.append(line[match.end() :] if match else line)
    return depths, lines


def _boundary(lines: Sequence[str], depths: Sequence[int], index: int) -> _Boundary | None:
    line, depth = lines[index], depths[index]
    separator = _SEPARATOR.match(line)
    if separator:
        says = f"{separator['words'] or ''}{separator['begin'] or ''}{separator['bare'] or ''}".lower()
        start = _next_filled(lines, index + 1)
        block = read_block(lines, start, marked=True) if start is not None and start <= index + 4 else None
        if block is None and "from" in says and "@" in says:
            block = HeaderBlock(index + 1, one_sender(says), plain_line(says))
        if block or "original" in says or "forwarded" in says:
            end = block.end if block else index + 1
            return _Boundary(Piece(block, "forwarded" in says, _floor(lines, depths, depth, end)), max(end, index + 1))
    if "rom" in line[:14] or "ROM" in line[:14]:
        block = read_block(lines, index)
        if block:
            return _Boundary(Piece(block, False, _floor(lines, depths, depth, block.end)), block.end)
    return _wrote(lines, depths, index)


def _floor(lines: Sequence[str], depths: Sequence[int], depth: int, after: int) -> int:
    """The ">" depth of the text under a header: where it is deeper than the header, shallower lines are answers."""
    start = _next_filled(lines, after)
    return max(depth, depths[start]) if start is not None else depth


def _wrote(lines: Sequence[str], depths: Sequence[int], index: int) -> _Boundary | None:
    """`On … wrote:`, over one to three lines, with a time, an address or a quote after it (else it is narrative)."""
    if not lines[index].lstrip().startswith("On "):
        return None
    for count in (1, 2, 3):
        text = " ".join(lines[index : index + count])
        if index + count > len(lines) or len(text) > 400:
            return None
        if not _ON.match(text):
            continue
        after = _next_filled(lines, index + count)
        quoted = after is not None and depths[after] > depths[index]
        if not (quoted or ((_CLOCK.search(text) or "@" in text) and header_date(text))):
            return None
        words = re.sub(r"^\s*On\b|\bwrote\s*:\s*$", "", text).strip()
        sender = words[date_end(words) or 0 :].strip(" ,")
        from_ = one_sender(sender)
        block = HeaderBlock(
            end=index + count,
            from_=from_,
            name=from_.name if from_ and from_.name else plain_line(sender),
            date=header_date(words),
        )
        return _Boundary(Piece(block, False, depths[index] + (1 if quoted else 0)), index + count)
    return None


def _next_filled(lines: Sequence[str], start: int) -> int | None:
    return next((index for index in range(start, min(start + 6, len(lines))) if lines[index].strip()), None)


def _is_wrap(lines: Sequence[str], depths: Sequence[int], index: int, floor: int) -> bool:
    """A short line that fell out of a quote because a program wrapped it: quotes stand right above and below."""
    return (
        len(lines[index]) < 40
        and 0 < index < len(lines) - 1
        and bool(lines[index - 1].strip() and lines[index + 1].strip())
        and depths[index - 1] >= floor
        and depths[index + 1] >= floor
    )


def _run(depths: Sequence[int], start: int) -> int:
    end = start
    while end < len(depths) and depths[end] and end - start < 4:
        end += 1
    return end - start
