"""The plain form in which people's answers and the words of the rules are compared. It judges nothing."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from linkbot.model.reply import ReplyWords

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})
_NOT_WORDS = re.compile(r"[^\w'@./?+-]+")
_PARTED = re.compile(r"[,.;:!–-]+(?:\s+|$)|\n")
_EDGES = ".-'/+"


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Lower case, single spaces, no punctuation at the edges of words; `-`, `/`, `@`, `.` stay inside them."""
    words = _NOT_WORDS.sub(" ", text.translate(_APOSTROPHES).casefold().replace("?", " ? ").replace("_", " ")).split()
    return " ".join(word for one in words if (word := one if one == "?" else one.strip(_EDGES)))


def is_one_of(said: str, listed: Collection[str], words: ReplyWords) -> bool:
    """Whether the whole answer, or each part of it between commas, is one of the listed: `Yes, go ahead, thanks`."""
    known = _plain_all(frozenset(listed))
    if any(form in known for form in forms(said, words)):
        return True
    parts = [part for part in _PARTED.split(said) if not says_nothing(part, words)]
    return len(parts) > 1 and all(any(form in known for form in forms(part, words)) for part in parts)


@lru_cache(maxsize=256)
def _plain_all(listed: frozenset[str]) -> frozenset[str]:
    return frozenset(plain(one) for one in listed)


def forms(said: str, words: ReplyWords) -> tuple[str, ...]:
    """The answer as said, then with fillers taken off its ends one by one: `it is the first chaser, please`, … ,
    `first chaser`. The first is the whole.
    """
    return tuple(form for form in _stripped(said, words) if form)


def says_nothing(text: str, words: ReplyWords) -> bool:
    """Whether there are no words in it but fillers."""
    return not _stripped(text, words)[-1]


def _stripped(said: str, words: ReplyWords) -> list[str]:
    found = [plain(said)]
    while found[-1] and (shorter := _without_one(found[-1], words)) is not None:
        found.append(shorter)
    return found


def _without_one(text: str, words: ReplyWords) -> str | None:
    for filler in words.fillers:
        if text == filler:
            return ""
        if text.startswith(filler + " "):
            return text[len(filler) + 1 :]
        if text.endswith(" " + filler):
            return text[: -len(filler) - 1]
    return None


def has_caution(text: str, words: ReplyWords) -> bool:
    padded = f" {plain(text)} "
    return any(f" {plain(word)} " in padded for word in words.cautions)
