"""A year of mail in all weathers: nothing is lost, nothing storms, nobody is forgotten, and the register ends the same.

The mailbox, the mail server, the disk, the workbook and the process break at random, for an hour or for days.
"""

from __future__ import annotations

import tempfile
from datetime import datetime, time
from pathlib import Path

import pytest

from linkbot.worker.office import LONDON

from .a_year import START, Year
from .promises_of_a_year import everything_has_come_to_rest, the_day_was_as_it_should_be
from .weather import KINDS, outages


def lived(folder: Path, seed: int, *, days: int, cases: int, stormy: bool) -> tuple[dict[str, object], Year]:
    start = datetime.combine(START, time(7), tzinfo=LONDON)
    year = Year(folder, seed, days, cases, outages(seed, start=start, days=days) if stormy else ())
    try:
        for _ in year.lived():
            the_day_was_as_it_should_be(year)
        everything_has_come_to_rest(year)
        return year.register(), year
    finally:
        year.closed()


def compared(seed: int, *, days: int, cases: int) -> None:
    with tempfile.TemporaryDirectory() as calm_place, tempfile.TemporaryDirectory() as stormy_place:
        calm, _ = lived(Path(calm_place), seed, days=days, cases=cases, stormy=False)
        stormy, year = lived(Path(stormy_place), seed, days=days, cases=cases, stormy=True)
    print(f"seed {seed}: {year.mails} messages, {len(year.server.taken)} mails, {year.acts} acts")
    print(f"{len(year.expected)} outages, {year.crashes} crashes, turns {dict(year.turns)}")
    assert set(KINDS) < set(year.turns) and year.crashes
    assert stormy == calm


def test_six_weeks_in_all_weathers_end_as_six_fine_ones() -> None:
    compared(27, days=42, cases=6)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3, 4])
def test_a_year_in_all_weathers_ends_as_a_fine_one(seed: int) -> None:
    compared(seed, days=364, cases=26)
