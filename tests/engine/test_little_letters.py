"""Whole little letters: the days they set, what they must ask about, and what in them is nobody's deadline."""

from __future__ import annotations

import pytest

from tests.engine.little_letters import LittleLetter, as_read, little_letters

# A person is asked about these although their words would do: the aim is to read them, never to act on a guess.
ASKED_NEEDLESSLY = {52, 58, 60}


@pytest.mark.parametrize("one", little_letters(), ids=lambda one: f"{one.number}-{one.kind}")
def test_a_little_letter_sets_its_days_or_asks(one: LittleLetter) -> None:
    read = as_read(one)
    assert read.asks == (one.ask or one.number in ASKED_NEEDLESSLY), read.doubts
    if not read.asks:
        assert read.days == one.days
