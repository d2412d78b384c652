"""The same days come out wherever the machine stands: what reads and counts dates is run again under three zones.

The zone is set before Python starts, in a process of its own, because a library may look at it only once.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from .house import ROOT

ABOUT_DAYS = ("working_days", "calendar", "deadline", "date", "due", "invite", "gate")
"""A test file of the pure core whose name holds one of these is about days."""


def _files() -> list[str]:
    return sorted(
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests" / "engine").glob("test_*.py")
        if any(word in path.stem for word in ABOUT_DAYS)
    )


def test_there_are_tests_about_days() -> None:
    assert len(_files()) >= 2


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles", "Australia/Lord_Howe"])
def test_the_core_counts_the_same_days_in_every_zone(zone: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", *_files()],
        cwd=ROOT,
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-4000:]


def test_the_zone_reaches_the_clock_of_such_a_process() -> None:
    code = "import datetime; print(datetime.datetime(2027, 1, 4).astimezone().utcoffset())"
    told = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "TZ": zone}, capture_output=True, text=True, check=True
        ).stdout
        for zone in ("Pacific/Kiritimati", "America/Los_Angeles")
    }
    assert told == {"14:00:00\n", "-1 day, 16:00:00\n"}
