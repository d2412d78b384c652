"""What the search for reply dates brings back: the dates, the doubts about them, and dates the letter calls missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from linkbot.model.deadline import DateDoubt, Deadline


@dataclass(frozen=True)
class DeadlinesFound:
    deadlines: tuple[Deadline, ...] = ()
    doubts: tuple[DateDoubt, ...] = ()
    missed_on: tuple[date, ...] = ()
