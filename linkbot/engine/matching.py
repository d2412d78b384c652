"""The spaCy machinery: many phrases found in one pass over a text.

Literal phrases go to one PhraseMatcher (free at thousands); patterns with gaps or numbers go to a Matcher, and only
those whose literal words all occur in the text are tried. Compiled once for a set of rules; holds no state of texts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import spacy
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc

from linkbot.engine.expansion import GAP, NUMBER, expand_pattern, expand_phrase
from linkbot.engine.words import Word, sentences, words

_ENGLISH = spacy.blank("en")
_NO_GAP = [".", "!", "?", ";", ":", "¶"]
_TOKEN: dict[str, dict[str, object]] = {
    GAP: {"LOWER": {"NOT_IN": _NO_GAP}, "OP": "{0,5}"},
    NUMBER: {"LOWER": {"REGEX": r"^\d"}},
}


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
        inside = [w for w, n in zip(self.words, self.sentence, strict=True) if n == number and w.text != "¶"]
        return (inside[0].start, inside[-1].end) if inside else (0, 0)


@dataclass(frozen=True)
class Found:
    """One occurrence: words first … after-1."""

    first: int
    after: int


def cut(text: str) -> Text:
    """A text ready for matching."""
    cut_words = words(text)
    return Text(text, cut_words, sentences(cut_words))


class Terms:
    """A compiled set of phrases and patterns, each known by its own text."""

    def __init__(self, *, phrases: Iterable[str], patterns: Iterable[str] = ()) -> None:
        """Raises BadPhrase."""
        self._literal = PhraseMatcher(_ENGLISH.vocab, attr="LOWER")
        for phrase in dict.fromkeys(phrases):
            self._literal.add(phrase, [_doc(sequence) for sequence in expand_phrase(phrase)])
        self._gated: list[tuple[frozenset[str], Matcher]] = []
        for pattern in dict.fromkeys(patterns):
            for sequence in expand_pattern(pattern):
                matcher = Matcher(_ENGLISH.vocab)
                matcher.add(pattern, [[_TOKEN.get(word, {"LOWER": word}) for word in sequence]], greedy="LONGEST")
                self._gated.append((frozenset(sequence) - {GAP, NUMBER}, matcher))

    def find(self, text: Text) -> dict[str, tuple[Found, ...]]:
        """Every phrase or pattern that occurs, with its occurrences in order."""
        if not text.words:
            return {}
        doc = _doc([word.text for word in text.words])
        matches = list(self._literal(doc))
        present = {word.text for word in text.words}
        for literals, matcher in self._gated:
            if literals <= present:
                matches += matcher(doc)
        found: dict[str, list[Found]] = {}
        for key, first, after in sorted(matches, key=lambda match: match[1:]):
            found.setdefault(_ENGLISH.vocab.strings[key], []).append(Found(first, after))
        return {term: tuple(occurrences) for term, occurrences in found.items()}


def _doc(of: Iterable[str]) -> Doc:
    return Doc(_ENGLISH.vocab, words=list(of))
