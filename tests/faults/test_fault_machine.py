"""Mail, faults, crashes, people and time in any order: nothing is lost, nothing goes twice, what is done stays done."""

from __future__ import annotations

import pytest
from hypothesis.stateful import run_state_machine_as_test

from .machine import FaultMachine, schedules


def test_fifty_schedules_of_faults_lose_nothing_and_double_nothing() -> None:
    run_state_machine_as_test(FaultMachine, settings=schedules(50, 10))


@pytest.mark.slow
def test_a_thousand_longer_schedules() -> None:
    run_state_machine_as_test(FaultMachine, settings=schedules(1000, 20))
