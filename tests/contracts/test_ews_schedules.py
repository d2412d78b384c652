"""Random schedules of faults, staff and crashes on the fake Exchange server: nothing lost, nothing done twice."""

from __future__ import annotations

from collections import Counter

import pytest
from ews_contract import Contract, schema_file
from ews_schedule import EwsDay


def _run(seeds: range) -> Counter[str]:
    """Where Microsoft's schema is at hand, every request and answer is held against it too."""
    seen: Counter[str] = Counter()
    file = schema_file()
    contract = Contract(file) if file else None
    for seed in seeds:
        day = EwsDay(seed)
        if contract is not None:
            day.server.check = contract.check
        for _ in range(day.random.randint(3, 8 if seeds.stop <= 50 else 12)):
            day.turn()
        day.rest()
        try:
            day.nothing_is_lost_and_nothing_is_doubled()
        except AssertionError as error:
            raise AssertionError(f"schedule {seed}: {error}") from error
        seen.update(day.weather.met)
        seen.update(
            {
                "schedules": 1,
                "requests": len(day.server.asked),
                "letters": len(day.letters),
                "offers": day.offers,
                "doubtful": sum(effect.doubtful for effect in day.effects),
                "drafts edited": len(day.edited),
            }
        )
    assert contract is None or contract.wrong == []
    return seen


def test_some_days_of_bad_weather_lose_nothing_and_double_nothing() -> None:
    seen = _run(range(5))
    assert seen["crash after"] and seen["cut after"] and seen["later"]


@pytest.mark.slow
def test_two_thousand_days_of_bad_weather() -> None:
    print(dict(sorted(_run(range(1000, 3000)).items())))
