"""Whole little letters: the days they set, what they must ask about, and what in them is nobody's deadline."""

from __future__ import annotations

import pytest

from tests.engine.little_letters import LittleLetter, as_read, little_letters

SEEN = [one for one in little_letters() if one.number % 2]


@pytest.mark.parametrize("one", SEEN, ids=lambda one: f"{one.number}-{one.kind}")
def test_a_little_letter_sets_its_days_or_asks(one: LittleLetter) -> None:
    read = as_read(one)
    assert read.asks == one.ask, read.doubts
    if not one.ask:
        assert read.days == one.days
