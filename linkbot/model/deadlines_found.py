"""What the search for reply dates brings back: the dates, the doubts about them, dates the letter calls missed, and
what became of every date that stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from linkbot.model.deadline import DateDoubt, DateMention, Deadline


@dataclass(frozen=True)
class DeadlinesFound:
    deadlines: tuple[Deadline, ...] = ()
    doubts: tuple[DateDoubt, ...] = ()
    missed_on: tuple[date, ...] = ()
    mentions: tuple[DateMention, ...] = ()
