"""The small language of signals' words in `rules/`: `please (send|provide) us`, gaps `...`, numbers `#`.

Expands a phrase into plain word sequences; knows nothing of texts. A phrase is literal, a pattern may hold gaps and
numbers but must start with one plain word: anything else makes a matcher try every word of every mail.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator

from linkbot.engine.kinds.words import plain_words

GAP = "..."
NUMBER = "#"
_PIECE = re.compile(r"\(([^()]*)\)|(\.\.\.)|(#)|((?:(?!\.\.\.)[^()\s#|?])+)|(\S)")
_LIMIT = 2000

Choice = list[tuple[str, ...]]


class BadPhrase(ValueError):
    """A phrase the language does not allow; the message says what to write instead."""


def expand_phrase(phrase: str) -> tuple[tuple[str, ...], ...]:
    """All word sequences of a literal phrase. Raises BadPhrase for gaps, numbers, emptiness or too many."""
    return _expand(phrase, choices_of(phrase))


def choices_of(phrase: str) -> list[Choice]:
    """What may stand at each step of a literal phrase, not written out. Raises BadPhrase as `expand_phrase` does."""
    pieces = _pieces(phrase)
    if any(word in (GAP, NUMBER) for choice in pieces for words in choice for word in words):
        raise BadPhrase(f"'{phrase}' holds a gap or a number: write it under patterns")
    if wordings(pieces) > _LIMIT:
        raise BadPhrase(f"'{phrase}' makes {wordings(pieces)} sequences, more than {_LIMIT}: split it")
    if all(() in choice for choice in pieces):
        raise BadPhrase(f"'{phrase}' may be empty")
    return pieces


def wordings(pieces: list[Choice]) -> int:
    """How many sequences the choices make."""
    return math.prod(len(choice) for choice in pieces)


def expand_pattern(pattern: str) -> tuple[tuple[str, ...], ...]:
    """All sequences of a pattern; `...` stands for up to five words of one sentence, `#` for a number.

    Raises BadPhrase when it starts with an alternative, an optional word, a gap or a number.
    """
    pieces = _pieces(pattern)
    if len(pieces[0]) > 1 or pieces[0][0][:1] in ((), (GAP,), (NUMBER,)):
        raise BadPhrase(
            f"'{pattern}' starts with a choice (IN), an optional word (?), a gap or a number: start it with a word"
        )
    if pieces[-1] == [(GAP,)]:
        raise BadPhrase(f"'{pattern}' ends with a gap: end it with a word")
    return _expand(pattern, pieces)


def _expand(phrase: str, pieces: list[Choice]) -> tuple[tuple[str, ...], ...]:
    if wordings(pieces) > _LIMIT:
        raise BadPhrase(f"'{phrase}' makes {wordings(pieces)} sequences, more than {_LIMIT}: split it")
    sequences = dict.fromkeys(tuple(itertools.chain(*parts)) for parts in itertools.product(*pieces))
    if () in sequences:
        raise BadPhrase(f"'{phrase}' may be empty")
    return tuple(sequences)


def _pieces(phrase: str) -> list[Choice]:
    pieces = list(_split(phrase))
    if not pieces:
        raise BadPhrase("an empty phrase")
    return pieces


def _choice(phrase: str, choice: str) -> tuple[str, ...]:
    if choice in (GAP, NUMBER):
        return (choice,)
    words = plain_words(choice)
    if choice and not words:
        raise BadPhrase(f"'{phrase}' has an alternative without a word: '{choice}'")
    return words


def _split(phrase: str) -> Iterator[Choice]:
    for found in _PIECE.finditer(phrase):
        choices, gap, number, word, stray = found.groups()
        if stray:
            raise BadPhrase(
                f"'{phrase}' has a stray '{stray}': alternatives are (one|two), without brackets in brackets"
            )
        if choices is not None:
            yield [_choice(phrase, choice.strip()) for choice in choices.split("|")]
        elif gap or number:
            yield [(gap or number,)]
        elif words := plain_words(word):
            yield [words]
