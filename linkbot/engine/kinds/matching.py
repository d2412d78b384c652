"""The spaCy machinery: many phrases found in one pass over a text.

Literal phrases go to one PhraseMatcher (free at thousands), patterns with gaps or numbers to `kinds.gapped`. A text is
cut into words once and keeps what all searches need of it. Compiled once for a set of rules.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import spacy
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from linkbot.engine.kinds.expansion import expand_phrase
from linkbot.engine.kinds.gapped import Gapped
from linkbot.engine.kinds.words import Word, sentences, words

_ENGLISH = spacy.blank("en")


@dataclass(frozen=True)
class Text:
    """A text cut into words, with each word's sentence."""

    text: str
    words: tuple[Word, ...]
    sentence: tuple[int, ...]

    def span(self, first: int, after: int) -> tuple[int, int]:
        """Offsets of words first … after-1."""
        return self.words[first].start, self.words[after - 1].end

    def sentence_span(self, number: int) -> tuple[int, int]:
        first, after = bisect_left(self.sentence, number), bisect_right(self.sentence, number)
        inside = [word for word in self.words[first:after] if word.text != "¶"]
        return (inside[0].start, inside[-1].end) if inside else (0, 0)

    @cached_property
    def plain(self) -> tuple[str, ...]:
        return tuple(word.text for word in self.words)

    @cached_property
    def where(self) -> dict[str, list[int]]:
        """Each word's places."""
        places: dict[str, list[int]] = {}
        for position, word in enumerate(self.plain):
            places.setdefault(word, []).append(position)
        return places

    @cached_property
    def doc(self) -> Doc:
        return _doc(self.plain)


@dataclass(frozen=True)
class Found:
    """One occurrence: words first … after-1."""

    first: int
    after: int


@lru_cache(maxsize=64)
def cut(text: str) -> Text:
    """A text ready for matching; kept, since several questions are asked of the same letter."""
    cut_words = words(text)
    return Text(text, cut_words, sentences(cut_words))


class Terms:
    """A compiled set of phrases and patterns, each known by its own text."""

    def __init__(self, *, phrases: Iterable[str], patterns: Iterable[str] = ()) -> None:
        """Raises BadPhrase."""
        self._literal = PhraseMatcher(_ENGLISH.vocab, attr="LOWER")
        for phrase in dict.fromkeys(phrases):
            self._literal.add(phrase, [_doc(sequence) for sequence in expand_phrase(phrase)])
        self._gapped = Gapped(patterns)

    def find(self, text: Text) -> dict[str, tuple[Found, ...]]:
        """Every phrase or pattern that occurs, with its occurrences in order."""
        if not text.words:
            return {}
        strings = _ENGLISH.vocab.strings
        matches = [(strings[key], first, after) for key, first, after in self._literal(text.doc)]
        matches += self._gapped.find(text.plain, text.where)
        found: dict[str, list[Found]] = {}
        for term, first, after in sorted(matches, key=lambda match: match[1:]):
            found.setdefault(term, []).append(Found(first, after))
        return {term: tuple(occurrences) for term, occurrences in found.items()}


def _doc(of: Iterable[str]) -> Doc:
    return Doc(_ENGLISH.vocab, words=list(of))
