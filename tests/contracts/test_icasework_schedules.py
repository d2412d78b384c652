"""Random schedules of faults and crashes on the test server: no case twice, no registration lost."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.contracts.icasework_schedule import Days


def _run(seeds: range) -> Counter[str]:
    seen: Counter[str] = Counter()
    for seed in seeds:
        days = Days(seed)
        days.world.server.fault_of = days.weather.of
        for _ in range(days.random.randint(4, 14)):
            days.turn()
        days.rest()
        try:
            days.no_case_is_doubled_and_no_registration_is_lost()
        except AssertionError as error:
            raise AssertionError(f"schedule {seed}: {error}") from error
        seen.update({f"fault: {kind}": count for kind, count in days.weather.met.items()})
        seen.update(
            {
                "schedules": 1,
                "requests": len(days.world.server.asked),
                "registrations": len(days.effects),
                "left to a person": days.doubtful,
                "crashes": days.crashes,
            }
        )
        if days.terms.trail_report:
            seen.update({"with a report of the trail": 1, "left to a person in spite of the report": days.doubtful})
    return seen


def test_twenty_days_of_bad_weather_double_no_case_and_lose_no_registration() -> None:
    seen = _run(range(20))
    print(dict(sorted(seen.items())))
    assert seen["crashes"] and seen["fault: late"] and seen["fault: cut after"]


@pytest.mark.slow
def test_a_thousand_days_of_bad_weather() -> None:
    print(dict(sorted(_run(range(1000, 2000)).items())))
