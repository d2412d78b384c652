"""The days an office is shut, as a value: bank holidays of England and the council's own closure days.

Counting with them is `engine.dates.working_days`; reading them from `rules/bank_holidays.toml` is the rulebook's job.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class WorkingCalendar:
    """`closures` are days the council is shut though the Ombudsman is not: they never move an Ombudsman's date.

    `first_year` and `last_year` say which years the bank holidays are known for; outside them only weekends are.
    """

    bank_holidays: frozenset[date]
    first_year: int
    last_year: int
    closures: frozenset[date] = frozenset()

    def covers(self, day: date) -> bool:
        """Whether the bank holidays of that day's year are known."""
        return self.first_year <= day.year <= self.last_year
