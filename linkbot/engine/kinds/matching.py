"""Many phrases found in one pass over a text.

A large vocabulary of plain words goes to spaCy's PhraseMatcher, phrases of many wordings and small sets to
`kinds.variants`, patterns with gaps or numbers to `kinds.gapped`. A text is cut into words once and keeps what all
searches need of it, and what they found. Compiled once for a set of rules.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import spacy
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from linkbot.engine.kinds.expansion import choices_of, expand_phrase, wordings
from linkbot.engine.kinds.gapped import Gapped
from linkbot.engine.kinds.variants import Variants
from linkbot.engine.kinds.words import Word, sentences, words

_ENGLISH = spacy.blank("en")
_KNOWN: set[str] = set()
"""Every word of every phrase compiled so far."""
_UNKNOWN = "¤"
_MANY, _PLAIN = 100, 2
"""A vocabulary: at least so many phrases, of so few wordings each. Measured: below that the text made ready for the
PhraseMatcher costs more than it saves, and each wording costs it a kilobyte."""


class Found(NamedTuple):
    """One occurrence: words first … after-1. A tuple, since a letter makes hundreds of them."""

    first: int
    after: int


Hits = Mapping[str, tuple[Found, ...]]


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

    def words_of(self, number: int) -> tuple[str, ...]:
        """The words of one sentence."""
        return self.plain[bisect_left(self.sentence, number) : bisect_right(self.sentence, number)]

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
    def docs(self) -> dict[int, Doc]:
        """The text as spaCy wants it, by how many words the rules knew then."""
        return {}

    @cached_property
    def found(self) -> dict[Terms, Hits]:
        """What each set of terms found here: the same one is asked for several times."""
        return {}


def cut(text: str) -> Text:
    """A text ready for matching; kept, since several questions are asked of the same letter."""
    return _letter(text) if len(text) <= _LONG else _book(text)


def _cut(text: str) -> Text:
    cut_words = words(text)
    return Text(text, cut_words, sentences(cut_words))


_LONG = 40_000
"""Characters. A text cut up takes seventy octets for each: of long ones few are kept, or they would fill the memory."""
_letter, _book = lru_cache(maxsize=32)(_cut), lru_cache(maxsize=3)(_cut)


class Terms:
    """A compiled set of phrases and patterns, each known by its own text."""

    def __init__(self, *, phrases: Iterable[str], patterns: Iterable[str] = ()) -> None:
        """Raises BadPhrase."""
        wanted = {phrase: choices_of(phrase) for phrase in phrases}
        self._literal = PhraseMatcher(_ENGLISH.vocab, attr="LOWER")
        self._variants = Variants()
        written_out = sum(wordings(choices) for choices in wanted.values())
        vocabulary = len(wanted) >= _MANY and written_out <= _PLAIN * len(wanted)
        for phrase, choices in wanted.items():
            if not vocabulary:
                self._variants.add(phrase, choices)
                continue
            sequences = expand_phrase(phrase)
            _KNOWN.update(word for sequence in sequences for word in sequence)
            self._literal.add(phrase, [_doc(sequence) for sequence in sequences])
        self._gapped = Gapped(patterns)

    def find(self, text: Text) -> Hits:
        """Every phrase or pattern that occurs, with its occurrences in order."""
        known = text.found.get(self)
        if known is None:
            known = text.found[self] = self._find(text)
        return known

    def _find(self, text: Text) -> Hits:
        matches: list[tuple[str, int, int]] = []
        if len(self._literal):
            strings = _ENGLISH.vocab.strings
            matches = [(strings[key], first, after) for key, first, after in self._literal(_doc_of(text))]
        matches += self._variants.find(text.plain, text.where)
        matches += self._gapped.find(text.plain, text.where)
        found: dict[str, list[Found]] = {}
        for term, first, after in sorted(matches, key=_place):
            found.setdefault(term, []).append(Found(first, after))
        return {term: tuple(occurrences) for term, occurrences in found.items()}


def _place(match: tuple[str, int, int]) -> tuple[int, int]:
    return match[1:]


def _doc_of(text: Text) -> Doc:
    """The text with one sign for every word no phrase knows: spaCy keeps for ever each new word it is shown."""
    doc = text.docs.get(len(_KNOWN))
    if doc is None:
        doc = text.docs[len(_KNOWN)] = _doc(word if word in _KNOWN else _UNKNOWN for word in text.plain)
    return doc


def _doc(of: Iterable[str]) -> Doc:
    return Doc(_ENGLISH.vocab, words=list(of))
