"""Phrases of many wordings: the net of steps finds exactly what the wordings find when they are written out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from linkbot.engine.kinds.expansion import choices_of, expand_phrase, wordings
from linkbot.engine.kinds.matching import Found, Terms, cut
from linkbot.engine.kinds.variants import Variants

_WORD = st.sampled_from(["we", "have", "not", "it", "file", "sent"])
_ALTERNATIVES = st.lists(st.lists(_WORD, min_size=1, max_size=2).map(" ".join), min_size=1, max_size=3, unique=True)
_STEP = st.one_of(_WORD, _ALTERNATIVES.map(lambda some: f"({'|'.join(some)})"), _WORD.map(lambda one: f"({one}|)"))
_PHRASE = st.tuples(_WORD, st.lists(_STEP, max_size=3), st.booleans()).map(
    lambda parts: " ".join([parts[0], *parts[1]] if parts[2] else [*parts[1], parts[0]])
)


def _where(words: list[str]) -> dict[str, list[int]]:
    return {word: [at for at, other in enumerate(words) if other == word] for word in words}


def _written_out(phrases: list[str], words: list[str]) -> set[tuple[str, int, int]]:
    return {
        (phrase, at, at + len(wording))
        for phrase in phrases
        for wording in expand_phrase(phrase)
        for at in range(len(words))
        if tuple(words[at : at + len(wording)]) == wording
    }


@given(st.lists(_PHRASE, min_size=1, max_size=5, unique=True), st.lists(_WORD, max_size=12))
def test_it_finds_what_the_written_out_wordings_find_and_each_once(phrases: list[str], words: list[str]) -> None:
    net = Variants()
    for phrase in phrases:
        net.add(phrase, choices_of(phrase))
    found = list(net.find(words, _where(words)))
    assert set(found) == _written_out(phrases, words)
    assert len(found) == len(set(found))


def test_words_no_phrase_knows_leave_no_trace() -> None:
    net = Variants()
    net.add("(we|i) have not (yet|) replied", choices_of("(we|i) have not (yet|) replied"))
    letter = ["we", "have", "not", "replied"]
    assert list(net.find(letter, _where(letter))) == [("(we|i) have not (yet|) replied", 0, 4)]
    known = len(net._states)
    for name in ("Ashdown", "Brackley", "Castell"):
        strange = ["we", "have", name]
        assert list(net.find(strange, _where(strange))) == []
    assert len(net._states) == known


def test_a_large_vocabulary_and_a_small_set_find_the_same() -> None:
    plain = [f"{word} {other}" for word in "abcdefghijk" for other in "lmnopqrstuv"]
    text = cut("A l, and b m: k v")
    small, large = Terms(phrases=["b m", "a l", "z z"]), Terms(phrases=[*plain, "z z"])
    assert small.find(text) == {"a l": (Found(0, 2),), "b m": (Found(3, 5),)}
    assert {term: large.find(text)[term] for term in ("a l", "b m")} == small.find(text)


def test_the_number_of_wordings_is_known_without_writing_them_out() -> None:
    assert wordings(choices_of("(we|i) (have|had) not (yet|) replied")) == 8
