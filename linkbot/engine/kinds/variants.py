"""Phrases of very many wordings, found in one walk without ever writing the wordings out.

`(we|i) (have|had) not (yet|) (received|heard)` is a small net of steps here; written out, seventy such phrases would
be fifty thousand sequences. Which steps lead on together from a word is worked out when a letter first comes by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from linkbot.engine.kinds.expansion import Choice

_Places = tuple[int, ...]


class _State:
    """Where a walk has come to: phrases that are complete here, and by the next word where it leads on."""

    __slots__ = ("after", "ends")

    def __init__(self, ends: tuple[str, ...], after: dict[str, _Places | _State]) -> None:
        self.ends, self.after = ends, after


class Variants:
    """A set of phrases, each known by its own text. It grows with its phrases only, not with what is read."""

    def __init__(self) -> None:
        self._next: list[dict[str, set[int]]] = [{}]  # by place; the first is where all phrases begin
        self._complete: list[str | None] = [None]
        self._states: dict[_Places, _State] = {}

    def add(self, phrase: str, choices: Sequence[Choice]) -> None:
        """`choices` as `expansion.choices_of` answers them. To be called before anything is looked for."""
        after = self._place(phrase)
        for choice in reversed(choices):
            here = self._place()
            for words in choice:
                if words:
                    self._path(here, words, after)
                else:
                    self._like(here, after)  # it may be left out
            after = here
        self._like(0, after)

    def find(self, words: Sequence[str], where: Mapping[str, Sequence[int]]) -> Iterator[tuple[str, int, int]]:
        """Each occurrence as phrase, first, after. `where`: each word's places."""
        start = self._state((0,))
        for word in where.keys() & start.after.keys():
            for first in where[word]:
                state, at = start, first
                while at < len(words) and (further := self._step(state, words[at])) is not None:
                    state, at = further, at + 1
                    for phrase in state.ends:
                        yield phrase, first, at

    def _step(self, state: _State, word: str) -> _State | None:
        found = state.after.get(word)
        if isinstance(found, tuple):
            found = state.after[word] = self._state(found)
        return found

    def _state(self, places: _Places) -> _State:
        known = self._states.get(places)
        if known is None:
            after: dict[str, set[int]] = {}
            for place in places:
                for word, further in self._next[place].items():
                    after.setdefault(word, set()).update(further)
            ends = tuple(phrase for place in places if (phrase := self._complete[place]) is not None)
            known = _State(ends, {word: tuple(sorted(further)) for word, further in after.items()})
            self._states[places] = known
        return known

    def _place(self, complete: str | None = None) -> int:
        self._next.append({})
        self._complete.append(complete)
        return len(self._next) - 1

    def _path(self, start: int, words: tuple[str, ...], end: int) -> None:
        for word in words[:-1]:
            further = self._place()
            self._next[start].setdefault(word, set()).add(further)
            start = further
        self._next[start].setdefault(words[-1], set()).add(end)

    def _like(self, here: int, other: int) -> None:
        """From here it goes on as from there."""
        for word, further in self._next[other].items():
            self._next[here].setdefault(word, set()).update(further)
        if here:
            self._complete[here] = self._complete[other]
