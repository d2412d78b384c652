"""A reply's new text into what it says of each number: `2 yes`, `3: it is the first chaser`, `1, 4 and 5 -> no`.

Greeting and signature are left out; what belongs to no number is handed back as free words. What an answer means is
`understand`'s.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from linkbot.engine.replies.plain_words import plain
from linkbot.model.reply import ReplyWords

_NUMBERED = re.compile(
    r"^[\s>*•·–—\-(\[]*(?:(?:re|for|question|quest|qu?|no|nr|number|item|point|answer(?: to)?)(?![a-z])\.?\s*)?#?"
    r"(?P<first>\d{1,3})(?!\d|[/.\-]\d|\s*\d)"
    r"(?P<more>(?:\s*(?:,|&|\+|and\b|to\b|-|–)\s*#?\d{1,3}(?![\d/]))*)"
    r"\s*(?P<mark>(?:->|→|=>|[-–—.):=>\]]|\bis\b)*)\s*(?P<said>.*)$",
    re.IGNORECASE,
)
_NEXT_ON_LINE = re.compile(
    r"[,;]\s*(?=(?:q(?:uestion)?\s*)?#?(\d{1,3})\s*(?:->|→|=>|[-–.):=]|\s)\s*[^\W\d])", re.IGNORECASE
)
_SEPARATOR = re.compile(r"^\s*(?:[-_=*]{2,}\s*$|--\s)")
_ALL = re.compile(
    r"^(?:all|both|everything)\s*(?:of them)?\s*[:,\-–>]*\s*(?P<said>\S.*)$"
    r"|^(?P<before>\S.*?)\s+to (?:all|both)(?: of them)?\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Said:
    """What was said of these numbers. `more` is what follows on unnumbered lines right below."""

    numbers: tuple[int, ...]
    words: str
    more: str = ""


@dataclass(frozen=True)
class ReplyText:
    said: tuple[Said, ...]
    free: tuple[tuple[str, ...], ...]  # paragraphs of lines above the signature that belong to no number


def reply_text(text: str, numbers: Collection[int], words: ReplyWords) -> ReplyText:
    """`numbers` are those the mail had; a line about any other number is free words."""
    said: list[Said] = []
    free: list[list[str]] = [[]]
    open_line = False
    for line in _body(text, words):
        if not line.strip():
            open_line = False
            free.append([])
            continue
        found = _numbered(line, numbers)
        if found:
            said.extend(found)
            open_line = True
        elif open_line:
            last = said.pop()
            said.append(Said(last.numbers, last.words, f"{last.more} {line.strip()}".strip()))
        else:
            free[-1].append(line.strip())
    return ReplyText(tuple(said), tuple(tuple(paragraph) for paragraph in free if paragraph))


def _body(text: str, words: ReplyWords) -> list[str]:
    """The lines between greeting and signature."""
    lines: list[str] = []
    for line in text.splitlines():
        if lines_hold_words(lines) and (_SEPARATOR.match(line) or _begins(line, words.sign_offs, longest=6)):
            break
        if not lines_hold_words(lines) and _begins(line, words.greetings, longest=4) and not re.search(r"\d", line):
            continue
        lines.append(line)
    return lines


def lines_hold_words(lines: list[str]) -> bool:
    return any(line.strip() for line in lines)


def _begins(line: str, starts: tuple[str, ...], *, longest: int) -> bool:
    said = plain(line)
    return len(said.split()) <= longest and any(said == start or said.startswith(start + " ") for start in starts)


def _numbered(line: str, numbers: Collection[int]) -> list[Said]:
    """Every numbered answer of a line; none when its number is not one of the mail's."""
    everything = _ALL.match(line.strip())
    if everything and len(numbers) > 1:
        return [Said(tuple(sorted(numbers)), (everything["said"] or everything["before"]).strip())]
    found = []
    for part in _parts(line, numbers):
        match = _NUMBERED.match(part)
        if match is None or not match["said"].strip():
            return []
        meant = _meant(int(match["first"]), match["more"])
        if not meant or any(number not in numbers for number in meant):
            return []
        found.append(Said(meant, match["said"].strip()))
    return found


def _parts(line: str, numbers: Collection[int]) -> list[str]:
    """`1 yes, 2 no` in two; a comma before anything but a number of the mail's parts nothing."""
    parts, start = [], 0
    for cut in _NEXT_ON_LINE.finditer(line):
        if int(cut[1]) in numbers and re.search(r"[^\W\d]", line[start : cut.start()]):  # "1, 2 yes" is one part
            parts.append(line[start : cut.start()])
            start = cut.end()
    return [*parts, line[start:]]


def _meant(first: int, more: str) -> tuple[int, ...]:
    """`1`, `1, 2 and 4`, `1-3`; nothing for a range that runs backwards or too far."""
    numbers = [first]
    for joint, text in re.findall(r"(,|&|\+|and|to|-|–)\s*#?(\d{1,3})", more, re.IGNORECASE):
        number = int(text)
        if joint.lower() in ("to", "-", "–"):
            if not numbers[-1] < number <= numbers[-1] + 100:
                return ()
            numbers.extend(range(numbers[-1] + 1, number + 1))
        else:
            numbers.append(number)
    return tuple(dict.fromkeys(numbers))
