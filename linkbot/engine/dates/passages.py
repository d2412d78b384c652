"""A letter's text cut into passages (paragraphs, list elements, headings, sentences), each with its place in the text.

Works on text as PDFs, mails and web pages leave it: wrapped lines are joined, list marks of all kinds are seen, no
place is lost. What a passage says is for others to judge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from linkbot.engine.facts.spans import Spans

_MARK = re.compile(
    r"[ \t]*(?:(?P<label>Order|Recommendation|Action|Question|Item)\s+(?P<named>\d{1,2})\s*[:.)–-]"
    r"|Q(?:uestion)?\s?(?P<q>\d{1,2})[.:)]?|\(?(?P<digit>\d{1,2})[.)]|\((?P<wrapped>[a-z]{1,4})\)"
    r"|(?P<alpha>[A-Za-z])[.)]|(?P<roman>[ivx]{1,5})[.)]"
    r"|(?P<tabbed>\d{1,2})(?=\t)|(?P<bullet>[•●▪◦·○‣*]|[-–—o](?=[ \t])))[ \t]+(?=\S)"
)
_COLUMN = re.compile(
    r"[ \t]*(?P<digit>\d{1,2})(?P<label>)(?P<named>)(?P<q>)(?P<tabbed>)(?P<wrapped>)(?P<alpha>)(?P<roman>)(?P<bullet>)"
    r"[ \t]+"
    r"(?=[A-Z\"“£])(?!(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)"
)
_SIGNED = re.compile(r"[ \t]*[A-Z]\.[ \t]+[A-Z][\w'’-]+(?:[ \t]+[A-Z][\w'’-]+)?[ \t]*$")  # "A. Writer" is no point A
_BARE_MARK = re.compile(r"[ \t]*(?:\(?\d{1,2}[.)]|\([a-z]{1,4}\)|[•●▪◦·○‣])[ \t]*$")
_STOP = re.compile(r"[.!?:;…][\"'”’)]*$")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9£])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|St|No|no|Ref|ref|para|paras|eg|e\.g|ie|i\.e|etc|vs|Cllr|Rev|approx)|\b[A-Z])\.$"
)
_BROKEN_SUM = re.compile(r"£\s*\d[\d\s,]{0,8}\Z")  # a sum whose digits stand on lines of their own
_MONTH = re.compile(r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")
_UNWRAPPED = 130  # a line so long says that this text is not broken by width
_PARAGRAPHS = 220  # and a line as long as that, that each line is a paragraph
_NEVER = 1_000_000
_LONGEST_SENTENCE = 1_000
_WRAP = 58  # a line at least this long may have been broken by its width alone


@dataclass(frozen=True)
class Passage:
    """`style` of a list element: digit, alpha, roman, bullet, order and recommendation ("Order 2:"), named ("Q2."),
    or "" for plain text; `start` is after its mark."""

    start: int
    end: int
    style: str = ""
    number: int | None = None
    gap: bool = False  # a blank line stands before it
    indent: int = 0

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    blank_before: bool


@lru_cache(maxsize=32)  # replies, items and outcomes all walk the same letters
def passages(text: str, skip: tuple[tuple[int, int], ...] = ()) -> tuple[Passage, ...]:
    """The passages in order; `skip` are spans of boilerplate whose lines are left out."""
    result: list[Passage] = []
    last: _Line | None = None
    lines = _lines(text, skip)
    columns = _number_column(text, lines)
    longest = max(len(line) for line in text.split("\n"))
    wrap = _WRAP if longest <= _UNWRAPPED else _UNWRAPPED if longest <= _PARAGRAPHS else _NEVER
    for line in lines:
        mark = None if _SIGNED.match(text, line.start, line.end) else _mark(text, line, columns)
        if mark is None and last is not None and _continues(text, last, line, result[-1], wrap):
            before = result[-1]
            start = before.start if before.start < before.end else line.start
            result[-1] = Passage(start, line.end, before.style, before.number, before.gap, before.indent)
        else:
            style, number = _style(mark)
            start = mark.end() if mark else line.start
            indent = len(text[line.start : line.end]) - len(text[line.start : line.end].lstrip())
            while start < line.end and text[start].isspace():
                start += 1
            result.append(Passage(start, line.end, style, number, line.blank_before, indent))
        last = line
    return tuple(each for each in result if each.end > each.start)


@lru_cache(maxsize=2048)
def sentences(text: str, passage: Passage) -> tuple[tuple[int, int], ...]:
    """The spans of the passage's sentences."""
    spans = []
    start = passage.start
    for match in _SENTENCE_END.finditer(text, passage.start, passage.end):
        if _ABBREVIATION.search(text, max(start, match.start() - 12), match.start()):
            continue
        spans += _bounded(text, start, match.start())
        start = match.end()
    if start < passage.end:
        spans += _bounded(text, start, passage.end)
    return tuple(spans)


def _bounded(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The span, cut at blanks where it is far longer than any sentence: each date in it is weighed with all of it."""
    spans = []
    while end - start > _LONGEST_SENTENCE:
        cut = max(text.rfind(" ", start, start + _LONGEST_SENTENCE), text.rfind("\n", start, start + _LONGEST_SENTENCE))
        cut = cut if cut > start else start + _LONGEST_SENTENCE
        spans.append((start, cut))
        start = cut
    return [*spans, (start, end)]


def _mark(text: str, line: _Line, columns: dict[int, re.Match[str]]) -> re.Match[str] | None:
    found = columns.get(line.start) or _MARK.match(text, line.start, line.end)
    return found or _BARE_MARK.match(text, line.start, line.end)


def _number_column(text: str, lines: list[_Line]) -> dict[int, re.Match[str]]:
    """Lines that begin 1, 2, 3 … with neither dot nor bracket: a column of numbers that lost its table."""
    run: dict[int, re.Match[str]] = {}
    for line in lines:
        mark = _COLUMN.match(text, line.start, line.end)
        if mark is not None and int(mark["digit"]) == len(run) + 1:
            run[line.start] = mark
    return run if len(run) > 1 else {}


def _lines(text: str, skip: tuple[tuple[int, int], ...]) -> list[_Line]:
    lines = []
    blank = True
    skipped = Spans.covering(skip)
    for match in re.finditer(r"[^\n\f]*(?:[\n\f]|$)", text):
        end = match.end() - (match[0][-1:] in ("\n", "\f"))
        if not text[match.start() : end].strip():
            blank = True
        elif not skipped.overlaps(match.start(), match.start() + 1):
            stripped = text[match.start() : end].rstrip()
            lines.append(_Line(match.start(), match.start() + len(stripped), blank))
            blank = False
    return lines


def _continues(text: str, last: _Line, line: _Line, before: Passage, wrap: int) -> bool:
    """Whether a line without a mark goes on with the passage before it."""
    words = text[line.start : line.end].strip()
    previous = text[last.start : last.end].strip()
    if before.start >= before.end:  # only a mark stood there
        return True
    if line.blank_before:
        return False
    if re.match(r"[a-z]", words):
        if re.search(r"[:;]$|;\s+(?:and|or)$", previous):
            return False
        return not previous.endswith(".") or _ABBREVIATION.search(previous) is not None
    if re.match(r"\d", words) and _BROKEN_SUM.search(text, before.start, last.end):
        return True
    if re.match(r"[,.;)]", words) or re.search(
        r"(?:\b(?:the|a|an|of|to|by|in|on|for|and|or|with|than|from|at|must|within|is|between|since|until|before|after|during|about|Mr|Mrs|Ms|Dr)|,|£|-)$",
        previous,
    ):
        return True
    if re.match(r"\d{1,2}$|\d{1,2}\s+[A-Z][a-z]+|20\d\d\b", words) and re.search(r"(?:[A-Z][a-z]+|\d|than)$", previous):
        return bool(re.match(r"20\d\d\b", words) or re.search(r"(?:\d|than)$", previous))
    if _MONTH.match(words) and re.search(r"\d(?:st|nd|rd|th)?$", previous):
        return True
    if len(words) < 30 and re.fullmatch(r"[A-Z][A-Za-z'’() ]*", words):  # a heading below a long line, as in a table
        return False
    return not _STOP.search(previous) and len(previous) >= wrap


def _style(mark: re.Match[str] | None) -> tuple[str, int | None]:
    if mark is None or "digit" not in (mark.groupdict() or {}):
        return ("", None) if mark is None else _bare_style(mark[0])
    if mark["named"] or mark["q"]:
        label = (mark["label"] or "").lower()
        style = label if label in ("order", "recommendation") else "named"
        return style, int(mark["named"] or mark["q"])
    if mark["digit"] or mark["tabbed"]:
        return "digit", int(mark["digit"] or mark["tabbed"])
    letters = mark["wrapped"] or mark["alpha"] or mark["roman"]
    return _lettered(letters) if letters else ("bullet", None)


def _bare_style(mark: str) -> tuple[str, int | None]:
    words = mark.strip().strip("().")
    if words.isdigit():
        return "digit", int(words)
    return _lettered(words) if words.isalpha() else ("bullet", None)


def _lettered(letters: str) -> tuple[str, int | None]:
    romans = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
    if letters.lower() in romans and letters.islower():
        return "roman", romans.index(letters.lower()) + 1
    if len(letters) == 1:
        return "alpha", ord(letters.lower()) - ord("a") + 1
    return "", None
