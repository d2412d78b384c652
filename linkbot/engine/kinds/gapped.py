"""Patterns with gaps and numbers, found from their first word on: `asked ... by #`.

A gap is up to five words of one sentence. Only places where a pattern's first word stands are tried, so that hundreds
of patterns cost little; plain phrases are `engine.kinds.matching`'s business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from linkbot.engine.facts.spans import Spans
from linkbot.engine.kinds.expansion import GAP, NUMBER, expand_pattern

_STOPS = frozenset((".", "!", "?", ";", ":", "¶"))
_GAP_WORDS = 5


class Gapped:
    """A compiled set of patterns, each known by its own text."""

    def __init__(self, patterns: Iterable[str]) -> None:
        """Raises BadPhrase."""
        self._by_first: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for pattern in dict.fromkeys(patterns):
            for sequence in expand_pattern(pattern):
                self._by_first.setdefault(sequence[0], []).append((pattern, sequence))

    def find(self, words: Sequence[str], where: Mapping[str, Sequence[int]]) -> Iterator[tuple[str, int, int]]:
        """Each occurrence as pattern, first, after; of those that overlap the longest. `where`: each word's places."""
        found: dict[str, list[tuple[int, int]]] = {}
        for first, sequences in self._by_first.items():
            for at in where.get(first, ()):
                for pattern, sequence in sequences:
                    after = _match(words, at, sequence, 0)
                    if after:
                        found.setdefault(pattern, []).append((at, after))
        for pattern, spans in found.items():
            taken = Spans()
            for start, after in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
                if taken.add(start, after):
                    yield pattern, start, after


def _match(words: Sequence[str], at: int, sequence: tuple[str, ...], step: int) -> int:
    """The word after the longest match of the sequence's rest from `at` on, 0 for none."""
    while step < len(sequence):
        wanted = sequence[step]
        if wanted == GAP:
            best = 0
            for skipped in range(_GAP_WORDS + 1):
                best = max(best, _match(words, at + skipped, sequence, step + 1))
                if at + skipped >= len(words) or words[at + skipped] in _STOPS:
                    break
            return best
        if at >= len(words) or not (words[at][:1].isdigit() if wanted == NUMBER else words[at] == wanted):
            return 0
        at, step = at + 1, step + 1
    return at
