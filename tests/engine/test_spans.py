"""Taken stretches of a text: the same answers as asking each of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from linkbot.engine.facts.spans import Spans

_SPAN = st.tuples(st.integers(0, 40), st.integers(1, 6)).map(lambda one: (one[0], one[0] + one[1]))


@given(st.lists(_SPAN, max_size=30), st.integers(0, 50))
def test_it_answers_as_if_each_were_asked(wanted: list[tuple[int, int]], place: int) -> None:
    spans, taken = Spans(), list[tuple[int, int]]()
    for start, end in wanted:
        free = not any(start < b and a < end for a, b in taken)
        assert spans.overlaps(start, end) is not free
        assert spans.add(start, end) is free
        taken += [(start, end)] if free else []
    assert spans.ends_at(place) is any(end == place for _, end in taken)


@given(st.lists(_SPAN, max_size=30), _SPAN)
def test_what_overlapping_spans_cover_is_covered(spans: list[tuple[int, int]], asked: tuple[int, int]) -> None:
    start, end = asked
    assert Spans.covering(spans).overlaps(start, end) is any(start < b and a < end for a, b in spans)
