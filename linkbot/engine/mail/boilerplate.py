"""Finds the spans of a text that are never part of the letter: gateway banners, disclaimers, "do not reply" lines.

The phrases are data; how far each may reach is decided here, and always errs on the short side: blanking out a
sentence of a letter is worse than reading a disclaimer.
"""

from __future__ import annotations

import re
from functools import lru_cache

from linkbot.engine.mail.legal_footers import legal_footers
from linkbot.model.boilerplate import BoilerplateRules

TOP = 1_500  # characters in which a banner may begin, and as many at the end
LONGEST_SIGNATURE = 700
LONGEST_BANNER = 700
LONGEST_PARAGRAPH = 1_500

_SALUTATION = re.compile(
    r"^[ \t]*(?:dear|good (?:morning|afternoon|evening|day)|hi|hello|morning|afternoon|all|to whom)\b", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?](?=[\s\"')\]]|$)|\n")
_FULL_STOP = re.compile(r"[.!?](?=[\s\"')\]]|$)")
_GREETING = re.compile(r"(?<=[.!?:\]*] )(?:Dear|Good (?:morning|afternoon)|Hello) [A-Z]")
_DELIMITER = re.compile(r"^-- ?\n", re.MULTILINE)  # RFC 3676 section 4.3
_NEVER: re.Pattern[str] = re.compile(r"(?!)")


def boilerplate(text: str, rules: BoilerplateRules, *, banners: bool = True) -> tuple[tuple[int, int], ...]:
    """Spans in order, not overlapping. `banners` is off for documents, where none can be."""
    spans: list[tuple[int, int]] = []
    small = _small(text)
    if banners:
        for match in _pattern(rules.banners).finditer(small):
            if match.start() < TOP:
                spans.append(_banner(text, match.start(), match.end()))
            elif match.start() >= len(text) - TOP:
                spans.append((_sentence_start(text, match.start()), _banner(text, match.start(), match.end())[1]))
        spans += _signature(text)
    for match in _pattern(rules.paragraphs).finditer(small):
        spans.append((_sentence_start(text, match.start()), _paragraph_end(text, match.end())))
    for match in _pattern(rules.sentences).finditer(small):
        spans.append((_sentence_start(text, match.start()), _sentence_end(text, match.end())))
    return _merged([*spans, *legal_footers(small, rules.footer)])


def _small(text: str) -> str:
    """In small letters, every offset kept: a pattern that minds case is several times as quick as one that does not."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


@lru_cache(maxsize=64)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all phrases, longest first, for a text in small letters."""
    if not phrases:
        return _NEVER
    alternatives = "|".join(_phrase(phrase.lower()) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{alternatives})")


def _phrase(phrase: str) -> str:
    parts = []
    for part in phrase.split(" ... "):
        words = (re.escape(word).replace("'", "['’]").replace("e\\-mail", "e-?mail") for word in part.split())
        parts.append(r"\s+".join(words))
    return r"\b.{0,60}?\b".join(parts)


def _banner(text: str, start: int, end: int) -> tuple[int, int]:
    """The lines around the phrase up to an empty line or a salutation."""
    begin = text.rfind("\n\n", 0, start) + 2 if text.rfind("\n\n", 0, start) >= 0 else 0
    lines = text[begin:start].split("\n")
    for number in range(len(lines) - 1, -1, -1):
        if _SALUTATION.match(lines[number]) and number < len(lines) - 1:
            begin += sum(len(line) + 1 for line in lines[: number + 1])
            break
    if _SALUTATION.match(text[begin:start]):
        begin = _sentence_start(text, start)  # a salutation on the phrase's own line
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    while stop < len(text) and stop - begin < LONGEST_BANNER:
        following = text.find("\n", stop + 1)
        following = len(text) if following < 0 else following
        line = text[stop + 1 : following]
        if not line.strip() or _SALUTATION.match(line) or following - begin > LONGEST_BANNER:
            break
        stop = following
    return begin, _banner_end(text, end, stop)


def _banner_end(text: str, end: int, stop: int) -> int:
    """Short of a greeting, and of a further sentence with a figure in it: a banner gives no date, amount or reference.

    Where a program left no line between banner and letter, the letter begins in the middle of what looks like one.
    """
    greeting = _GREETING.search(text, end, stop)
    stop = greeting.start() if greeting else stop
    full_stop = _FULL_STOP.search(text, end, stop)
    at = full_stop.end() if full_stop else stop
    while at < stop:
        following = _FULL_STOP.search(text, at, stop)
        reach = following.end() if following else stop
        if any(map(str.isdigit, text[at:reach])):
            return at
        at = reach
    return stop


def _signature(text: str) -> list[tuple[int, int]]:
    """What follows the mark mail programs put before a signature, when it is short and no line of it a sentence."""
    marks = [match.start() for match in _DELIMITER.finditer(text, max(0, len(text) - LONGEST_SIGNATURE))]
    if not marks or marks[-1] == 0:
        return []
    lines = text[marks[-1] :].split("\n")[1:]
    says = any(len(line.split()) > 8 or line.endswith((".", "!", "?", ":")) for line in lines)
    return [] if says else [(marks[-1], len(text))]


def _paragraph_end(text: str, end: int) -> int:
    stop = text.find("\n\n", end)
    stop = len(text) if stop < 0 else stop
    if stop - end <= LONGEST_PARAGRAPH:
        return stop
    return _sentence_end(text, end)


def _sentence_start(text: str, start: int) -> int:
    before = [match.end() for match in _SENTENCE_END.finditer(text, max(0, start - 400), start)]
    begin = before[-1] if before else max(0, start - 400) if start > 400 else 0
    while begin < start and text[begin].isspace():
        begin += 1
    return begin if start - begin < 200 else start


def _sentence_end(text: str, end: int) -> int:
    match = _SENTENCE_END.search(text, end)
    return match.end() if match else len(text)


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return tuple(merged)
