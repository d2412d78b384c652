"""Random schedules of faults, staff and crashes on the fake Graph: nothing lost, nothing handled or done twice."""

from __future__ import annotations

from collections import Counter

import pytest
from graph_schedule import GraphDay


def _run(seeds: range) -> Counter[str]:
    seen: Counter[str] = Counter()
    for seed in seeds:
        day = GraphDay(seed)
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
    return seen


def test_fifty_days_of_bad_weather_lose_nothing_and_double_nothing() -> None:
    seen = _run(range(50))
    assert seen["crash after"] and seen["cut after"] and seen["410"]


@pytest.mark.slow
def test_two_thousand_days_of_bad_weather() -> None:
    print(dict(sorted(_run(range(1000, 3000)).items())))
