"""Letters as words: a tokeniser of its own, so that rules and mails are cut alike and offsets survive.

Lower case, contractions written out (`haven't` is `have not`), commas, quotes and brackets dropped, hyphens part
words; line wraps join, real line breaks are `¶`. Sentences end at . ! ? and `¶`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

BREAK = "¶"
_TOKEN = re.compile(r"\s*\n\s*|\d+(?:[.,:]\d+)*(?:st|nd|rd|th)?(?![^\W\d_])|[^\W_]+(?:['’‘][^\W_]+)*|[!?;:]|\.(?=\s|$)")
_LIST = re.compile(r"(?:[-•*·–—]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|[A-Z][.)])\s", re.IGNORECASE)
_ENDS = frozenset(".!?" + BREAK)
_ABBREVIATIONS = frozenset(("mr", "mrs", "ms", "dr", "no", "ref", "nos", "para", "cllr"))
_NEGATED = {"can't": "can", "won't": "will", "shan't": "shall"}
_BARE = {
    "ive": ("i", "have"),
    "weve": ("we", "have"),
    "youve": ("you", "have"),
    "im": ("i", "am"),
    "cant": ("can", "not"),
    "dont": ("do", "not"),
    "doesnt": ("does", "not"),
    "didnt": ("did", "not"),
    "havent": ("have", "not"),
    "hasnt": ("has", "not"),
    "hadnt": ("had", "not"),
    "isnt": ("is", "not"),
    "arent": ("are", "not"),
    "wasnt": ("was", "not"),
    "werent": ("were", "not"),
    "couldnt": ("could", "not"),
    "wouldnt": ("would", "not"),
    "whats": ("what", "is"),
    "thats": ("that", "is"),
}  # as hurried people write
_IS = frozenset(("that's", "it's", "what's", "here's", "there's", "who's", "where's", "how's"))
_MONTH = "may_the_month"
_CLITICS = {"'ve": "have", "'re": "are", "'ll": "will", "'m": "am", "'d": "would"}
_SHORT_LINE = 50


class Word(NamedTuple):
    """A tuple, since a letter makes hundreds of them."""

    text: str
    start: int
    end: int


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a phrase of the rules, without sentence marks."""
    return tuple(word.text for word in words(text) if word.text not in _ENDS and word.text not in ";:")


def words(text: str) -> tuple[Word, ...]:
    """The words of a text with their offsets in it."""
    return tuple(_words(text))


def _words(text: str) -> Iterator[Word]:
    for found in _TOKEN.finditer(text):
        token, start, end = found.group(), found.start(), found.end()
        if "\n" in token:
            if _breaks(text, start, end, token):
                yield Word(BREAK, start, end)
            continue
        if token == "May" and _is_month(text, start, end):
            yield Word(_MONTH, start, end)
            continue
        for part in _parts(token):
            yield Word(part, start, end)


def _is_month(text: str, start: int, end: int) -> bool:
    """Whether "May" is the month and not the verb: a number stands before or after it."""
    return bool(re.search(r"\d(?:st|nd|rd|th)?[ \n]$", text[:start][-6:]) or re.match(r"[ \n]\d", text[end:]))


@lru_cache(maxsize=20_000)
def _parts(written: str) -> tuple[str, ...]:
    token = written.lower().replace("’", "'").replace("‘", "'")
    if token == "cannot":
        return ("can", "not")
    if token in _BARE:
        return _BARE[token]
    if token.endswith("n't"):
        return (_NEGATED.get(token, token[:-3]), "not")
    if token in _IS:
        return (token[:-2], "is")
    for clitic, full in _CLITICS.items():
        if token.endswith(clitic) and len(token) > len(clitic):
            return (token[: -len(clitic)], full)
    return (token,)


def _breaks(text: str, start: int, end: int, token: str) -> bool:
    """Whether a line end ends a thought: a blank line, a list point, a heading; a wrapped line does not."""
    if token.count("\n") > 1 or _LIST.match(text, end):
        return True
    line = text[text.rfind("\n", 0, start) + 1 : start].rstrip()
    return line[-1:] == ":" or (len(line) < _SHORT_LINE and not text[end : end + 1].islower())


def sentences(of: tuple[Word, ...]) -> tuple[int, ...]:
    """For each word the number of its sentence."""
    numbers, number = [], 0
    for position, word in enumerate(of):
        numbers.append(number)
        if word.text in (BREAK, "!", "?") or (
            word.text == "." and position and of[position - 1].text not in _ABBREVIATIONS
        ):
            number += 1
    return tuple(numbers)
